using System.Globalization;
using System.Text;
using Sensor.Options;
using Sensor.Options.Sections;
using Sensor.Outputs.Delivery;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>Receivers as a configuration names them, and alerts and events given to them as a run would.</summary>
internal sealed class SendingBench : IDisposable
{
    public static readonly SenderIdentity Identity = new("0123abcd", "sensor.example.org", "1.2.3");

    private readonly DeliverySettings _settings;
    private readonly bool _drops;

    /// <param name="receivers">Items of <c>output.receivers</c>.</param>
    /// <param name="folder">Where the spool is; null: memory.</param>
    /// <param name="change">What else is different.</param>
    /// <param name="drops">As while listening.</param>
    public SendingBench(string receivers, string? folder, Func<DeliverySettings, DeliverySettings>? change = null, bool drops = false)
    {
        var settings = OutputSection.DeliveryOf(Read($"output:\n  retry: 20ms\n  drain: 5s\n  receivers:\n{receivers}"), null) with { Folder = folder };
        _settings = change?.Invoke(settings) ?? settings;
        _drops = drops;
        Open = new Deliveries(_settings, Identity, drops);
    }

    public Deliveries Open { get; private set; }

    public ReceiverStatus Status => Open.Statuses[0];

    /// <summary>What people were told.</summary>
    public List<DeliveryNews> News { get; } = [];

    public static Sensor.Options.Keys.Settings Read(string yaml)
    {
        using var folder = new TempFolder();
        return new Configuration(folder.File("sensor.yaml", Encoding.UTF8.GetBytes(yaml)), new Dictionary<string, string>(), []).Read();
    }

    /// <summary>A line as an alert has it.</summary>
    public static string AlertLine(long number, string text = "Somebody new.") => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"timestamp":"2026-11-21T17:00:00.123456+0000","event_type":"alert","src_ip":"10.0.0.1","src_port":4711,"dest_ip":"10.0.0.2","dest_port":104,"proto":"TCP","app_proto":"dicom","alert":{"signature":"Device talks to a partner | new","signature_id":1001,"category":"relation","severity":2},"anomaly":{"id":"alert-{{{number:d6}}}","kind":"relation","reason":"new-peer","severity":"high","device":{"id":"dev-000001","ip":"10.0.0.1","role":"modality"},"peer":null,"explanation":"{{{text}}}","mitre":["T0848","T1021"]}}""");

    public static string EventLine(long number) => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"timestamp":"2026-11-21T17:00:00.123456+0000","event_type":"hl7","pcap_cnt":{{{number}}},"hl7":{"type":"ORU^R01","bytes":881}}""");

    public void Alert(long number, string? line = null, int severity = 2) =>
        Open.TakeAlert($"alert-{number:d6}", number, severity, Time(number), Encoding.UTF8.GetBytes(line ?? AlertLine(number)));

    public void Event(long number) => Open.Take("hl7", Time(number), Encoding.UTF8.GetBytes(EventLine(number)));

    /// <summary>The run ends, and another one begins.</summary>
    public void Restart()
    {
        Dispose();
        Open = new Deliveries(_settings, Identity, _drops);
    }

    public void TakeNews()
    {
        while (Open.TryTakeNews(out var news))
        {
            News.Add(news);
        }
    }

    public void Dispose()
    {
        Open.Dispose();
        TakeNews();
    }

    private static long Time(long number) => 1_763_744_400_123_456_000 + number;
}
