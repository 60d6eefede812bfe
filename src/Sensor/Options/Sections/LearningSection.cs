using Sensor.Models;
using Sensor.Options.Keys;

namespace Sensor.Options.Sections;

/// <summary>How devices are learnt.</summary>
internal static class LearningSection
{
    public static readonly Key<LearningMode> Mode = Make.OneOf(
        "mode", LearningMode.Auto, [.. Enum.GetNames<LearningMode>().Select(n => n.ToLowerInvariant())],
        "`auto`: each device is judged by its own evidence; `learn`: only rules alert; `detect`: what is known stays as it is.", reloads: true);

    public static readonly Key<string?> Until = Make.Text(
        "until", text => LearnUntil.TryParse(text, out _) ? null : $"Here belongs an ISO 8601 time, or +30m, +2d and the like, not '{text}'.",
        "ISO 8601 time, or `+` and a time from the first packet",
        "Until then only rules alert; then everything seen so far is what is normal.");

    public static readonly Key<double> FalseAlerts = Make.Number(
        "false_alerts", ModelSettings.Default.Budget, 0.01, 30, "alerts a device and month",
        "False alerts that models may raise, as they expect. Less is quieter and misses more.");

    public static readonly Key<long> KnownAfter = Make.Whole(
        "known_after", ModelSettings.Default.KnownAfterDays, 3, 6, "days", "Different days on which something surprising has to recur until it is normal.");

    public static Section Section { get; } = new("learning", "How devices are learnt.", Mode, Until, FalseAlerts, KnownAfter);

    public static ModelSettings ModelsOf(Settings settings) => new() { Budget = settings.Of(FalseAlerts), KnownAfterDays = (int)settings.Of(KnownAfter) };
}
