using System.Collections.Concurrent;
using Sensor.Dissectors.Packets;

namespace Sensor.Capture.Live;

/// <summary>
/// A packet filter in libpcap's language (pcap-filter(7)), as tcpdump takes it. Matches packets of files with libpcap's own interpreter, compiled once for each
/// link type; live, the expression goes to the kernel. Any thread may ask.
/// </summary>
internal sealed unsafe class BpfFilter : IDisposable
{
    /// <summary>libpcap's number for raw IP on Linux where files say 101.</summary>
    private const int RawIpDataLink = 12;

    private readonly ConcurrentDictionary<LinkType, Program> _programs = [];

    private BpfFilter(string expression) => Expression = expression;

    public string Expression { get; }

    /// <summary>Checks an expression against Ethernet, which knows every word of the language that matters here.</summary>
    /// <param name="expression">The filter; empty lets everything pass.</param>
    /// <param name="filter">The filter, when it is one.</param>
    /// <param name="problem">libpcap's own words, when it isn't.</param>
    /// <exception cref="CaptureException">libpcap isn't installed.</exception>
    public static bool TryCompile(string expression, out BpfFilter filter, out string problem)
    {
        PcapLibrary.Require();
        filter = new BpfFilter(expression);
        var program = Program.Compile(expression, LinkType.Ethernet, out problem);
        filter._programs[LinkType.Ethernet] = program;
        if (program.IsUsable)
        {
            return true;
        }

        filter.Dispose();
        return false;
    }

    /// <summary>Whether a captured packet passes. A link type the expression makes no sense for lets nothing pass.</summary>
    /// <param name="link">The packet's link type.</param>
    /// <param name="packet">Its captured bytes.</param>
    /// <param name="originalLength">Its length on the wire.</param>
    public bool Matches(LinkType link, ReadOnlySpan<byte> packet, int originalLength)
    {
        var program = _programs.GetOrAdd(link, static (l, expression) => Program.Compile(expression, l, out _), Expression);
        return program.Matches(packet, originalLength);
    }

    /// <summary>The link type of files for libpcap's number on this system.</summary>
    public static LinkType LinkTypeOf(int dataLink) => dataLink == RawIpDataLink ? LinkType.RawIp : (LinkType)dataLink;

    public void Dispose()
    {
        foreach (var program in _programs.Values)
        {
            program.Dispose();
        }

        _programs.Clear();
    }

    /// <summary>The expression as instructions for one link type; without any when it can't be said there.</summary>
    private sealed class Program : IDisposable
    {
        private const int SnapLength = 262_144;

        private BpfProgram _code;

        private Program()
        {
        }

        ~Program() => Free();

        public bool IsUsable => _code.Instructions != 0;

        public static Program Compile(string expression, LinkType link, out string problem)
        {
            var program = new Program();
            var handle = PcapNative.OpenDead(link == LinkType.RawIp ? RawIpDataLink : (int)link, SnapLength);
            try
            {
                fixed (BpfProgram* code = &program._code)
                {
                    problem = PcapNative.Compile(handle, code, expression, 1, PcapNative.NetmaskUnknown) == 0 ? "" : PcapNative.Error(handle);
                }
            }
            finally
            {
                PcapNative.Close(handle);
            }

            return program;
        }

        public bool Matches(ReadOnlySpan<byte> packet, int originalLength)
        {
            if (!IsUsable)
            {
                return false;
            }

            var header = new PcapPacketHeader { CapturedLength = (uint)packet.Length, OriginalLength = (uint)originalLength };
            fixed (BpfProgram* code = &_code)
            {
                fixed (byte* bytes = packet)
                {
                    return PcapNative.OfflineFilter(code, &header, bytes) != 0;
                }
            }
        }

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            if (IsUsable)
            {
                fixed (BpfProgram* code = &_code)
                {
                    PcapNative.FreeCode(code);
                }

                _code = default;
            }
        }
    }
}
