using System.Globalization;
using System.Reflection;
using Scorecard.Feed;
using Sensor.Models;

namespace Scorecard.Sensitivity;

/// <summary>The sensor with one default set otherwise.</summary>
/// <param name="Setting">Which.</param>
/// <param name="Factor">Times the default, before it is rounded to a whole number where it must be one.</param>
/// <param name="Default">As it is shipped, in words.</param>
/// <param name="Value">What it is set to, in words.</param>
/// <param name="Options">The sensor.</param>
internal sealed record Variation(string Setting, double Factor, string Default, string Value, SensorOptions Options);

/// <param name="Setting">Which default; its value where it could be set.</param>
/// <param name="Why">It wasn't tried.</param>
internal sealed record NotTried(string Setting, string Why);

/// <summary>Every default that can be set from outside the models, half as much again and half of it, one at a time.</summary>
internal static class Variations
{
    private static readonly double[] Factors = [0.5, 1.5];

    private static readonly SensorOptions Shipped = new();

    /// <summary>Where a setting means anything; everywhere else any positive value does.</summary>
    private static readonly Dictionary<string, (double Least, double Most)> Ranges = new()
    {
        [nameof(ModelSettings.KnownAfterDays)] = (3, 6),
        [nameof(ModelSettings.Budget)] = (0, 1),
        [nameof(ModelSettings.MaxCorrelation)] = (0, 0.99),
    };

    /// <summary>Constants that are no settings.</summary>
    private static readonly NotTried[] OutOfReach =
    [
        new("bounds of memory (how many relations, features, tokens, transitions a device may have)", "they are part of the saved layout"),
        new("in rates: residuals and sums before the first judgement, the first scale, clipping of values, exceedances before a shape is fitted, widening and scale of the tail", "constants inside the models"),
        new("in sequences and relations: how long a transition or a name is remembered at most", "constants inside the models"),
        new("thresholds and windows of the shipped rules", "each rule has its own; they are data, and all of them together were left out once (the sensor without rules)"),
        new("when the mirror counts as silent", "it alerts on the sensor, not on devices"),
    ];

    private static readonly (List<Variation> Tried, List<NotTried> Not) Made = Make();

    public static IReadOnlyList<Variation> All => Made.Tried;

    public static IReadOnlyList<NotTried> Left => Made.Not;

    private static (List<Variation> Tried, List<NotTried> Not) Make()
    {
        var (tried, not) = (new List<Variation>(), new List<NotTried>());
        foreach (var property in typeof(ModelSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            foreach (var factor in Factors)
            {
                var usual = property.GetValue(Shipped.Models)!;
                var value = Scaled(usual, factor);
                if (Ranges.TryGetValue(property.Name, out var range) && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && (number < range.Least || number > range.Most))
                {
                    not.Add(new NotTried($"{property.Name} {Text(value)}", $"outside of {Text(range.Least)} to {Text(range.Most)}"));
                    continue;
                }

                // A copy: nobody else's settings change.
                var models = Shipped.Models with { };
                property.SetValue(models, value);
                tried.Add(new Variation(property.Name, factor, Text(usual), Text(value), Shipped with { Models = models }));
            }
        }

        tried.AddRange(Factors.Select(f => (Factor: f, Quiet: (long)(Shipped.Quiet * f))).Select(q =>
            new Variation("quiet after which an incident is over", q.Factor, Text(TimeSpan.FromTicks(Shipped.Quiet / 100)), Text(TimeSpan.FromTicks(q.Quiet / 100)), Shipped with { Quiet = q.Quiet })));
        return (tried, [.. not, .. OutOfReach]);
    }

    private static object Scaled(object value, double factor) => value switch
    {
        double d => d * factor,
        int i => (int)Math.Round(i * factor, MidpointRounding.AwayFromZero),
        TimeSpan t => t * factor,
        _ => throw new NotSupportedException($"Nobody has said how to scale a {value.GetType().Name}."),
    };

    private static string Text(object value) => value switch
    {
        TimeSpan { TotalDays: >= 2 } t => string.Create(CultureInfo.InvariantCulture, $"{t.TotalDays:0.#} d"),
        TimeSpan { TotalHours: >= 1 } t => string.Create(CultureInfo.InvariantCulture, $"{t.TotalHours:0.#} h"),
        TimeSpan t => string.Create(CultureInfo.InvariantCulture, $"{t.TotalMinutes:0.#} min"),
        double d => d.ToString("0.####", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
