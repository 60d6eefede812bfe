namespace Scorecard.Scoring;

/// <summary>
/// All that a measurement says, ready for reports and for JSON. Plain data; where a figure couldn't be had it is null, and what lies behind stands in <see cref="Notes"/>. There is
/// no single figure for everything on purpose.
/// </summary>
internal sealed record Card
{
    public required Conditions Conditions { get; init; }

    /// <summary>What was tried, whatever methods made of it; in the order of the catalogue.</summary>
    public required IReadOnlyList<AttackTally> Attacks { get; init; }

    /// <summary>The sensor first, its variants behind it; the sensor on the runs that variants and contenders were in (<see cref="SensorBeside"/>); then the contenders.</summary>
    public required IReadOnlyList<MethodCard> Methods { get; init; }

    /// <summary>The sensor against each contender, attack by attack, both on the contender's runs only.</summary>
    public required IReadOnlyList<Duel> Duels { get; init; }

    /// <summary>Rows of the catalogue where a contender finds more than the sensor: published, not hidden.</summary>
    public required IReadOnlyList<ContenderWin> ContenderWins { get; init; }

    /// <summary>What each part of the sensor is worth.</summary>
    public required IReadOnlyList<AblationRow> Ablation { get; init; }

    /// <summary>What could not be done, or must be known when reading; whole sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Under what circumstances.</summary>
/// <param name="Profile"><c>daily</c>, <c>full</c>, <c>large</c>.</param>
/// <param name="Seal">SHA-256 over seeds, parameters, catalogue and plan, hex.</param>
/// <param name="RunsHash">SHA-256 over all candidates of all runs: two measurements with the same saw the same.</param>
/// <param name="Sites">By size.</param>
/// <param name="CalibrationMonths">Clean device-months (30 d) behind the thresholds.</param>
/// <param name="TestMonths">Clean device-months of the test weeks behind the achieved rates.</param>
/// <param name="Draws">Attacks drawn and come about, failing and unobservable ones included.</param>
internal sealed record Conditions(
    string Profile, string Seal, string RunsHash, IReadOnlyList<SiteTally> Sites, double CalibrationMonths, double TestMonths, int Draws);

/// <param name="Devices">Size it was made for: 20, 120, 600.</param>
/// <param name="Seeds">Different hospitals.</param>
/// <param name="CleanRuns">Without attacks.</param>
/// <param name="AttackedRuns">With.</param>
/// <param name="Hosts">Seen in clean runs, over all seeds.</param>
internal sealed record SiteTally(int Devices, int Seeds, int CleanRuns, int AttackedRuns, int Hosts)
{
    /// <summary>Compromised before they began.</summary>
    public int CompromisedRuns { get; init; }
}

/// <summary>A row of the catalogue and how often it was drawn.</summary>
/// <param name="Kind">Row.</param>
/// <param name="Name">In a few words.</param>
/// <param name="Variant">Which.</param>
/// <param name="Difficulty">1 to 4.</param>
/// <param name="Scored">Draws that a sensor can see and that succeed: what recall is about.</param>
/// <param name="Failing">Tried and didn't succeed; scored apart.</param>
/// <param name="Unobservable">Never showed at the mirror; scored apart.</param>
/// <param name="OverNuisances">Of the scored, how many ran while something unusual and benign went on at their devices.</param>
internal sealed record AttackTally(int Kind, string Name, string Variant, int Difficulty, int Scored, int Failing, int Unobservable, int OverNuisances);

/// <summary>One method's figures.</summary>
internal sealed record MethodCard
{
    public required string Name { get; init; }

    /// <summary>The sensor itself or one of its variants.</summary>
    public required bool IsSensor { get; init; }

    /// <summary>Scored draws in the runs it was in: what its recall is about.</summary>
    public int Draws { get; init; }

    /// <summary>It can't name anything, so whatever it says of an attack's devices in time counts as having found it.</summary>
    public bool IsGradedByAnyReason { get; init; }

    /// <summary>By target rate: 0.05, 0.33, 1.</summary>
    public required IReadOnlyList<BudgetCard> Budgets { get; init; }

    /// <summary>Rates achieved at budgets of its own, without any threshold of ours; empty: it knows no budget.</summary>
    public required IReadOnlyList<NativeRate> Native { get; init; }

