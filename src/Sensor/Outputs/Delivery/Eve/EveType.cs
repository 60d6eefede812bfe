using Sensor.Options.Keys;
using Sensor.Yaml;

namespace Sensor.Outputs.Delivery.Eve;

/// <summary><c>type: eve</c>: a file of EVE JSON lines.</summary>
internal sealed class EveType : IReceiverType
{
    private const long Second = 1_000_000_000, Day = 86_400 * Second;

    private static readonly Field File_ = new("path", "path", Field.Required, "The file. Lines are added to what it has; SIGHUP has it opened anew.");
    private static readonly Field RotateSize = new("rotate_size", "MiB, 1 to 1,048,576", "none", "At this size the file is put aside under a name with the time, and a new one begun.");
    private static readonly Field RotateTime = new("rotate_time", "time, 1s to 365d", "none", "The same when the clock comes to a multiple of this: `1h` at each full hour, `1d` at midnight UTC.");
    private static readonly Field Keep = new("keep", "files, 1 to 10,000", "all", "Files put aside that are kept, the latest.");
    private static readonly Field Gzip = new("gzip", "true, false", "false", "Files put aside are compressed.");

    public string Name => "eve";

    public IReadOnlyList<string> DefaultEvents => EventTypes.OfLines;

    public IReadOnlyList<Field> Fields { get; } = [File_, RotateSize, RotateTime, Keep, Gzip];

    public ReceiverSettings? Read(YamlMap item, ReceiverCommon common)
    {
        var path = item[File_] is { } file ? Make.Located(file).Value : null;
        var settings = new EveSettings(common, path ?? "")
        {
            RotateBytes = item[RotateSize]?.AsWhole(1, 1 << 20) << 20,
            RotateEvery = item[RotateTime]?.AsDuration(Second, 365 * Day) is { } time ? TimeSpan.FromTicks(time / 100) : null,
            Keep = (int?)item[Keep]?.AsWhole(1, 10_000),
            Gzip = item[Gzip]?.AsFlag() ?? false,
        };
        return path is null ? null : settings;
    }
}

/// <param name="Common">What all receivers have.</param>
/// <param name="Path">The file.</param>
internal sealed record EveSettings(ReceiverCommon Common, string Path) : ReceiverSettings(Common)
{
    public override string Type => "eve";

    public long? RotateBytes { get; init; }

    public TimeSpan? RotateEvery { get; init; }

    /// <summary>Files put aside that are kept; null: all.</summary>
    public int? Keep { get; init; }

    public bool Gzip { get; init; }

    /// <summary>A run makes folders, for the user it runs as; a test doesn't.</summary>
    public override string? ObstacleToTest =>
        System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) is { } folder && !Directory.Exists(folder) ? $"there is no folder {folder}; a run makes it" : null;

    public override IReceiver Open(SenderIdentity sender) => new EveReceiver(this, TimeProvider.System);
}
