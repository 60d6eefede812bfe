using System.Runtime.InteropServices;
using System.Text;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;
using Sensor.Health;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Series;
using Sensor.Streams;
using Sensor.Tests.Live;
using Sensor.Tests.Support;

namespace Sensor.Tests.Series;

/// <summary>Series of the radiology department, and of what is made up.</summary>
public sealed class SeriesMeterTests
{
    private const long Second = 1_000_000_000;

    private static readonly Lazy<RecordedFacts> _facts = new(() => Recorded(workers: 1));

    private static readonly Lazy<IReadOnlyList<Point>> _points = new(() => Point.Read(Measured(_facts.Value).Lines));

    [Fact]
    public void Any_number_of_workers_makes_the_same_points() =>
        Assert.Equal(Measured(_facts.Value).Lines, Measured(Recorded(workers: 3)).Lines);

    [Fact]
    public void Points_stand_at_the_ends_of_intervals_in_the_order_of_time()
    {
        Assert.All(_points.Value, p => Assert.Equal(0, p.Time % SeriesSettings.DefaultInterval));
        Assert.Equal(_points.Value.Select(p => p.Time).Order(), _points.Value.Select(p => p.Time));
        Assert.Equal(_points.Value.Count, _points.Value.Select(p => (p.Measurement, string.Join(',', p.Tags.Select(t => $"{t.Key}={t.Value}")), p.Time)).Distinct().Count());
    }

    [Fact]
    public void Devices_account_for_every_byte_of_every_flow()
    {
        var bench = Measured(_facts.Value).Bench;
        var expected = new SortedDictionary<string, (long In, long Out)>(StringComparer.Ordinal);
        foreach (var (header, body) in _facts.Value.All.Where(f => f.Header.KindId == FlowEnded.Kind.Id))
        {
            var flow = MemoryMarshal.Read<FlowEnded>(body);
            Add(bench.Analysis.Devices.Find(header.Flow.Client), flow.BytesToClient, flow.BytesToServer);
            Add(bench.Analysis.Devices.Find(header.Flow.Server), flow.BytesToServer, flow.BytesToClient);
        }

        Assert.True(expected.Count > 5, $"{expected.Count} devices");
        Assert.Equal(expected, Bytes(_points.Value));

        void Add(Device? device, long toIt, long fromIt)
        {
            if (device is not null)
            {
                var (a, b) = expected.GetValueOrDefault(device.Id);
                expected[device.Id] = (a + toIt, b + fromIt);
            }
        }
    }

    [Fact]
    public void Every_command_asked_is_counted_for_both_who_asks_and_who_is_asked()
    {
        var asked = _facts.Value.All.Count(f => f.Header.KindId == DimseRequested.Kind.Id && MemoryMarshal.Read<DimseRequested>(f.Body) is { Command: 1, IsSubOperation: false });
        var stores = _points.Value.Where(p => p.Measurement == "sensor_command" && p["command"] == "C-STORE").ToList();

        Assert.True(asked > 10);
        Assert.Equal(asked, stores.Where(p => p["side"] == "asks").Sum(p => p.Number("count")));
        Assert.Equal(asked, stores.Where(p => p["side"] == "serves").Sum(p => p.Number("count")));
        Assert.All(stores.Where(p => p.Fields.ContainsKey("latency_p95")), p =>
        {
            Assert.InRange(p.Number("latency_p95"), p.Number("latency_min"), p.Number("latency_max"));
            Assert.InRange(p.Number("latency_mean"), p.Number("latency_min"), p.Number("latency_max"));
        });
    }

    [Fact]
    public void What_was_measured_stands_beside_what_the_model_expects()
    {
        var sizes = _points.Value.Where(p => p.Measurement == "sensor_expectation" && p["quantity"] == "dicom.bytes_per_object").ToList();
        Assert.NotEmpty(sizes);
        Assert.All(sizes, p => Assert.InRange(p.Number("observed_mean"), p.Number("observed_min"), p.Number("observed_max")));
        Assert.All(sizes.Where(p => p.Fields.ContainsKey("history")), p =>
        {
            Assert.True(p.Number("low") <= p.Number("typical") && p.Number("typical") <= p.Number("high"));
            Assert.True(p.Number("history") > 0);
        });
        Assert.Contains(sizes, p => p.Fields.ContainsKey("history"));
        Assert.Contains(_points.Value, p => p.Measurement == "sensor_expectation" && p.Fields.ContainsKey("score"));
    }

