using System.Globalization;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>
/// One direction of one TCP connection, laid out by sequence number: the bytes, and the frame each was captured in (0: not captured). A second opinion
/// beside tshark's dissectors and ours; tshark only takes the packets apart.
/// </summary>
internal sealed class PlainStream(string source, uint start)
{
    private byte[] _bytes = new byte[4096];
    private int[] _frames = new int[4096];

    public string Source { get; } = source;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public int FrameOf(int at) => _frames[at];

    public bool Has(int at, int count) => at >= 0 && at + count <= Length && !_frames.AsSpan(at, count).Contains(0);

    public IEnumerable<int> FramesOf(int at, int count) => _frames.Skip(at).Take(count).Distinct();

    public void Add(int frame, uint sequence, int length, ReadOnlySpan<byte> captured)
    {
        var at = (int)(sequence - start);
        if (at < 0 || at > 64 << 20)
        {
            return;
        }

        if (at + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, (at + length) * 2);
            Array.Resize(ref _frames, (at + length) * 2);
        }

        Length = Math.Max(Length, at + length);
        for (var i = 0; i < captured.Length; i++)
        {
            if (_frames[at + i] == 0)
            {
                _bytes[at + i] = captured[i];
                _frames[at + i] = frame;
            }
        }
    }
}

/// <summary>What tshark says of one frame, below any application.</summary>
internal sealed record Frame(int Number, decimal Time, int Length, int Captured, string[] Addresses, int? TcpStream);

/// <summary>All frames and TCP streams of a capture.</summary>
internal sealed class PlainCapture
{
    private static readonly string[] _fields =
    [
        "frame.number", "frame.time_epoch", "frame.len", "frame.cap_len", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "arp.src.proto_ipv4", "arp.dst.proto_ipv4",
        "tcp.stream", "tcp.srcport", "tcp.seq_raw", "tcp.flags.syn", "tcp.len", "tcp.payload", "udp.stream",
    ];

    public List<Frame> Frames { get; } = [];

    public List<PlainStream> Streams { get; } = [];

    public int TcpConnections { get; private set; }

    public int UdpConversations { get; private set; }

    public static PlainCapture Read(string path)
    {
        var capture = new PlainCapture();
        var streams = new Dictionary<(string, string), PlainStream>();
        var udp = new HashSet<string>();
        var tcp = new HashSet<string>();
        var lines = Programs.Tshark(["-n", "-o", "tcp.desegment_tcp_streams:FALSE", "-r", path, "-T", "fields", "-E", "separator=;", "-E", "occurrence=l", .. _fields.SelectMany(f => new[] { "-e", f })]);
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var f = line.Split(';');
            var frame = int.Parse(f[0], CultureInfo.InvariantCulture);
            capture.Frames.Add(new Frame(
                frame, decimal.Parse(f[1], CultureInfo.InvariantCulture), Number(f[2]), Number(f[3]), [.. f[4..10].Where(a => a.Length > 0)], f[10].Length == 0 ? null : Number(f[10])));
            if (f[16].Length > 0)
            {
                udp.Add(f[16]);
            }

            if (f[10].Length == 0)
            {
                continue;
            }

            tcp.Add(f[10]);
            var source = f[4] + f[6] + " " + f[11];
            var sequence = uint.Parse(f[12], CultureInfo.InvariantCulture);
            var isSyn = f[13] is "1" or "True";
            if (!streams.TryGetValue((f[10], source), out var stream))
            {
                stream = new PlainStream(source, isSyn ? sequence + 1 : sequence);
                streams.Add((f[10], source), stream);
                capture.Streams.Add(stream);
            }

            if (!isSyn && f[14].Length > 0)
            {
                stream.Add(frame, sequence, Number(f[14]), Convert.FromHexString(f[15].Replace(":", "", StringComparison.Ordinal)));
            }
        }

        capture.TcpConnections = tcp.Count;
        capture.UdpConversations = udp.Count;
        return capture;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
