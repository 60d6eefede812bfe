using Hospital.Kernel;
using Hospital.Sites;

namespace Hospital.Mirror;

/// <summary>
/// How much a mirror port loses, hour by hour: next to nothing most of the time, more in busy hours, and some per cent for a while when the switch is overloaded. Public
/// because what is lost isn't the generator's traffic but the observer's view of it.
/// </summary>
public sealed class MirrorShare
{
    private readonly double _ordinary;
    private readonly List<(long From, long Until, double Share)> _overloads = [];

    public MirrorShare(SiteParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _ordinary = parameters.MirrorLoss;
        if (!parameters.HasNuisances || _ordinary <= 0)
        {
            return;
        }

        var dice = new Dice(parameters.Seed, "mirror");
        for (var at = parameters.Start + Nanos.Days(dice.Exponential(6)); at < parameters.End; at += Nanos.Days(dice.Exponential(6)))
        {
            _overloads.Add((at, at + Nanos.Minutes(dice.LogNormal(25, 0.7)), dice.LogNormal(0.01, 0.9)));
        }
    }

    /// <summary>Share of packets lost at an instant.</summary>
    public double At(long time)
    {
        foreach (var (from, until, share) in _overloads)
        {
            if (time >= from && time < until)
            {
                return Math.Min(share, 0.05);
            }
        }

        return Calendar.IsQuietDay(time) || Calendar.Hour(time) is < 7 or > 18 ? _ordinary / 4 : _ordinary;
    }
}
