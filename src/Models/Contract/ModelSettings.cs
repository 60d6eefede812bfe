namespace Sensor.Models;

/// <summary>
/// Every constant of the models that may be tuned. Chosen by simulation where a comment gives a figure, by experience elsewhere; each is to be measured again on labelled traffic.
/// Durations are packet time. Bounds of memory aren't here, they are part of the saved layout: <see cref="ModelBounds"/>.
/// </summary>
public sealed record ModelSettings
{
    /// <summary>What <c>new()</c> gives, shared.</summary>
    public static ModelSettings Default { get; } = new();

    /// <summary>False alerts allowed a device-month (30 d) over all expectations: operating point 0.33. Range 0..1.</summary>
    public double Budget { get; init; } = 0.33;

    /// <summary>Share of <see cref="Budget"/> for new relations, for each kind of relation.</summary>
    public double RelationShare { get; init; } = 0.35;

    /// <summary>
    /// Share for sequences; nine tenths for unseen transitions. Unusual order gets by on a tenth: its λ halves with every bit.
    /// </summary>
    public double SequenceShare { get; init; } = 0.25;

    /// <summary>
    /// Share for rates of each transaction, the work-normalised ones; split evenly over the features in use, then half for single
    /// values and half for shifts.
    /// </summary>
    public double TransactionShare { get; init; } = 0.15;

    /// <summary>Share for rates of each interval; split like <see cref="TransactionShare"/>.</summary>
    public double IntervalShare { get; init; } = 0.15;

    // Quarantine.

    /// <summary>
    /// Distinct UTC days on which a surprising key or value has to recur until it becomes known. Three days span at least 24 h. Range 3..6.
    /// </summary>
    public int KnownAfterDays { get; init; } = 3;

    /// <summary>What isn't seen for so long while in quarantine is forgotten, not learnt.</summary>
    public TimeSpan QuarantineEnds { get; init; } = TimeSpan.FromDays(14);

    // Relations.

    /// <summary>Half-life of the counts behind the probability of something new.</summary>
    public TimeSpan NoveltyHalfLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Beta prior of "a peer does it too".</summary>
    public double GroupPriorAlike { get; init; } = 0.2;

    /// <summary>Beta prior of "a peer does not".</summary>
    public double GroupPriorOther { get; init; } = 2;

    /// <summary>
    /// How long a device is believed to have been quiet before it was first seen, in months of 30 d. Without any history to speak of, the
    /// chance of something new would be all that remains; with a week, and no group, a quiet device's strangers are rare enough for the
    /// budget from its fifth day on, its unseen transitions from the twelfth.
    /// </summary>
    public double NoveltyPriorMonths { get; init; } = 0.25;

    /// <summary>A kind of relation is mature when something new has at most this probability ...</summary>
    public double MatureNovelty { get; init; } = 0.05;

    /// <summary>... and it was observed so often in <see cref="MatureHours"/> distinct hours ...</summary>
    public int MatureObservations { get; init; } = 20;

    /// <summary>Distinct hours for <see cref="MatureObservations"/>.</summary>
    public int MatureHours { get; init; } = 3;

    /// <summary>... or so often, over <see cref="MatureSpan"/> at least.</summary>
    public int MatureManyObservations { get; init; } = 100;

