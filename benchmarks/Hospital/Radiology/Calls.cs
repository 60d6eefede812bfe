using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Radiology;

/// <summary>How imaging hosts call each other: as fast as the slower of both, answered at the called one's pace, more slowly in the busy hours.</summary>
internal sealed class Calls(Site site)
{
    private readonly List<(Host Host, long From, long Until)> _outages = [];

    public void Fail(Host host, long from, long until) => _outages.Add((host, from, until));

    public bool IsDown(Host host, long time)
    {
        foreach (var outage in _outages)
        {
            if (outage.Host == host && outage.From <= time && time < outage.Until)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A talk that begins now.</summary>
    /// <param name="dice">Of whoever calls.</param>
    /// <param name="from">Caller.</param>
    /// <param name="to">Called.</param>
    /// <param name="classes">Contexts.</param>
    /// <param name="syntaxes">Transfer syntaxes.</param>
    /// <param name="isSecond">The called one's second entity is meant.</param>
    /// <param name="calledTitle">Another title than it has; empty: its own.</param>
    public DicomTalk Between(
        Dice dice, ImagingUnit from, ImagingUnit to, IReadOnlyList<string> classes, IReadOnlyList<string> syntaxes, bool isSecond = false, string calledTitle = "")
    {
        var hour = Calendar.Hour(site.Life.Now);
        var load = hour is > 8 and < 17 && !Calendar.IsQuietDay(site.Life.Now) ? 1.3 : 1;
        return new DicomTalk(site.Life, dice, site.Life.Now, from.Entity, isSecond ? to.Second : to.Entity, classes, syntaxes)
        {
            Speed = Math.Min(from.Profile.Speed, to.Profile.Speed) / dice.LogNormal(1.15, 0.15),
            AnswerTime = Nanos.Seconds(to.Profile.AnswerMilliseconds / 1000 * load * dice.LogNormal(1, 0.15)),
            CalledTitle = calledTitle,
            Declined = Profiles.PrivateClasses,
            DeliverySyntaxes = to.Profile.TransferSyntaxes,
        };
    }

    /// <summary>Verification.</summary>
    public void Echo(Dice dice, ImagingUnit from, ImagingUnit to)
    {
        var talk = Between(dice, from, to, [Uids.Verification], [Uids.ImplicitLittleEndian]);
        if (IsDown(to.Host, site.Life.Now))
        {
            talk.BeUnreachable();
        }
        else
        {
            talk.Associate().Echo().Release();
        }
    }
}
