using Hospital.Kernel;
using Hospital.Network;
using Hospital.Radiology;
using Hospital.Talks;

namespace Hospital.Attacks.Means;

/// <summary>Associations that are answered at the pace at which the called one answers everybody, and are no faster than both.</summary>
internal static class Calling
{
    public static DicomTalk Call(this Lane lane, Dice dice, long time, ApplicationEntity own, ApplicationEntity to, params IReadOnlyList<string> sopClasses)
    {
        var (from, called) = (Of(own.Host), Of(to.Host));
        return new DicomTalk(lane, dice, time, own, to, sopClasses)
        {
            AnswerTime = Pace(dice, to.Host),
            Speed = Math.Min(from?.Speed ?? 100e6, called?.Speed ?? 100e6) / dice.LogNormal(1.15, 0.15),
        };
    }

    /// <summary>Median time in which a host answers in one association, nanoseconds.</summary>
    public static long Pace(Dice dice, Host called) => Nanos.Seconds((Of(called)?.AnswerMilliseconds ?? 8) / 1000 * dice.LogNormal(1, 0.15));

    /// <summary>Whoever reads there has studies sent, rather than fetched on the association that asks for them.</summary>
    public static bool HasStudiesSent(Host host) => Of(host) is not { Retrieval: RetrievalHabit.Get };

    /// <summary>As toolkits that everybody can have present themselves.</summary>
    public static ApplicationEntity Toolkit(Host host, string title, int port = 0) => new(title, host, port, "1.2.276.0.7230010.3.0.3.6.7", "OFFIS_DCMTK_367", 16_384);

    private static ImagingProfile? Of(Host host) => Profiles.All.FirstOrDefault(p => p.Model == host.Model);
}
