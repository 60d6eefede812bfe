using Sensor.Options.Keys;

namespace Sensor.Options;

/// <summary>What came of reading the configuration again.</summary>
/// <param name="Refused">It is wrong; what held holds on.</param>
/// <param name="Changed">Keys that have other values from now on.</param>
/// <param name="NextStart">Keys whose other values wait for the next start.</param>
/// <param name="Text">In a sentence.</param>
internal sealed record ConfigurationChange(bool Refused, IReadOnlyList<string> Changed, IReadOnlyList<string> NextStart, string Text)
{
    public static ConfigurationChange Refusal(string reason) => new(true, [], [], $"The configuration was read again and is refused, what held holds on: {reason}");

    /// <param name="start">What held at the start.</param>
    /// <param name="before">What held until now.</param>
    /// <param name="after">What was read.</param>
    public static ConfigurationChange Between(Settings start, Settings before, Settings after)
    {
        var keys = SectionRegister.All.SelectMany(s => s.Keys).ToList();
        var changed = keys.Where(k => k.Reloads && Differs(k, before, after)).Select(k => k.Path).ToList();
        var nextStart = keys.Where(k => !k.Reloads && Differs(k, start, after)).Select(k => k.Path).ToList();
        var now = changed.Count == 0 ? "nothing has changed" : $"{string.Join(", ", changed)} changed";
        var later = nextStart.Count == 0 ? "" : $"; {string.Join(", ", nextStart)} {(nextStart.Count == 1 ? "takes" : "take")} effect at the next start";
        return new(false, changed, nextStart, $"The configuration was read again: {now}{later}.");
    }

    private static bool Differs(Key key, Settings a, Settings b) => a.SettingOf(key).Text != b.SettingOf(key).Text;
}
