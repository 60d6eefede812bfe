namespace Sensor.Models.Tests.Support;

/// <summary>One device on a clock of its own, so that a test reads like a day in its life.</summary>
public sealed class Bedside(LearningMode mode = LearningMode.Auto, GroupSummary? group = null, ModelSettings? settings = null)
{
    public const ulong Grammar = 7;

    private ulong _session;

    public static readonly long Monday = 1_700_438_400_000_000_000; // 2023-11-20T00:00Z

    public DeviceModel Model { get; set; } = new();

    public long Time { get; set; } = Monday;

    public LearningMode Mode { get; set; } = mode;

    public GroupSummary? Group { get; set; } = group;

    public ModelSettings Settings { get; } = settings ?? ModelSettings.Default;

    public bool Paused { get; set; }

    public ModelContext Context => new(Settings, Mode, Group, Paused);

    public Bedside Later(double hours)
    {
        Time += (long)(hours * 3600e9);
        return this;
    }

    public Judgement Relate(ulong key, RelationKind kind = RelationKind.Peer, DataQuality quality = DataQuality.Clean) =>
        Model.Observe(new RelationObservation(Time, key, kind, quality), Context);

    public Judgement Measure(
        double value,
        RateKind kind = RateKind.PerTransaction,
        ulong feature = 1,
        DataQuality quality = DataQuality.Clean) =>
        Model.Observe(new RateObservation(Time, feature, kind, value, quality), Context);

    public Judgement Say(ulong session, uint token, bool first = false, DataQuality quality = DataQuality.Clean, ulong grammar = Grammar) =>
        Model.Observe(new SequenceObservation(Time, grammar, session, token, first, quality), Context);

    public Judgement Hang(ulong session, ulong grammar = Grammar) => Model.Observe(new SessionEnd(Time, grammar, session), Context);

    /// <summary>A whole session; all judgements, the last that of its end.</summary>
    public List<Judgement> Talk(params uint[] tokens)
    {
        var session = ++_session;
        var judgements = new List<Judgement>();
        for (var i = 0; i < tokens.Length; i++)
        {
            judgements.Add(Say(session, tokens[i], first: i == 0));
        }

        judgements.Add(Hang(session));
        return judgements;
    }

    /// <summary>Days in which the keys given are used every quarter of an hour.</summary>
    public Bedside Days(double days, params ulong[] keys)
    {
        for (var end = Time + (long)(days * 86400e9); Time < end;)
        {
            foreach (var key in keys)
            {
                Relate(key);
            }

            Later(0.25);
        }

        return this;
    }

    public Bedside Declare()
    {
        Model.DeclareMature(Time, Settings);
        return this;
    }

    public byte[] Save()
    {
        var bytes = new byte[Model.StateBytes];
        Assert.Equal(bytes.Length, Model.Save(bytes));
        return bytes;
    }

    /// <summary>The same device, gone through its saved state.</summary>
    public Bedside Reloaded()
    {
        Assert.True(DeviceModel.TryLoad(Save(), out var model));
        return new Bedside(Mode, Group, Settings) { Model = model, Time = Time, _session = _session };
    }
}
