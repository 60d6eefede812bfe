using Sensor.State;

namespace Sensor.Alerts;

/// <summary>Which alerts one thing hides that people don't want to hear of.</summary>
/// <param name="SignatureId">Number of the reason; 0: any.</param>
/// <param name="Device">Number of the device; 0: the sensor itself, -1: any.</param>
/// <param name="Peer">Number of the other end; 0: none, -1: any.</param>
/// <param name="Story">What tells its story from others of the same reason; null: any.</param>
internal readonly record struct MuteKey(int SignatureId, int Device, int Peer, string? Story)
{
    private const int Any = -1;

    /// <summary>What a muting hides of the like of a matter.</summary>
    public static MuteKey Of(in Matter matter, MuteScope scope) => scope switch
    {
        MuteScope.Pair => new(matter.SignatureId, matter.Device, matter.Peer ?? 0, null),
        MuteScope.Device => new(matter.SignatureId, matter.Device, Any, null),
        MuteScope.Reason => new(matter.SignatureId, Any, Any, null),
        MuteScope.AllOfDevice => new(0, matter.Device, Any, null),
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, null),
    };

    /// <summary>The very same matter.</summary>
    public static MuteKey Of(in Matter matter) => new(matter.SignatureId, matter.Device, matter.Peer ?? 0, matter.Story);

    /// <summary>What a deed hides, each once; none of what doesn't hide.</summary>
    public static IReadOnlyList<MuteKey> Of(JournalEntry deed) => deed switch
    {
        { Verb: JournalVerb.Mute } => [.. deed.About.Select(m => Of(in m, deed.Scope)).Distinct()],

        // Models are told what to expect; rules can't be.
        { Verb: JournalVerb.Close, Verdict: Verdict.BenignExpected } => [.. deed.About.Where(m => m.Judged is null).Select(m => Of(in m)).Distinct()],
        _ => [],
    };

    /// <summary>All keys that hide an alert.</summary>
    public static MuteKey[] AllOf(Matter alert) =>
    [
        Of(in alert), Of(in alert, MuteScope.Pair), Of(in alert, MuteScope.Device), Of(in alert, MuteScope.Reason), Of(in alert, MuteScope.AllOfDevice),
    ];
}
