using Contenders.Ceiling;
using Contenders.Forests;
using Contenders.Kitsune;
using Contenders.Means;
using Contenders.Novelty;
using Contenders.Spikes;
using Contenders.Subspace;
using Contenders.Tails;

namespace Contenders;

/// <summary>All methods of comparison, made anew for one site.</summary>
public static class Roster
{
    /// <param name="seed">For those that draw lots.</param>
    public static IReadOnlyList<IContender> All(ulong seed) =>
    [
        new RandomScore(seed),
        new EveryNHours(),
        new GlobalEwma(),
        new HourOfWeek(),
        new FirstSeen(byQuietTime: false),
        new FirstSeen(byQuietTime: true),
        new UnseenBigram(byQuietTime: false),
        new UnseenBigram(byQuietTime: true),
        new UnseenCounts(byQuietTime: false),
        new UnseenCounts(byQuietTime: true),
        .. SingleFeature.All(),
        new IidSpike(),
        new SsaSpike(),
        new SubspaceResidual(5, seed),
        new SubspaceResidual(10, seed),
        new IsolationForest(seed),
        new KitsuneLike(seed),
        new SpotPerFeature(),
        new RandomCutForest(seed),
    ];
}
