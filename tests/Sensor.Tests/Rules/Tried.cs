using Sensor.Dissectors.Contract;

namespace Sensor.Tests.Rules;

/// <summary>A fact with a field of every sort.</summary>
internal struct Tried : IFact<Tried>
{
    public double Size;
    public double Duration;
    public double Limit;
    public int Result;
    public int IsUrgent;
    public NameId Who;
    public NameId Whom;
    public Pseudonym Patient;
    public Pseudonym Expected;

    public static readonly string[] Results = ["accepted", "rejected", "failed"];

    public static FactKind Kind { get; } = FactKind.Of<Tried>(null, "test.tried", fields => fields
        .Number("size", "byte", "how large", (in f) => f.Size)
        .Number("duration", "ms", "how long", (in f) => f.Duration)
        .Number("limit", "byte", "how large at most", (in f) => f.Limit)
        .Choice("result", "what came of it", Results, (in f) => f.Result)
        .Flag("urgent", "it is urgent", (in f) => f.IsUrgent != 0)
        .Name("who", "who tried", (in f) => f.Who)
        .Name("whom", "whom it tried", (in f) => f.Whom)
        .Id("patient", "whose", (in f) => f.Patient)
        .Id("expected", "whose it should be", (in f) => f.Expected));

    public static void Write(in Tried fact, EventWriter to)
    {
    }

    public static void Tell(in Tried fact, IMeaning to)
    {
    }
}

/// <summary>Another kind of fact.</summary>
internal struct Ended : IFact<Ended>
{
    public double Size;

    public static FactKind Kind { get; } = FactKind.Of<Ended>(null, "test.ended", fields => fields.Number("size", "byte", "how large", (in f) => f.Size));

    public static void Write(in Ended fact, EventWriter to)
    {
    }

    public static void Tell(in Ended fact, IMeaning to)
    {
    }
}
