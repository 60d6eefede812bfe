using Sensor.Inventory;
using Sensor.Models;
using Sensor.State;

namespace Sensor.Detection;

/// <summary>Watches whether learning leads anywhere: a sensor that never comes to judge looks just like a quiet network.</summary>
internal sealed class LearningWatch(IAilmentListener listener) : IStatePart
{
    /// <summary>Nanoseconds of packet time without learning that are told.</summary>
    public const long LongPause = 1800L * 1_000_000_000;

    /// <summary>Nanoseconds of packet time after which a device that works should be known.</summary>
    public const long LongLearning = 7 * Day;

    private const long Day = 86_400L * 1_000_000_000;

    /// <summary>Share of the devices seen for so long that can't be judged, from which on it is told.</summary>
    private const double MuchStalled = 0.5;

    private long _nextLook = long.MinValue;

    /// <summary>Looks now and then.</summary>
    /// <param name="pauses">Whether learning goes on.</param>
    /// <param name="devices">All devices; they are looked at once a day.</param>
    /// <param name="mode">How is learnt.</param>
    /// <param name="settings">When a device is known.</param>
    /// <param name="now">Packet time.</param>
    /// <param name="ordinal">The latest packet.</param>
    public void Look(LearningPauses pauses, IReadOnlyList<Device> devices, LearningMode mode, ModelSettings settings, long now, long ordinal)
    {
        if (pauses.PausedSince is { } since && now - since >= LongPause)
        {
            listener.Found(new AilmentReport(Ailment.LearningPaused, (now - since) / 1e9, 0, LongPause / 1e9, since, now, ordinal));
        }

        if (now < _nextLook)
        {
            return;
        }

        // Nothing has been seen for long on the first day.
        var isFirst = _nextLook == long.MinValue;
        _nextLook = now + Day;
        if (!isFirst && mode == LearningMode.Auto)
        {
            LookAtDevices(devices, settings, now, ordinal);
        }
    }

    public string Name => "learning_watch";

    public int Version => 1;

    public void Save(PartWriter writer) => writer.Int64(_nextLook);

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        var next = reader.Int64();
        _nextLook = origin.SameInput ? next : long.MinValue;
        return reader.Complete;
    }

    private static Lacking FirstOf(in Maturity maturity) =>
        maturity.Observations == 0 ? Lacking.Observations : !maturity.Relations.IsNone ? maturity.Relations.Lacking : !maturity.Rates.IsNone ? maturity.Rates.Lacking : maturity.Sequences.Lacking;

    private void LookAtDevices(IReadOnlyList<Device> devices, ModelSettings settings, long now, long ordinal)
    {
        var (old, stalled, from) = (0, 0, now);
        var lacks = new int[Enum.GetValues<Lacking>().Length];
        foreach (var device in devices)
        {
            // Who doesn't work any more, or never did what could be learnt, isn't waited for.
            if (device.LastSeen - device.FirstSeen < LongLearning || now - device.LastSeen > Day || device.Acts == 0)
            {
                continue;
            }

            old++;
            var maturity = device.Model.MaturityAt(now, settings);
            if (!maturity.IsMature)
            {
                stalled++;
                from = Math.Min(from, device.FirstSeen);
                lacks[(int)FirstOf(in maturity)]++;
            }
        }

        if (old > 0 && stalled >= MuchStalled * old)
        {
            var most = (Lacking)Array.IndexOf(lacks, lacks.Max());
            listener.Found(new AilmentReport(Ailment.LearningStalled, stalled, old, Math.Ceiling(MuchStalled * old), from, now, ordinal) { Name = most.ToString() });
        }
    }
}