    [Fact]
    public void Health_counts_what_was_read()
    {
        var last = _points.Value.Last(p => p.Measurement == "sensor_health");
        var samples = _facts.Value.All.Where(f => f.Header.KindId == PartitionSample.Kind.Id).Select(f => MemoryMarshal.Read<PartitionSample>(f.Body)).ToList();
        Assert.Equal(CaptureReading.Of(RadiologyPath).Packets.Count, last.Number("packets"));
        Assert.Equal(samples.Sum(s => s.Packets), last.Number("packets"));
        Assert.Equal(_facts.Value.All.Count(f => f.Header.KindId == FlowStarted.Kind.Id), last.Number("flows"));
        Assert.True(last.Number("devices") > 5);
    }

    [Fact]
    public void Alerts_told_are_all_counted()
    {
        var (bench, lines) = Measured(_facts.Value, new LearningPlan(LearningMode.Auto, Middle));
        Assert.NotEmpty(bench.Alerts);
        Assert.Equal(
            bench.Alerts.GroupBy(a => (a.Severity.ToString().ToLowerInvariant(), a.Reason.Kind)).Select(g => (g.Key, g.Count())).Order(),
            Point.Read(lines).Where(p => p.Measurement == "sensor_alerts").GroupBy(p => (p["severity"]!, p["kind"]!)).Select(g => (g.Key, (int)g.Sum(p => p.Number("told")))).Order());
    }

    [Fact]
    public void Devices_beyond_the_bound_are_added_up()
    {
        var few = Point.Read(Measured(_facts.Value, settings: new SeriesSettings { Devices = 2 }).Lines);
        Assert.Equal(3, few.Select(p => p["device"]).OfType<string>().Distinct().Count());
        Assert.Contains(few, p => p["device"] == "other" && p["role"] is null);
        var (some, all) = (Bytes(few), Bytes(_points.Value));
        Assert.Equal(all.Values.Sum(b => b.In), some.Values.Sum(b => b.In));
        Assert.Equal(all.Values.Sum(b => b.Out), some.Values.Sum(b => b.Out));
        Assert.All(some.Where(b => b.Key != "other"), b => Assert.Equal(all[b.Key], b.Value));
    }

    [Fact]
    public void Nothing_is_written_that_the_catalogue_does_not_have()
    {
        var known = SeriesCatalogue.All.ToDictionary(m => m.Name);
        var points = Point.Read(Measured(_facts.Value, new LearningPlan(LearningMode.Auto, Middle)).Lines);
        Assert.All(points, p =>
        {
            var measurement = known[p.Measurement];
            Assert.Subset(measurement.Tags.Select(t => t.Name).Append("sensor").ToHashSet(), p.Tags.Keys.ToHashSet());
            Assert.All(p.Fields, f => Assert.Equal(f.Value.EndsWith('i'), measurement.Fields.Single(k => k.Name == f.Key).IsInteger));
        });

        // Those of the machine need one.
        string[] machine = ["sensor_machine", "sensor_thread", "sensor_queue", "sensor_interface", "sensor_receiver", "sensor_bound"];
        foreach (var measurement in SeriesCatalogue.All.Where(m => !machine.Contains(m.Name)))
        {
            var there = points.Where(p => p.Measurement == measurement.Name).ToList();
            Assert.Equal(measurement.Fields.Select(f => f.Name).Order(), there.SelectMany(p => p.Fields.Keys).Distinct().Order());
            Assert.Equal(measurement.Tags.Select(t => t.Name).Append("sensor").Order(), there.SelectMany(p => p.Tags.Keys).Distinct().Order());
        }
    }

    [Fact]
    public void An_hour_without_anything_has_no_points_and_begins_anew()
    {
        var meter = Meter(out var lines);
        Say(meter, Progress(1000), 3 * Second, ordinal: 1);
        Say(meter, Progress(500), (3600 * Second) + 1, ordinal: 2);
        meter.End();

        Assert.Equal([10 * Second, 3610 * Second], Point.Read(lines.ToString()).Select(p => p.Time).Distinct());
    }

