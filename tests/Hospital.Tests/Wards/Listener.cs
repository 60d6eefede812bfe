using System.Diagnostics;
using Hospital.Sites;

namespace Hospital.Tests.Wards;

/// <summary>Keeps what it hears, or only counts it.</summary>
internal sealed class Listener(Action<Step> hear) : IStepTaker
{
    private static readonly Dictionary<(int Devices, int Weeks), IReadOnlyList<Step>> Heard = [];

    public long Steps { get; private set; }

    public long Last { get; private set; }

    public bool IsOrdered { get; private set; } = true;

    public void Take(in Step step)
    {
        IsOrdered &= step.Time >= Last;
        Last = step.Time;
        Steps++;
        hear(step);
    }

    public void End(long time) => Last = time;

    public static SiteParameters Parameters(int devices, int weeks, ulong seed = 2) => SiteParameters.Of(seed, devices) with { Weeks = weeks };

    /// <summary>All that is said in a site's first weeks; heard once for all who ask.</summary>
    public static IReadOnlyList<Step> Hear(int devices, int weeks)
    {
        lock (Heard)
        {
            if (!Heard.TryGetValue((devices, weeks), out var steps))
            {
                var all = new List<Step>();
                Run.Play(Parameters(devices, weeks), null, new Listener(all.Add));
                Heard[(devices, weeks)] = steps = all;
            }

            return steps;
        }
    }

    /// <summary>How long it took, and how much there was, by language.</summary>
    public static string Measure(int devices, int weeks)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        var listener = new Listener(step =>
        {
            var name = step.Saying is Sayings.Hl7Message { AckCode: "" } message ? $"{message.Type}^{message.Trigger}" : $"{step.Conversation.Language} {step.Conversation.Server.Role}";
            counts[name] = counts.GetValueOrDefault(name) + 1;
        });
        var (site, _) = Run.Play(Parameters(devices, weeks), null, listener);
        var seconds = watch.Elapsed.TotalSeconds;
        return $"{devices} devices: {site.Hosts.Count} hosts, {listener.Steps} steps in {weeks} weeks, {listener.Steps * 10 / weeks / 1e6:0.00} M in ten, {seconds * 10 / weeks:0.0} s for ten\n"
            + string.Join('\n', counts.Select(c => $"  {c.Key}: {c.Value / 7.0 / weeks:0} a day"));
    }
}