    /// <summary>All that it tells by its own threshold, of the sensor as it is shipped; null: others.</summary>
    public NativeRate? AsTold { get; init; }

    /// <summary>Whether what it calls probabilities is so on clean test weeks, in all first; empty: it gives none.</summary>
    public IReadOnlyList<ProbabilityRow> PValues { get; init; } = [];

    /// <summary>How it ranks windows of an hour and device; null: it was in no attacked run.</summary>
    public WindowRanking? Windows { get; init; }

    public required Cost Cost { get; init; }
}

/// <summary>A method at one target rate of false alerts.</summary>
internal sealed record BudgetCard
{
    /// <summary>False alert episodes a device-month that thresholds were chosen for.</summary>
    public required double Target { get; init; }

    /// <summary>Thresholds of the seeds, each from the other seeds' clean calibration weeks.</summary>
    public required ThresholdTally Thresholds { get; init; }

    /// <summary>What came of it in the clean test weeks.</summary>
    public required FalseRate Achieved { get; init; }

    /// <summary>What no threshold turns off (rules), alone, in the clean test weeks.</summary>
    public required FalseRate Unmetered { get; init; }

    /// <summary>Mean over sites of alert episodes a day, on clean test weeks.</summary>
    public required double EpisodesPerDayAndSite { get; init; }

    /// <summary>Share of alert episodes that are about an attack, were there one a device-year and were it found as often as the draws in the mean (Bayes). Null: no draws.</summary>
    public double? PrecisionAtOneADeviceYear { get; init; }

    /// <summary>By site.</summary>
    public required IReadOnlyList<SiteRate> Sites { get; init; }

    /// <summary>Week by week of the test, all sites.</summary>
    public required IReadOnlyList<WeekRate> Weeks { get; init; }

    /// <summary>All scored draws, by difficulty, by kind, by kind and variant: see <see cref="RecallRow.Scope"/>.</summary>
    public required IReadOnlyList<RecallRow> Recall { get; init; }

    /// <summary>Attempts that failed, by kind.</summary>
    public required IReadOnlyList<RecallRow> Failing { get; init; }

    /// <summary>By age of the device; without rows 35 and 36, which are about being early.</summary>
    public required IReadOnlyList<AgeRow> ColdStart { get; init; }

    /// <summary>What wolf is cried about: by benign event and by reason, on clean test weeks.</summary>
    public required IReadOnlyList<WolfRow> Wolf { get; init; }

    /// <summary>False alerts about concerned devices before, during and after something unusual and benign.</summary>
    public required IReadOnlyList<RecoveryRow> Recovery { get; init; }

    /// <summary>What slow and early attackers gain.</summary>
    public required IReadOnlyList<RobustnessRow> Robustness { get; init; }