    [Fact]
    public void What_the_packet_after_an_interval_tells_of_it_counts_for_it()
    {
        var meter = Meter(out var lines);
        Say(meter, Progress(1000), 3 * Second, ordinal: 1);

        // One partition's flow has ended with the packet that is the first of the next interval, before another partition tells what went by in the last one.
        Say(meter, new FlowEnded { BytesToServer = 7, PacketsToServer = 1 }, 10 * Second, ordinal: 2);
        Say(meter, Progress(200), 9 * Second, ordinal: 2);
        Say(meter, Progress(30), 11 * Second, ordinal: 3);
        meter.End();

        Assert.Equal([(10 * Second, 1200.0), (20 * Second, 37.0)], Point.Read(lines.ToString()).Where(p => p.Measurement == "sensor_traffic" && p["device"] == "dev-000001").Select(p => (p.Time, p.Number("bytes_out"))));
    }

    [Fact]
    public void A_clock_that_was_put_back_goes_on_from_there()
    {
        var meter = Meter(out var lines);
        Say(meter, Progress(1), 50_003 * Second, ordinal: 1);
        Say(meter, new CameShort { What = Shortcoming.ClockStepped, Count = 1 }, 13 * Second, ordinal: 2);
        Say(meter, Progress(2), 14 * Second, ordinal: 3);
        Say(meter, Progress(3), 24 * Second, ordinal: 4);
        meter.End();

        Assert.Equal([50_010 * Second, 20 * Second, 30 * Second], Point.Read(lines.ToString()).Select(p => p.Time).Distinct());
    }

    /// <summary>Two points of the same series and time would be one.</summary>
    [Fact]
    public void A_device_that_was_forgotten_is_not_taken_for_the_others()
    {
        var devices = new DeviceTable();
        devices.FindOrAdd(Sensor.Dissectors.Packets.IpAddress.FromV4(0x0A00_0001), 0, out _);
        devices.FindOrAdd(Sensor.Dissectors.Packets.IpAddress.FromV4(0x0A00_0002), 0, out _);
        var before = Make(devices, new StringBuilder());
        var (header, body) = Fact(Progress(1000), 3 * Second, ordinal: 1);
        before.Take(FlowProgress.Kind, in header, body, devices.All[0], devices.All[1]);
        var writer = new Sensor.State.PartWriter();
        before.Save(writer);

        var lines = new StringBuilder();
        var after = Make(new DeviceTable(), lines);
        var reader = new Sensor.State.PartReader(writer.Written);
        Assert.True(after.TryLoad(ref reader, new Sensor.State.PartOrigin(1, SameInput: true)));
        after.End();
        Assert.Equal(
            [("other", 1000.0), ("dev-000001", 0.0)],
            Point.Read(lines.ToString()).Where(p => p.Measurement == "sensor_traffic").Select(p => (p["device"]!, p.Number("bytes_in"))));

        static SeriesMeter Make(DeviceTable devices, StringBuilder lines) =>
            new(new SeriesSettings { Devices = 1 }, Sensor.Facts.ProtocolRegister.All, devices, _ => NoHealth, new Text(lines));
    }

