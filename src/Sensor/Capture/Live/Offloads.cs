namespace Sensor.Capture.Live;

/// <summary>
/// What a network card or the kernel does to packets before a listener sees them. Joined packets have sizes and counts that never were on the wire.
/// </summary>
internal static class Offloads
{
    private const uint GetGenericReceive = 0x2B;
    private const uint GetSegmentation = 0x1E;
    private const uint GetGenericSegmentation = 0x23;
    private const uint GetFlags = 0x25;
    private const uint LargeReceiveFlag = 1 << 15;

    /// <summary>Those of <c>gro</c>, <c>lro</c>, <c>tso</c> and <c>gso</c> that are on: ethtool's names. Empty where the interface can't say.</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        var on = new List<string>();
        Add("gro", GetGenericReceive, uint.MaxValue);
        Add("lro", GetFlags, LargeReceiveFlag);
        Add("tso", GetSegmentation, uint.MaxValue);
        Add("gso", GetGenericSegmentation, uint.MaxValue);
        return on;

        void Add(string word, uint command, uint mask)
        {
            if ((Ask(name, command) & mask) != 0)
            {
                on.Add(word);
            }
        }
    }

    /// <summary>Those that join packets on their way in, which is what a mirror port's listener sees; the others act on what this machine sends.</summary>
    public static IEnumerable<string> OfReceiving(IEnumerable<string> offloads) => offloads.Where(o => o is "gro" or "lro");

    private static unsafe uint Ask(string name, uint command)
    {
        var value = new EthtoolValue { Command = command };
        var about = new InterfaceRequest { Value = (ulong)&value };
        return InterfaceNative.TryAsk(name, InterfaceNative.Ethtool, ref about) ? value.Data : 0;
    }
}