    /// <summary>What becomes of attacks where the site was compromised before it began; null: it was in no such run.</summary>
    public CompromisedCard? Compromised { get; init; }
}

/// <param name="Lowest">Of the seeds' thresholds, on the method's own scale; null: infinite, nothing but what is unmetered speaks.</param>
/// <param name="Highest">Likewise.</param>
/// <param name="CannotBeMet">Seeds for which what is unmetered alone is above the target.</param>
/// <param name="NeverReached">Seeds for which all that the method says together is below the target.</param>
/// <param name="Truncated">Seeds for which the threshold lies below what was kept of some run: rates are then too low.</param>
internal sealed record ThresholdTally(double? Lowest, double? Highest, int CannotBeMet, int NeverReached, int Truncated);

/// <summary>False alert episodes.</summary>
/// <param name="Episodes">How many.</param>
/// <param name="Months">In how many device-months.</param>
/// <param name="Rate">Per device-month.</param>
/// <param name="Low">95 %, sites drawn again and again.</param>
/// <param name="High">95 %.</param>
internal sealed record FalseRate(int Episodes, double Months, double Rate, double Low, double High);

/// <param name="Devices">Size of the site.</param>
/// <param name="Seed">Which one, hex.</param>
/// <param name="Episodes">False ones.</param>
/// <param name="Months">Device-months.</param>
/// <param name="Rate">Per device-month.</param>
/// <param name="Ratio">To the target.</param>
internal sealed record SiteRate(int Devices, string Seed, int Episodes, double Months, double Rate, double Ratio);

/// <param name="Week">Of the run, from 1.</param>
/// <param name="Episodes">False ones.</param>
/// <param name="Months">Device-months.</param>
/// <param name="Rate">Per device-month.</param>
/// <param name="Ratio">To the target.</param>
internal sealed record WeekRate(int Week, int Episodes, double Months, double Rate, double Ratio);

/// <summary>A share with its 95 % interval (Wilson, with as many effective draws as the likeness within sites leaves).</summary>
/// <param name="Hits">Of them.</param>
/// <param name="Draws">All.</param>
/// <param name="Value">Null: there were none.</param>
/// <param name="Low">Bound.</param>
/// <param name="High">Bound.</param>
internal sealed record Share(int Hits, int Draws, double? Value, double Low, double High);

/// <summary>How many attacks were found.</summary>
/// <param name="Scope"><c>all</c>, <c>difficulty</c>, <c>kind</c>, <c>variant</c>.</param>
/// <param name="Kind">Row of the catalogue; 0: several.</param>
/// <param name="Name">In words.</param>
/// <param name="Variant">Empty: several.</param>
/// <param name="Difficulty">0: several.</param>
/// <param name="Recall">An alert that names what the attack really changes.</param>
/// <param name="AnyReason">An alert about the device at the time, whatever it names.</param>
/// <param name="Floor">What the same procedure finds in the clean twins, where there is nothing to find.</param>
/// <param name="FloorAnyReason">Likewise, whatever is named.</param>
/// <param name="Time">Until it is found.</param>
internal sealed record RecallRow(
    string Scope, int Kind, string Name, string Variant, int Difficulty, Share Recall, Share AnyReason, Share Floor, Share FloorAnyReason, DetectionTime Time)
{
    /// <summary>
    /// What the same procedure finds in the site's other attacked runs, where other attacks are: what neighbours' attacks add by chance. Each look into another run is a draw of it.
    /// Null: there are no other runs.
    /// </summary>
    public Share? CrossFloor { get; init; }

    /// <summary>Likewise, whatever is named.</summary>
    public Share? CrossFloorAnyReason { get; init; }
}

/// <summary>From the first trace to the first hit, over all draws: what wasn't found, however short it was, is never found.</summary>
/// <param name="MedianSeconds">Null: fewer than half were found.</param>
/// <param name="P90Seconds">Null: fewer than nine in ten were found.</param>
/// <param name="Within">Shares of all draws found in time, missed ones counted as not found.</param>
internal sealed record DetectionTime(double? MedianSeconds, double? P90Seconds, IReadOnlyList<Within> Within);

/// <param name="Seconds">Time.</param>
/// <param name="Value">Share of all draws.</param>
internal sealed record Within(double Seconds, double Value);

/// <param name="FromHours">Age of the device, inclusive.</param>
/// <param name="ToHours">Exclusive; null: without end.</param>
/// <param name="False">False alerts about devices of this age, in the whole of the clean runs.</param>
/// <param name="Recall">Of attacks whose device was of this age when they began.</param>
internal sealed record AgeRow(double FromHours, double? ToHours, FalseRate False, Share Recall);

/// <param name="Cause">Slug of the benign event, <c>reason:</c> and a method's reason, or <c>none</c>: nothing unusual was going on.</param>
/// <param name="Episodes">False ones.</param>
/// <param name="Share">Of all false ones; an episode during two events counts for both.</param>
internal sealed record WolfRow(string Cause, int Episodes, double Share);

/// <param name="Nuisance">Slug.</param>
/// <param name="Events">How many.</param>
/// <param name="Before">False alerts a device-month about its devices in the week before.</param>
/// <param name="During">While it lasted.</param>
/// <param name="After">One after another: first day, second and third day, rest of the week after.</param>
internal sealed record RecoveryRow(string Nuisance, int Events, double? Before, double? During, IReadOnlyList<double?> After)
{
    /// <summary>Days after its end from which on false alerts aren't clearly more than before; 14: not so soon; null: it can't be told.</summary>
    public int? DaysUntilAsBefore { get; init; }
}

/// <param name="Kind">35: begun while the device was learnt; 36: grown slowly.</param>
/// <param name="Variant">Which.</param>
/// <param name="Plain">Row of the catalogue that it is a harder form of; 0: not known.</param>
/// <param name="Recall">Of it.</param>
/// <param name="PlainRecall">Of the plain form.</param>
internal sealed record RobustnessRow(int Kind, string Variant, int Plain, Share Recall, Share PlainRecall)
{
    /// <summary>Which of its variants; empty: all.</summary>
    public string PlainVariant { get; init; } = "";
}

/// <summary>What becomes of the method's own promise, without any threshold of ours.</summary>
/// <param name="Target">Budget that it was given: false alerts a device-month over all its expectations, each with the share of it that it ordinarily has.</param>
/// <param name="Achieved">In the clean test weeks; what no budget turns off (rules) is among it.</param>
/// <param name="Ratio">Achieved to target; within 0.5 to 2 it is calibrated.</param>
/// <param name="Sites">By site.</param>
/// <param name="Weeks">By week.</param>
/// <param name="Recall">Of all scored draws at this native threshold, by difficulty and by row.</param>
internal sealed record NativeRate(
    double Target, FalseRate Achieved, double Ratio, IReadOnlyList<SiteRate> Sites, IReadOnlyList<WeekRate> Weeks, IReadOnlyList<RecallRow> Recall)
{
    /// <summary>What becomes of attacks where the site was compromised before it began; null: it was in no such run.</summary>
    public CompromisedCard? Compromised { get; init; }

    /// <summary>Part by part, of what the shipped sensor tells; empty: others.</summary>
    public IReadOnlyList<PartRate> Parts { get; init; } = [];
}

/// <param name="Values">How many.</param>
/// <param name="Distance">Greatest distance to the uniform distribution.</param>
/// <param name="P">Of such a distance or more, were it uniform.</param>
internal sealed record KolmogorovSmirnov(int Values, double Distance, double P);

/// <param name="Observations">Given, over all runs.</param>
/// <param name="NanosecondsPerObservation">CPU time; null: not measured apart.</param>
/// <param name="BytesPerDevice">State at the end; null: not known.</param>
internal sealed record Cost(long Observations, double? NanosecondsPerObservation, double? BytesPerDevice);

/// <summary>McNemar's exact test over the same attacks.</summary>
/// <param name="Target">Rate of false alerts that both were set to.</param>
/// <param name="Contender">Against whom.</param>
/// <param name="OnlySensor">Attacks that only the sensor found.</param>
/// <param name="OnlyContender">Attacks that only the contender found.</param>
/// <param name="Both">Found by both.</param>
/// <param name="Neither">By none.</param>
/// <param name="P">Two-sided.</param>
internal sealed record Duel(double Target, string Contender, int OnlySensor, int OnlyContender, int Both, int Neither, double P);

/// <param name="Target">Rate of false alerts.</param>
/// <param name="Kind">Row of the catalogue.</param>
/// <param name="Name">In words.</param>
/// <param name="Contender">Who.</param>
/// <param name="Sensor">The sensor's recall.</param>
/// <param name="Theirs">The contender's.</param>
/// <param name="P">McNemar's, two-sided, for this row alone.</param>
internal sealed record ContenderWin(double Target, int Kind, string Name, string Contender, Share Sensor, Share Theirs, double P);

/// <summary>The sensor without a part, at thresholds for the same rate of false alerts; what was achieved may differ.</summary>
/// <param name="Target">Rate.</param>
/// <param name="Without">Part that was silenced, or variant that was run again.</param>
/// <param name="IsRerun">Run again without it, rather than only silenced.</param>
/// <param name="Difficulty">0: all.</param>
/// <param name="Whole">Recall of the whole sensor.</param>
/// <param name="Rest">Recall of what remains.</param>
/// <param name="P">McNemar's, two-sided.</param>
/// <param name="Achieved">False alerts a device-month of the whole sensor.</param>
/// <param name="AchievedByRest">Of what remains.</param>
internal sealed record AblationRow(double Target, string Without, bool IsRerun, int Difficulty, Share Whole, Share Rest, double P, double Achieved, double AchievedByRest);
