using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sites;
using Scorecard.Runs;

namespace Scorecard.Tests.Scoring;

/// <summary>Runs as they could have been, without a hospital: ten weeks of devices that are always there.</summary>
internal static class Synthetic
{
    public const string Method = "made up";
    public const int Devices = 20;

    public static readonly long Start = SiteParameters.Of(2, Devices).Start;
    public static readonly long Calibration = SiteParameters.Of(2, Devices).CalibrationStart;
    public static readonly long Test = SiteParameters.Of(2, Devices).TestStart;
    public static readonly long End = SiteParameters.Of(2, Devices).End;

    public static Candidate Alert(long time, int host, double score, Trait traits = Trait.Volume, int peer = -1, string reason = "made up", string part = "") =>
        new(time, host, peer, score, traits, reason, 0, part);

    public static RunRecord Run(ulong seed, int number, IEnumerable<Candidate> candidates, IEnumerable<AttackLabel>? attacks = null, string method = Method) =>
        RunOf(seed, number, [new MethodRun(method, Sieve.Sift([.. candidates]).Kept, new MethodCost(1000, 1, 20_000, Devices)) { ScoresAreRates = true }], attacks);

    public static RunRecord RunOf(ulong seed, int number, IReadOnlyList<MethodRun> methods, IEnumerable<AttackLabel>? attacks = null) => new()
    {
        // An even seed begins in spring; all of them shall.
        Parameters = SiteParameters.Of(seed * 2, Devices),
        Number = number,
        Attacks = [.. attacks ?? []],
        Nuisances = [],
        Hosts = [.. Enumerable.Range(0, Devices).Select(i => new SeenHost(i, $"device {i}", HostRole.Modality, Start, End))],
        Methods = methods,
        Hash = $"{seed} {number}",
    };

    public static AttackLabel Attack(int number, int device, long from, long length, Trait traits = Trait.Volume, int difficulty = 1, int kind = 1, bool fails = false, bool isObservable = true, int? also = null, string variant = "x") => new()
    {
        Number = number,
        Kind = kind,
        Name = "made up",
        Variant = variant,
        Difficulty = difficulty,
        Devices = [.. also is { } other ? [Host(device), Host(other)] : new[] { Host(device) }],
        From = from,
        Until = from + length,
        FirstSeen = from,
        LastSeen = from + length,
        Traits = traits,
        Fails = fails,
        IsObservable = isObservable,
    };

    public static Host Host(int number) =>
        new() { Number = number, Name = $"device {number}", Role = HostRole.Modality, Model = "any", Place = "anywhere" };

    /// <summary>Alerts by chance alone: of each device about so many a day, with scores from 0 to 1.</summary>
    public static List<Candidate> Noise(ulong seed, string name, double perDay)
    {
        var dice = new Dice(seed, name);
        var alerts = new List<Candidate>();
        for (var host = 0; host < Devices; host++)
        {
            for (var time = Start + (long)dice.Exponential(Nanos.Day / perDay); time < End; time += (long)dice.Exponential(Nanos.Day / perDay))
            {
                alerts.Add(Alert(time, host, dice.Uniform(), dice.Chance(0.5) ? Trait.Volume : Trait.Peer));
            }
        }

        return alerts;
    }

    /// <summary>Attacks at chance times of the test, one a device, each a day long.</summary>
    public static List<AttackLabel> Attacks(ulong seed, string name)
    {
        var dice = new Dice(seed, name);
        return [.. Enumerable.Range(0, Devices).Select(i =>
            Attack(i + 1, i, (long)dice.Between(Test, End - (2 * Nanos.Day)), Nanos.Day, difficulty: 1 + (i % 4), kind: 1 + (i % 5)))];
    }
}