    [Fact]
    public void A_fact_allocates_nothing_once_tables_have_grown()
    {
        var bench = new AnalysisBench(new LearningPlan(LearningMode.Auto, null), new StringBuilder());
        foreach (var fact in _facts.Value.All)
        {
            bench.Take(fact);
        }

        var meter = new SeriesMeter(new SeriesSettings { Interval = 3600 * Second }, Sensor.Facts.ProtocolRegister.All, bench.Analysis.Devices, _ => NoHealth, new Nobody());
        var (client, server) = (bench.Analysis.Devices.All[0], bench.Analysis.Devices.All[1]);
        var command = new Command("dicom", "C-STORE");
        var quantity = new Quantity("dicom.answer_time", "µs", "time", IsDuration: true);
        var judgement = new Judgement { Verdict = Sensor.Models.Verdict.Expected, Score = 3, Expected = new Expected(1, 2, 3, 9, 0) };
        var progress = Fact(Progress(1000), 3 * Second, 1);
        var ended = Fact(new FlowEnded { BytesToClient = 1, PacketsToClient = 1 }, 4 * Second, 1);

        Hear();
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Hear();
            }
        }));

        void Hear()
        {
            meter.Take(FlowProgress.Kind, in progress.Header, progress.Body, client, server);
            meter.Take(FlowEnded.Kind, in ended.Header, ended.Body, client, server);
            meter.Acted(client, server, command);
            meter.Concluded(client, server, command, Sensor.Dissectors.Contract.Outcome.Failure);
            meter.Measured(quantity, 1234);
            meter.Rated(server, 1, quantity, 1234, in judgement);
            meter.Judged(server, in judgement);
        }
    }

    private static string RadiologyPath => Path.Combine(Machine.Root, "pcaps", "radiology.pcap");

    /// <summary>Half way through: what comes behind it is judged.</summary>
    private static long Middle => _facts.Value.All[_facts.Value.All.Count / 2].Header.Time;

    private static HealthReading NoHealth { get; } = new()
    {
        Counted = default, LostBytes = 0, Holes = 0, Devices = 0, MatureDevices = 0, IsLearningPaused = false, LearningPauses = 0, Alerts = 0, AlertsFolded = 0, AlertsWithheld = 0, AlertsMuted = 0, Incidents = 0, Shortcomings = [],
    };

    private static RecordedFacts Recorded(int workers) => RecordedFacts.Of(RadiologyPath, workers);

    private static (AnalysisBench Bench, string Lines) Measured(RecordedFacts facts, LearningPlan? plan = null, SeriesSettings? settings = null)
    {
        var points = new StringBuilder();
        var bench = new AnalysisBench(plan ?? new LearningPlan(LearningMode.Auto, Middle), new StringBuilder(), points, settings);
        foreach (var fact in facts.All)
        {
            bench.Take(fact);
        }

        bench.Analysis.End();
        bench.Meter!.End();
        return (bench, points.ToString());
    }

    private static SortedDictionary<string, (long In, long Out)> Bytes(IReadOnlyList<Point> points) =>
        new(points.Where(p => p.Measurement == "sensor_traffic").GroupBy(p => p["device"]!).ToDictionary(g => g.Key, g => ((long)g.Sum(p => p.Number("bytes_in")), (long)g.Sum(p => p.Number("bytes_out")))), StringComparer.Ordinal);

    private static SeriesMeter Meter(out StringBuilder lines)
    {
        lines = new StringBuilder();
        return new SeriesMeter(new SeriesSettings(), Sensor.Facts.ProtocolRegister.All, _inventory.Value, _ => NoHealth, new Text(lines));
    }

    private static readonly Lazy<DeviceTable> _inventory = new(() =>
    {
        var devices = new DeviceTable();
        devices.FindOrAdd(Sensor.Dissectors.Packets.IpAddress.FromV4(0x0A00_0001), 0, out _);
        return devices;
    });

    private static void Say<T>(SeriesMeter meter, T fact, long time, long ordinal)
        where T : unmanaged, IFact<T>
    {
        var (header, body) = Fact(fact, time, ordinal);
        meter.Take(T.Kind, in header, body, _inventory.Value.All[0], null);
    }

    private static (FactHeader Header, byte[] Body) Fact<T>(T fact, long time, long ordinal)
        where T : unmanaged, IFact<T> =>
        (new FactHeader { Time = time, Ordinal = ordinal, KindId = T.Kind.Id }, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in fact)).ToArray());

    private static FlowProgress Progress(long bytes) => new() { Amount = new TrafficAmount { BytesToServer = bytes, PacketsToServer = 1 } };

    private sealed class Text(StringBuilder lines) : ISeriesTaker
    {
        public void Take(long time, ReadOnlySpan<byte> more) => lines.Append(Encoding.UTF8.GetString(more));
    }

    private sealed class Nobody : ISeriesTaker
    {
        public void Take(long time, ReadOnlySpan<byte> lines)
        {
        }
    }
}
