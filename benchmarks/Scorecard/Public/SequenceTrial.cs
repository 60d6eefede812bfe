using Sensor.Models;

namespace Scorecard.Public;

/// <summary>What the product's model of sequences makes of one trace.</summary>
/// <param name="Alerts">Steps rarer than the budget of false alerts allows.</param>
/// <param name="Judged">Steps that could be judged.</param>
/// <param name="Steps">All steps, the end among them.</param>
/// <param name="MostBits">Most surprise of one step, bits.</param>
/// <param name="MeanBits">Mean surprise of its steps, bits.</param>
internal readonly record struct TraceJudgement(int Alerts, int Judged, int Steps, double MostBits, double MeanBits)
{
    public bool IsAlert => Alerts > 0;
}

/// <summary>
/// One device's sequences, learnt and judged by the model as shipped. Traces have no times of their own: those learnt are spread evenly over a span, those judged follow at its
/// end, one a second.
/// </summary>
/// <param name="days">The span. The model's λ is per time: a short history can't be sure of anything.</param>
/// <param name="traces">That will be learnt.</param>
internal sealed class SequenceTrial(double days, int traces)
{
    private const ulong Grammar = 1;
    private const long Start = 1_700_000_000L * 1_000_000_000;
    private const long Second = 1_000_000_000;
    private const long Step = 1_000_000;

    /// <summary>Rarer than these is told: the shares of <see cref="ModelSettings.Budget"/> that its documentation gives to unseen transitions and to unusual order.</summary>
    private static readonly double Transitions = ModelSettings.Default.Budget * ModelSettings.Default.SequenceShare * 0.9;
    private static readonly double Orders = ModelSettings.Default.Budget * ModelSettings.Default.SequenceShare * 0.1;

    private readonly DeviceModel _model = new();
    private readonly long _pause = (long)(days * 86_400 / Math.Max(traces, 1) * Second);
    private long _now = Start;
    private ulong _session;

    /// <summary>Bytes of state it takes.</summary>
    public int StateBytes => _model.StateBytes;

    /// <summary>What is still lacking for sequences to be judged; nothing: they are.</summary>
    public Shortfall Lacks => _model.MaturityAt(_now, ModelSettings.Default).Sequences;

    /// <summary>All at once, without judging.</summary>
    public void Learn(IEnumerable<IReadOnlyList<int>> traces)
    {
        foreach (var trace in traces)
        {
            Play(trace, LearningMode.Learn);
            _now += _pause;
        }
    }

    /// <summary>The operator's word that the training was complete.</summary>
    public void DeclareMature() => _model.DeclareMature(_now, ModelSettings.Default);

    /// <summary>Each by what was learnt before; none teaches.</summary>
    public IReadOnlyList<TraceJudgement> Judge(IEnumerable<IReadOnlyList<int>> traces) => [.. traces.Select(t =>
    {
        _now += Second;
        return Play(t, LearningMode.Detect);
    })];

    /// <summary>Would be told, were it the only one of the day.</summary>
    private static bool IsAlert(in Judgement judgement) =>
        judgement.Reason != JudgementReason.None && judgement.Score <= (judgement.Reason == JudgementReason.UnusualOrder ? Orders : Transitions);

    private TraceJudgement Play(IReadOnlyList<int> trace, LearningMode mode)
    {
        var context = new ModelContext(ModelSettings.Default, mode);

        // While learning a judgement tells the plain surprise of the step, and looking changes nothing.
        var look = new ModelContext(ModelSettings.Default, LearningMode.Learn);
        var (time, session) = (_now, ++_session);
        var (alerts, judged, most, sum) = (0, 0, 0.0, 0.0);
        for (var i = 0; i <= trace.Count; i++, time += Step)
        {
            double bits;
            Judgement judgement;
            if (i < trace.Count)
            {
                var step = new SequenceObservation(time, Grammar, session, (uint)trace[i], i == 0);
                bits = _model.Judge(step, look).Observed;
                judgement = _model.Observe(step, context);
            }
            else
            {
                var end = new SessionEnd(time, Grammar, session);
                bits = _model.Judge(end, look).Observed;
                judgement = _model.Observe(end, context);
            }

            alerts += IsAlert(judgement) ? 1 : 0;
            judged += judgement.Verdict != Verdict.NotJudged ? 1 : 0;
            most = Math.Max(most, bits);
            sum += bits;
        }

        return new TraceJudgement(alerts, judged, trace.Count + 1, most, sum / (trace.Count + 1));
    }
}
