using Hospital.Kernel;
using Hospital.Network;
using Hospital.Wire;

namespace Hospital.Tests.Wire;

/// <summary>A small hospital whose hosts say what a test has them say.</summary>
internal sealed class Said
{
    public const long Start = 1_790_000_000L * Nanos.Second;

    private readonly List<Step> _steps = [];
    private long _number = 7;

    public Host Scanner { get; } = Host(1, "ct", 0x0A010203, 0x02005E000001);

    public Host Archive { get; } = Host(2, "archive", 0x0A010204, 0x02005E000002);

    public IReadOnlyList<Step> Steps => _steps;

    public static Host Host(int number, string name, uint address, ulong mac) =>
        new() { Number = number, Name = name, Role = HostRole.Modality, Model = "", Place = "", Address = address, Mac = mac };

    public Conversation Converse(Language language, int port, bool isUdp = false) => new()
    {
        Number = _number++,
        Client = Scanner,
        Server = Archive,
        ClientPort = (ushort)(50_000 + _number),
        ServerPort = (ushort)port,
        Language = language,
        IsUdp = isUdp,
    };

    /// <summary>Says something so many milliseconds after the beginning.</summary>
    public Said Say(double milliseconds, Conversation conversation, Side from, Saying saying, double duration = 0)
    {
        _steps.Add(new Step(Start + (long)(milliseconds * Nanos.Millisecond), (long)(duration * Nanos.Millisecond), conversation, from, saying));
        return this;
    }

    public Recorder Record(WireForm form, int from = 0)
    {
        var recorder = new Recorder();
        Write(recorder, form, from);
        return recorder;
    }

    /// <summary>Writes a capture file; returns its path.</summary>
    public string Capture(WireForm form, int from = 0, bool isWhole = true)
    {
        var path = Path.Combine(Path.GetTempPath(), $"hospital-{Guid.NewGuid():N}.pcap");
        using var file = new PcapFile(path, isWhole);
        Write(file, form, from);
        return path;
    }

    private void Write(IPacketTaker to, WireForm form, int from)
    {
        var writer = new PacketWriter(to, form);
        foreach (var step in _steps.Skip(from))
        {
            writer.Take(in step);
        }

        writer.End(_steps[^1].End + (10 * Nanos.Second));
    }
}
