using System.Buffers.Binary;
using System.Text;

namespace Sensor.Inventory.Vendors;

/// <summary>
/// Who a MAC address's prefix is assigned to: the maker of the network interface, which need not be the maker of the device around it. From the IEEE's
/// public listing; <c>make.py</c> beside this file makes the table and says what is in it. Read in place: nothing is loaded or allocated before it is
/// asked, and then only the name.
/// </summary>
internal static class VendorTable
{
    /// <summary>Bits of the prefixes, in the order of the table; the longest match counts.</summary>
    private static readonly int[] Lengths = [24, 28, 36];

    private const int NamesInGroup = 16;

    /// <summary>The listing the table was made of, with its version.</summary>
    public static string Source => Encoding.ASCII.GetString(Table.Slice(1, Table[0]));

    private static unsafe ReadOnlySpan<byte> Table
    {
        get
        {
            // Lies in the mapped assembly, which stays.
            using var stream = (UnmanagedMemoryStream)typeof(VendorTable).Assembly.GetManifestResourceStream("mac-prefixes")!;
            return new ReadOnlySpan<byte>(stream.PositionPointer, (int)stream.Length);
        }
    }

    /// <summary>Name of the maker, without its legal form; null for group and locally administered addresses, and where the listing has none.</summary>
    public static string? Find(ulong mac)
    {
        const ulong GroupOrLocal = 0x0300_0000_0000;
        if ((mac & GroupOrLocal) != 0)
        {
            return null;
        }

        var rest = Table[(1 + Table[0])..];
        var names = (int)Read32(rest, 3);
        var counts = rest;
        rest = rest[16..];
        var found = -1;
        Span<byte> address = stackalloc byte[8];
        for (var i = 0; i < Lengths.Length; i++)
        {
            var (count, width) = ((int)Read32(counts, i), (Lengths[i] + 7) / 8);
            BinaryPrimitives.WriteUInt64BigEndian(address, (mac << 16) & (ulong.MaxValue << (64 - Lengths[i])));
            var place = Search(rest[..(count * width)], address[..width]);
            rest = rest[(count * width)..];
            found = place >= 0 ? BinaryPrimitives.ReadUInt16LittleEndian(rest[(2 * place)..]) : found;
            rest = rest[(2 * count)..];
        }

        return found < 0 ? null : NameOf(found, rest, names);
    }

    /// <summary>Place of a prefix among those of its length, or -1.</summary>
    private static int Search(ReadOnlySpan<byte> prefixes, ReadOnlySpan<byte> wanted)
    {
        var (low, high) = (0, (prefixes.Length / wanted.Length) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = wanted.SequenceCompareTo(prefixes.Slice(middle * wanted.Length, wanted.Length));
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (low, middle - 1) : (middle + 1, high);
        }

        return -1;
    }

    private static string NameOf(int name, ReadOnlySpan<byte> tail, int names)
    {
        var groups = (names + NamesInGroup - 1) / NamesInGroup;
        var lengths = tail.Slice(4 * groups, names);
        var begin = (int)Read32(tail, name / NamesInGroup);
        foreach (var length in lengths[(name / NamesInGroup * NamesInGroup)..name])
        {
            begin += length;
        }

        return Encoding.UTF8.GetString(tail[((4 * groups) + names)..].Slice(begin, lengths[name]));
    }

    private static uint Read32(ReadOnlySpan<byte> numbers, int place) => BinaryPrimitives.ReadUInt32LittleEndian(numbers[(4 * place)..]);
}
