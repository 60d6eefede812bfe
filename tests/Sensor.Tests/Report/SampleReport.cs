using Sensor.Alerts;
using Sensor.Report;

namespace Sensor.Tests.Report;

/// <summary>Reports of any size whose every text is given.</summary>
internal static class SampleReport
{
    private const long Start = 1_795_284_000_000_000_000;
    private const long Minute = 60_000_000_000;

    public static ReportData Empty { get; } = new()
    {
        Sources = ["empty.pcap"],
        Version = "0.1.0",
        Asked = (null, null),
        Times = null,
        Traffic = new TrafficReport(10_000_000_000, ["", "dicom"], []),
        Alerts = new AlertReport { Total = 0, Lines = 0, BySeverity = [.. Enum.GetValues<Severity>().Select(s => (s, 0L))], Stories = [], Rest = [], OverTime = [], Width = Minute },
        Devices = new DeviceReport(0, 0, []),
        Pairs = new PairReport { Shown = [], Total = 0, Forgotten = default, Roles = NoSquare, Devices = NoSquare, DevicesLeftOut = 0 },
        Findings = new FindingReport(0, []),
        Losses = new LossReport { Warnings = [], Shortcomings = [], Pauses = 0, PausedFor = 0, WorstShare = 0 },
    };

    private static Adjacency NoSquare => new([], new Dictionary<(int, int), (long, long)>());

    /// <param name="alerts">Incidents: 200 of them whole, 2,000 in a line.</param>
    /// <param name="devices">Devices, which all talk to the first.</param>
    /// <param name="text">What a text is: asked by what stands there otherwise.</param>
    public static ReportData Of(int alerts, int devices, Func<string, string> text)
    {
        var refs = Enumerable.Range(1, devices).Select(i => new DeviceRef($"dev-{i:D6}", text($"CT{i} (10.1.{i / 250}.{i % 250})"), i % 3 == 0 ? null : text(i == 1 ? "archive" : "modality"))).ToList();
        var stories = Enumerable.Range(1, alerts).Select(i => Story(i, refs, text)).OrderBy(s => s.Severity).ToList();
        return new ReportData
        {
            Sources = [text("monday.pcap"), text("tuesday.pcap")],
            Version = text("0.1.0"),
            Asked = (Start, Start + (600 * Minute)),
            Times = (Start, Start + (500 * Minute)),
            Traffic = new TrafficReport(Minute, ["", text("dicom"), "hl7", "tls"], [.. Rows()]),
            Alerts = new AlertReport
            {
                Total = alerts,
                Lines = alerts * 2,
                BySeverity = [.. Enum.GetValues<Severity>().Select(s => (s, (long)stories.Count(a => a.Severity == s)))],
                Stories = [.. stories.Take(200)],
                Rest = [.. stories.Skip(200).Take(2000)],
                OverTime = [.. stories.Select(s => (s.Time, Enum.GetValues<Severity>().Select(v => v == s.Severity ? 1L : 0).ToArray()))],
                Width = Minute,
            },
            Devices = new DeviceReport(devices, devices / 3, [.. refs.Take(1000).Select((d, i) => Device(d, i, text))]),
            Pairs = Pairs(refs, text),
            Findings = new FindingReport(devices, [new ReportFinding(Severity.Medium, text("DICOM without encryption"), text("Anybody can read it."), [text("Encrypt.")], [.. refs.Take(12).Select(d => (d, text("port 104")))], devices)]),
            Losses = new LossReport { Warnings = [text("tuesday.pcap: ends in the middle of a packet")], Shortcomings = [text("Flows closed: 3.")], Pauses = 2, PausedFor = 90 * Minute, WorstShare = 0.034 },
        };
    }

