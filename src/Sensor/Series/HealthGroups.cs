using Sensor.Capture.Live;
using Sensor.Outputs.Delivery;

namespace Sensor.Series;

/// <summary>Every number about the sensor itself, declared once: the points, the metrics and their descriptions are made of it.</summary>
internal static class HealthGroups
{
    private static readonly HealthField<HealthReading>[] Sensor =
    [
        Counter<HealthReading>("packets", "packet", "packets read", r => r.Counted.Packets),
        Counter<HealthReading>("bytes", "byte", "their bytes on the wire", r => r.Counted.Bytes),
        Counter<HealthReading>("truncated_packets", "packet", "packets of which the capture has only the beginning", r => r.Counted.Truncated),
        Counter<HealthReading>("undecodable_packets", "packet", "packets whose headers are of no known kind, or wrong", r => r.Counted.Undecodable),
        Counter<HealthReading>("duplicate_packets", "packet", "packets that the mirror showed twice", r => r.Counted.Duplicates),
        Counter<HealthReading>("filtered_packets", "packet", "packets that the filter kept out", r => r.Counted.Filtered),
        Counter<HealthReading>("flows", "flow", "flows begun", r => r.Counted.Flows),
        Counter<HealthReading>("flows_evicted", "flow", "flows and streams that gave way at a bound", r => r.Counted.Evicted),
        Gauge<HealthReading>("gaps", "hole", "holes in streams since the beginning: bytes that were on the wire and aren't in the capture; fewer again where those came late", r => r.Holes),
        Gauge<HealthReading>("gap_bytes", "byte", "bytes of these holes", r => r.LostBytes),
        Counter<HealthReading>("resyncs", "resync", "times a dissector lost its place in a stream and found it again", r => r.Counted.Resyncs),
        Counter<HealthReading>("conflicts", "conflict", "times the same range of a stream came with other bytes", r => r.Counted.Conflicts),
        Gauge<HealthReading>("devices", "device", "devices in the inventory", r => r.Devices),
        Gauge<HealthReading>("mature_devices", "device", "devices that are judged by their own history; counted every ten minutes", r => r.MatureDevices),
        Gauge<HealthReading>("learning_paused", "0 or 1", "1 while nothing is learnt because much is being lost", r => r.IsLearningPaused ? 1 : 0),
        Counter<HealthReading>("learning_pauses", "pause", "times learning paused", r => r.LearningPauses),
        Counter<HealthReading>("alerts", "alert", "alerts told", r => r.Alerts),
        Counter<HealthReading>("alerts_folded", "alert", "alerts that were part of a story told already", r => r.AlertsFolded),
        Counter<HealthReading>("alerts_withheld", "alert", "alerts over the bound of a minute", r => r.AlertsWithheld),
        Counter<HealthReading>("alerts_muted", "anomaly", "anomalies that weren't told because somebody had muted the like of them", r => r.AlertsMuted),
        Counter<HealthReading>("incidents", "incident", "incidents opened", r => r.Incidents),
    ];

    private static readonly HealthField<MachineReading>[] Machine =
    [
        Gauge<MachineReading>("memory", "byte", "the process in memory", r => r.Memory),
        Gauge<MachineReading>("heap", "byte", "managed heap in use", r => r.Heap),
        Counter<MachineReading>("allocated_bytes", "byte", "bytes allocated on the managed heap", r => r.Allocated),
        Counter<MachineReading>("gc0", "collection", "collections of generation 0", r => r.Collections[0]),
        Counter<MachineReading>("gc1", "collection", "collections of generation 1", r => r.Collections[1]),
        Counter<MachineReading>("gc2", "collection", "collections of generation 2", r => r.Collections[2]),
        Counter<MachineReading>("cpu_seconds", "second", "processor time of all threads", r => r.CpuSeconds) with { IsInteger = false },
    ];

    private static readonly HealthField<InterfaceStatistics>[] Interface =
    [
        Counter<InterfaceStatistics>("packets", "packet", "packets taken from the kernel", i => i.Packets),
        Counter<InterfaceStatistics>("kernel_drops", "packet", "packets dropped because the kernel's buffer was full", i => i.KernelDrops),
        Counter<InterfaceStatistics>("interface_drops", "packet", "packets dropped by the interface or its driver", i => i.InterfaceDrops),
        Counter<InterfaceStatistics>("ring_drops", "packet", "packets dropped because the workers were behind", i => i.LateDrops),
        Counter<InterfaceStatistics>("absences", "absence", "times it couldn't be listened to any more", i => i.Absences),
    ];