    /// <summary>Span for <see cref="MatureManyObservations"/>, for sequences, and for rates of each transaction.</summary>
    public TimeSpan MatureSpan { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many months without anything new the operator's word is worth when everything known is declared mature.</summary>
    public double DeclaredMonths { get; init; } = 12;

    /// <summary>
    /// New keys of one kind announced one by one in a UTC day; the next is announced as a burst, the rest are informational.
    /// </summary>
    public int AnnouncedPerDay { get; init; } = 3;

    // Rates.

    /// <summary>Observations before a rate is judged by the device's own history.</summary>
    public int MatureRateObservations { get; init; } = 30;

    /// <summary>
    /// Most independent occasions a month for a rate of transactions (33 a day). Transactions come in bursts of one cause, a study's images or a backlog's
    /// messages, and a history of minutes extrapolates to nothing: more of them aren't more chances of a false alarm.
    /// </summary>
    public double RateOccasionsPerMonth { get; init; } = 1000;

    /// <summary>Time before shifts are judged: an anchor that knows no night and no second day calls every afternoon a shift.</summary>
    public TimeSpan MatureShiftSpan { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Time before a rate of intervals is judged: it must have seen night and day.</summary>
    public TimeSpan MatureIntervalSpan { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Half-life of the operating baseline.</summary>
    public TimeSpan FastHalfLife { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Half-life of the anchor, against which slow shifts are judged.</summary>
    public TimeSpan AnchorHalfLife { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Most observations the operating baseline remembers, however fast they come.</summary>
    public int FastMemory { get; init; } = 500;

    /// <summary>Most observations the anchor remembers.</summary>
    public int AnchorMemory { get; init; } = 5000;

    /// <summary>Least standard deviation of ln(1 + value): a history of equal values still allows ± 5 %.</summary>
    public double ScaleFloor { get; init; } = 0.05;

    /// <summary>Most lag-1 correlation taken out before judging shifts.</summary>
    public double MaxCorrelation { get; init; } = 0.8;

    /// <summary>Slack of the cumulative sums in standard deviations, widened while the anchor is uncertain.</summary>
    public double ShiftSlack { get; init; } = 0.25;

    /// <summary>
    /// Weight, in exceedances, of the heavy tail (Student t, 4 degrees of freedom) that is believed until data say otherwise.
    /// </summary>
    public double TailPrior { get; init; } = 8;

    /// <summary>Least factor from the typical value for an alert on one transaction.</summary>
    public double TransactionEffect { get; init; } = 1.5;

    /// <summary>Least factor from the typical value for an alert on one interval.</summary>
    public double IntervalEffect { get; init; } = 2;

    /// <summary>Least factor of a shift for an alert.</summary>
    public double ShiftEffect { get; init; } = 1.1;

    // Sequences.

    /// <summary>Most surprise of a single token, bits.</summary>
    public double SurpriseCap { get; init; } = 12;

    /// <summary>Sessions, or quarter hours of longer ones, before a grammar is judged.</summary>
    public int MatureSessions { get; init; } = 30;

    /// <summary>Most chance of an unseen transition in the next session for a grammar to be judged.</summary>
    public double SettledNovelty { get; init; } = 0.02;

    /// <summary>Tokens before a grammar is judged; also the length of the blocks whose mean surprise is compared.</summary>
    public int MatureTokens { get; init; } = 100;

    /// <summary>
    /// A grammar has settled when a block's mean surprise is at most this times the block before, or below half a bit.
    /// </summary>
    public double SettledRatio { get; init; } = 1.25;

    /// <summary>Transition counts are halved this often.</summary>
    public TimeSpan TransitionHalfLife { get; init; } = TimeSpan.FromDays(14);

    /// <summary>A session without a token for so long has lost its context.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);

    // Groups.

    /// <summary>Fewest devices of a group that can speak for a device too young to be judged by itself.</summary>
    public int GroupDevices { get; init; } = 8;

    /// <summary>Observations the group's opinion is worth beside the device's own.</summary>
    public double GroupWeight { get; init; } = 8;

    /// <summary>The group's scale is widened so much for a device judged by it.</summary>
    public double GroupWidening { get; init; } = 1.5;

    internal double RelationBudget => Budget * RelationShare;

    internal double TransitionBudget => Budget * SequenceShare * 0.9;

    internal double OrderBudget => Budget * SequenceShare * 0.1;

    /// <summary>λ allowed for one test of one feature.</summary>
    internal double RateBudget(RateKind kind, int features) =>
        Budget * (kind == RateKind.PerTransaction ? TransactionShare : IntervalShare) / Math.Max(features, 1) / 2;
}