    private static AlertStory Story(int number, List<DeviceRef> devices, Func<string, string> text)
    {
        var comparison = (number % 4) switch
        {
            0 => new Comparison(1, "use", text("C-MOVE"), 0, 0, 0, 1234, Start - (9_000 * Minute)),
            1 => new Comparison(217_000_000, "byte", text("217 MB (bytes per object)"), 30_000, 400_000, 900_000, 800, Start),
            2 => new Comparison(217, "match", text("217 matches"), 0, 0, 99, 0, null),
            _ => new Comparison(11.5, "bit", text("C-STORE after C-FIND"), 0, 2.5, 6.25, 500, Start),
        };
        return new AlertStory($"alert-{number:D6}", (Severity)(1 + (number * 7 % 4)), text("Patient lists are being harvested"), Start + (number * Minute / 8), devices[number % devices.Count], devices[0])
        {
            Status = number % 5 == 0 ? text("acknowledged") : null,
            Teller = $"alert-{number:D6}",
            Reason = text("dicom-find-harvest"),
            Explanation = text("PACS1 (10.20.0.10) returned 217 matches to ECHOSCU (10.20.0.66) for C-FIND queries without any restriction within a moment."),
            Meaning = text("Queries that match everybody hand over the hospital's list of patients and examinations."),
            Comparison = comparison,
            NextSteps = [text("Find out who uses the querying device."), text("Have the server limit the number of matches.")],
            BenignCauses = [text("Migration or prefetch by a router")],
            Techniques = [text("T0811")],
            DataQuality = number % 7 == 0 ? text("packets were lost") : "clean",
            Evidence = new EvidenceRef([(text("monday.pcap"), [number, number + 1])], Start, Start, text("tcp.stream eq 7 and ip.addr == 10.1.0.1"), text("evidence/alert.pcapng")),
            Incident = number % 2 == 0 ? null : new IncidentStory(
                17, 2, Start, Start + (30 * Minute), [text("an infusion pump")],
                [new IncidentStep(Start, Severity.Low, text("New"), text("C-FIND"), devices[0], devices[^1], 9), new IncidentStep(Start + Minute, Severity.High, text("New"), text("C-MOVE"), devices[0], null, 1)], 7),
            Others = number % 2 == 0 ? [] : [new AlertStep($"alert-9{number:D5}", Severity.Low, text("Device uses a command it never used"), Start, text("It never did."), comparison)],
            MoreOthers = 3,
        };
    }

    private static ReportDevice Device(DeviceRef device, int number, Func<string, string> text) => new(device.Id, [text("10.1.0.1")])
    {
        Names = [.. Enumerable.Range(0, number % 9).Select(i => ("AE title", text($"CT{number}_{i}")))],
        Vendor = text("Example Imaging"),
        Software = [text("EXAMPLE_1.0")],
        Role = (text("modality"), 0.9, text("stored 127 objects elsewhere")),
        IsMature = number % 3 == 0,
        Lacks = text("not yet: 6 of 20 observations"),
        First = Start,
        Last = Start + Minute,
        Alerts = number % 4,
        Bytes = number * 1000,
    };

    private static IEnumerable<TrafficRow> Rows() => Enumerable.Range(0, 500).Where(i => i is < 200 or > 260).Select(i => new TrafficRow(
        Start + (i * Minute), 900_000 + (i * 1000), i % 50 == 0 ? 30_000 : 0, i % 50 == 0 ? 3 : 0, i % 100, i == 300 ? 12 : 0, 3, 4, 6,
        [new ProtocolTraffic(10, 8_000, 2, 0), new ProtocolTraffic(900, 800_000 + (long)(300_000 * Math.Sin(i / 40.0)), 5, 20 + (i % 17)), new ProtocolTraffic(90, 90_000, 7, 40), new ProtocolTraffic(9, 12_000, 1, 0)]));

    private static PairReport Pairs(List<DeviceRef> devices, Func<string, string> text)
    {
        var square = devices.Take(40).ToList();
        return new PairReport
        {
            Shown = [.. devices.Take(300).Select((d, i) => new ReportPair(d, devices[0], text("dicom"), i, i * 1000, i * 3, Start, Start + Minute))],
            Total = devices.Count,
            Forgotten = (3, 17),
            Roles = new Adjacency([text("archive"), text("modality")], new Dictionary<(int, int), (long, long)> { [(1, 0)] = (20, 3_400) }),
            Devices = new Adjacency([.. square.Select(d => d.Name)], square.Index().ToDictionary(d => (d.Index, 0), d => ((long)d.Index, (long)(d.Index % 3) * d.Index * d.Index))),
            DevicesLeftOut = Math.Max(0, devices.Count - 40),
        };
    }
}
