using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>
/// What a method says in the clean twin of an attacked run. The same alert is one about the same host for the same reason within an hour; where both name another end or a subject,
/// at least one of these must agree.
/// </summary>
internal sealed class Twin(IEnumerable<Candidate> alerts)
{
    private readonly ILookup<(int Host, string Reason, long Hour), Candidate> _alerts = alerts.ToLookup(a => (a.Host, a.Reason, a.Time / Hits.Grace));

    public bool SaysToo(in Candidate alert)
    {
        var hour = alert.Time / Hits.Grace;
        return Says(in alert, hour) || Says(in alert, hour - 1) || Says(in alert, hour + 1);
    }

    private bool Says(in Candidate alert, long hour)
    {
        foreach (var own in _alerts[(alert.Host, alert.Reason, hour)])
        {
            if (Math.Abs(own.Time - alert.Time) <= Hits.Grace && IsAlike(in own, in alert))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAlike(in Candidate a, in Candidate b)
    {
        var (havePeers, haveSubjects) = (a.Peer >= 0 && b.Peer >= 0, a.Subject != 0 && b.Subject != 0);
        return (!havePeers && !haveSubjects) || (havePeers && a.Peer == b.Peer) || (haveSubjects && a.Subject == b.Subject);
    }
}
