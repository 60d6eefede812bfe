namespace Sensor.Models;

/// <summary>Why something surprised. Names and slugs are stable; the alert catalogue builds on them.</summary>
public enum JudgementReason : byte
{
    None,
    NewPeer,
    NewCommand,
    NewName,
    NewAddressee,
    NewDestination,
    NewContent,

    /// <summary>More new keys of one kind in a day than are announced one by one; itself evidence of scanning.</summary>
    NoveltyBurst,
    RateHigh,
    RateLow,

    /// <summary>Every value by itself is usual, but together they have moved up.</summary>
    RateShiftUp,
    RateShiftDown,

    /// <summary>One step that was never seen to follow the step before.</summary>
    UnseenTransition,

    /// <summary>Known steps in an order that is hard to believe.</summary>
    UnusualOrder,
}

public static class JudgementReasons
{
    /// <summary>The stable slug, in kebab case.</summary>
    public static string Slug(this JudgementReason reason) => reason switch
    {
        JudgementReason.None => "none",
        JudgementReason.NewPeer => "new-peer",
        JudgementReason.NewCommand => "new-command",
        JudgementReason.NewName => "new-name",
        JudgementReason.NewAddressee => "new-addressee",
        JudgementReason.NewDestination => "new-destination",
        JudgementReason.NewContent => "new-content",
        JudgementReason.NoveltyBurst => "novelty-burst",
        JudgementReason.RateHigh => "rate-high",
        JudgementReason.RateLow => "rate-low",
        JudgementReason.RateShiftUp => "rate-shift-up",
        JudgementReason.RateShiftDown => "rate-shift-down",
        JudgementReason.UnseenTransition => "unseen-transition",
        JudgementReason.UnusualOrder => "unusual-order",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>What a new key of this kind is called.</summary>
    internal static JudgementReason Of(RelationKind kind) => kind switch
    {
        RelationKind.Peer => JudgementReason.NewPeer,
        RelationKind.Command => JudgementReason.NewCommand,
        RelationKind.ActsAs => JudgementReason.NewName,
        RelationKind.Addresses => JudgementReason.NewAddressee,
        RelationKind.SendsTo => JudgementReason.NewDestination,
        _ => JudgementReason.NewContent,
    };
}