    private static readonly HealthField<ReceiverStatus>[] Receiver =
    [
        Counter<ReceiverStatus>("kept", "thing", "things given to its spool", r => r.Kept),
        Counter<ReceiverStatus>("sent", "thing", "things that it took", r => r.Sent),
        Gauge<ReceiverStatus>("waiting", "thing", "things that wait for it", r => r.Waiting),
        Gauge<ReceiverStatus>("in_memory", "thing", "of those, what is in memory only", r => r.InMemory),
        Counter<ReceiverStatus>("refused", "thing", "things that it will never take; set aside", r => r.Refused),
        Counter<ReceiverStatus>("dropped", "thing", "things for which there was no room", r => r.Dropped),
        Counter<ReceiverStatus>("attempts", "call", "calls, successful or not", r => r.Attempts),
        Gauge<ReceiverStatus>("unreachable", "0 or 1", "1 while it can't be reached", r => r.IsUnreachable ? 1 : 0),
    ];

    /// <summary>In the order in which points and metrics are written.</summary>
    public static IReadOnlyList<HealthGroup> All { get; } =
    [
        new HealthGroup<HealthReading>(
            new Measurement("sensor_health", "What the sensor read, lost and knows. The same in every replay of the same input.", [], []), "sensor_", r => [("", r)], Sensor),
        new HealthGroup<long>(
            new Measurement(
                "sensor_bound", "What gave way at a bound, and clocks that weren't believed. The same in every replay of the same input.",
                [new SeriesTag("bound", "name of the [health](events.md#events) event; some 25")], []),
            "sensor_bound_", r => r.Shortcomings, [Counter<long>("reached", "time", "how often it gave way", count => count)]) { IsSparse = true },
        new HealthGroup<MachineReading>(
            new Measurement("sensor_machine", "What the process takes of the machine. Only while listening, or with `series.machine`.", [], []), "sensor_process_", r => OfMachine<MachineReading>(r, m => [("", m)]), Machine),
        new HealthGroup<double>(
            new Measurement(
                "sensor_thread", "Load of each thread. Only while listening, or with `series.machine`.",
                [new SeriesTag("thread", "`worker 0`, `worker 1`, …, `analysis`, `events`")], []),
            "sensor_thread_", r => OfMachine(r, m => m.Threads), [Counter<double>("cpu_seconds", "second", "its processor time: the growth in a second is its load", s => s) with { IsInteger = false }]),
        new HealthGroup<int>(
            new Measurement(
                "sensor_queue", "How far the analysis is behind each worker. Only while listening, or with `series.machine`.", [new SeriesTag("worker", "`0`, `1`, …; at most 64")], []),
            "sensor_queue_", r => OfMachine(r, m => m.Queues.Select((n, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), n))),
            [Gauge<int>("batches", "batch", "batches of facts that wait for the analysis", n => n)]),
        new HealthGroup<InterfaceStatistics>(
            new Measurement("sensor_interface", "What was captured and dropped. Only while listening.", [new SeriesTag("interface", "those listened to")], []),
            "sensor_interface_", r => OfMachine<InterfaceStatistics>(r, m => m.Capture?.Interfaces.Select(i => (i.Name, i)) ?? []), Interface),
        new HealthGroup<ReceiverStatus>(
            new Measurement("sensor_receiver", "What is sent elsewhere. Only while listening, or with `series.machine`.", [new SeriesTag("receiver", "names of `output.receivers`")], []),
            "sensor_receiver_", r => OfMachine(r, m => m.Receivers.Select(s => (s.Name, s))), Receiver),
    ];

    private static IEnumerable<(string Tag, TRow Row)> OfMachine<TRow>(HealthReading reading, Func<MachineReading, IEnumerable<(string Tag, TRow Row)>> rows) =>
        reading.Machine is { } machine ? rows(machine) : [];

    private static HealthField<TRow> Counter<TRow>(string name, string unit, string meaning, Func<TRow, double> read) => new(name, unit, meaning, read) { IsCounter = true };

    private static HealthField<TRow> Gauge<TRow>(string name, string unit, string meaning, Func<TRow, double> read) => new(name, unit, meaning, read);
}
