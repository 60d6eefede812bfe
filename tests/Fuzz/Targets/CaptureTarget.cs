using System.Globalization;
using System.Text;
using Sensor.Capture;
using Sensor.Capture.Sources;
using Sensor.Fuzz.Engine;
using Sensor.Fuzz.Inputs;
using Sensor.Fuzz.Mutation;

namespace Sensor.Fuzz.Targets;

/// <summary>Capture files: however few bytes come at a time, the same packets and the same complaint come out.</summary>
internal sealed class CaptureTarget(Captures captures) : ITarget
{
    private readonly PacketBlock _block = new();
    private string _read = "";

    public string Name => "capture";

    public string Extension => ".capture";

    /// <summary>The smallest record costs what it costs, and a compressed file may hold much more than it has bytes.</summary>
    public long MostWork(int length) => 200_000 + (5_000L * length);

    public long MostAllocated(int length) => (8 << 20) + (4_000L * length);

    public IEnumerable<byte[]> Seeds() => captures.Files(12_000);

    public byte[] Mutate(byte[] input, byte[] other, Dice dice) => CaptureForm.Mutate(input, other, dice);

    public List<byte[]> Split(byte[] input) => CaptureForm.Split(input);

    public byte[] Join(List<byte[]> parts) => [.. parts.SelectMany(p => p)];

    public void Run(byte[] input) => _read = Read(input, int.MaxValue, PacketBlock.Capacity);

    public void Verify(byte[] input)
    {
        if (!Gzip.IsMagic(input))
        {
            Require.Same(_read, Read(input, 1 + (input.Length / 7), PacketBlock.Capacity), "in a few pieces it reads otherwise");
            Require.Same(_read, Read(input, 13, 512), "in small pieces it reads otherwise");
        }
    }

    private string Read(byte[] input, int atATime, int portion)
    {
        var text = new StringBuilder();
        using IByteSource source = Gzip.IsMagic(input) ? new StreamBytes(() => new MemoryStream(input), canReopen: true) : new MemoryBytes(input, atATime);
        using var capture = new CaptureFile("capture", source, new CaptureNotes((_, name) => (ushort)(name?.Length ?? 0), new HostNames()));
        try
        {
            // Nothing has come yet more often than there are bytes: that would be for ever.
            for (var i = 0; !capture.TryBegin(); i++)
            {
                Require.That(i <= input.Length + 1000, "it never begins");
            }
        }
        catch (CaptureException e)
        {
            return e.Message;
        }

        long packets = 0;
        FillResult filled;
        var fills = 0;
        do
        {
            filled = capture.Fill(_block, portion);
            Require.That(fills++ <= input.Length + 1000, "it never ends");
            packets += _block.Count;
            _block.Index(filter: null);
            foreach (ref readonly var entry in _block.Entries)
            {
                Require.That(entry.Offset >= 0 && entry.CapturedLength >= 0 && entry.Offset + entry.CapturedLength <= _block.Length, "a packet lies outside its block");
                Require.That(entry.OriginalLength >= entry.CapturedLength, "a packet has more bytes than it had on the wire");
                text.Append(CultureInfo.InvariantCulture, $"{entry.Time} {entry.Link} {entry.Interface} {entry.CapturedLength} {entry.OriginalLength} ");
                text.Append(CultureInfo.InvariantCulture, $"{Sensor.Dissectors.Contract.KeyedHash.Of(1, _block.Packet(in entry)):x}\n");
            }
        }
        while (filled != FillResult.Ended);
        Require.That(packets == capture.Packets, $"{capture.Packets} packets are counted of {packets}");
        return text.Append(capture.Warning).ToString();
    }
}
