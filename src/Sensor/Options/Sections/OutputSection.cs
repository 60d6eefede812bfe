using Sensor.Options.Keys;
using Sensor.Outputs.Delivery;
using Sensor.Yaml;

namespace Sensor.Options.Sections;

/// <summary>Where results go.</summary>
internal static class OutputSection
{
    private const long Millisecond = 1_000_000, Second = 1_000 * Millisecond, Minute = 60 * Second;

    public static readonly Key<string?> Directory = Make.Path("directory", "Folder of the five result files; those of an earlier run are replaced.");

    public static readonly Key<IReadOnlyList<ReceiverSettings>> Receivers = new("receivers", [], (v, _) => (ReceiverItems.Read(v), true))
    {
        Type = "list", Meaning = "Who is sent alerts and events; see [outputs](outputs.md).", DefaultWords = "none", Fields = ReceiverItems.Fields,
    };

    public static readonly Key<string?> Spool = new("spool", null, (v, _) => Make.Located(v), YamlText.OfScalar)
    {
        Type = "path", Meaning = "Folder in which what is sent waits while a receiver is down.", DefaultWords = "`spool` in `state.directory`; without one, memory",
    };

    public static readonly Key<long> SpoolSize = Make.Whole("spool_size", 256, 1, 1 << 20, "MiB for each receiver", "How much may wait in the spool; a quarter of it is for alerts alone.");

    public static readonly Key<long> Retry = Make.Time("retry", Second, 10 * Millisecond, Minute, "The first wait after a failure; each further one is twice as long, up to a minute.");

    public static readonly Key<long> Drain = Make.Time("drain", 5 * Second, Millisecond, 60 * Minute, "How long the end of a run waits for receivers to take what waits.");

    public static Section Section { get; } = new("output", "Where results go.", Directory, Receivers, Spool, SpoolSize, Retry, Drain);

    /// <summary>What is sent where.</summary>
    /// <param name="settings">What was read.</param>
    /// <param name="state">The state directory, where the spool is unless it has a folder of its own; null: none.</param>
    public static DeliverySettings DeliveryOf(Settings settings, string? state) => new()
    {
        Receivers = settings.Of(Receivers),
        Folder = settings.Of(Spool) ?? (state is null ? null : Path.Combine(state, "spool")),
        Bytes = settings.Of(SpoolSize) << 20,
        Retry = TimeSpan.FromTicks(settings.Of(Retry) / 100),
        Drain = TimeSpan.FromTicks(settings.Of(Drain) / 100),
    };
}
