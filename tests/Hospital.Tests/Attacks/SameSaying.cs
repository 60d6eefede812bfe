using Hospital.Sayings;

namespace Hospital.Tests.Attacks;

/// <summary>Whether two sayings say the same; records alone don't look into lists.</summary>
internal static class SameSaying
{
    public static bool Is(Saying one, Saying other) => (one, other) switch
    {
        (AssociateRequest a, AssociateRequest b) => (a with { Contexts = b.Contexts }) == b && a.Contexts.Count == b.Contexts.Count && a.Contexts.Zip(b.Contexts).All(p => Is(p.First, p.Second)),
        (AssociateAccept a, AssociateAccept b) => Is(a.Request, b.Request) && (a with { Request = b.Request }) == b,
        (DimseRequest a, DimseRequest b) => (a with { Identifier = b.Identifier }) == b && Is(a.Identifier, b.Identifier),
        (DimseResponse a, DimseResponse b) => Is(a.Request, b.Request) && (a with { Request = b.Request }) == b,
        _ => one == other,
    };

    private static bool Is(PresentationContext one, PresentationContext other) =>
        (one with { TransferSyntaxes = other.TransferSyntaxes }) == other && one.TransferSyntaxes.SequenceEqual(other.TransferSyntaxes);

    private static bool Is(QueryIdentifier? one, QueryIdentifier? other) =>
        one is null || other is null ? one == other : one.Level == other.Level && one.Keys.SequenceEqual(other.Keys);
}
