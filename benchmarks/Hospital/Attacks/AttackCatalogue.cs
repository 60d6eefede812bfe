using Hospital.Attacks.Exfiltration;
using Hospital.Attacks.Identity;
using Hospital.Attacks.Messages;
using Hospital.Attacks.Networks;
using Hospital.Attacks.Poisoning;
using Hospital.Attacks.Pumps;
using Hospital.Attacks.Queries;

namespace Hospital.Attacks;

/// <summary>All attacks there are, as data: for plans, for documentation, and for sealing by hash before anybody tunes a detector.</summary>
public static class AttackCatalogue
{
    /// <summary>Rows 1 to 37.</summary>
    public static IReadOnlyList<AttackKind> All { get; } =
    [
        InflatedStores.Kind,
        ExtraMoves.Kind,
        BurstToKnownPeer.Kind,
        BurstToNewHost.Kind,
        OffHoursQueries.Kind,
        Harvest.Kind,
        MovesToNewEntity.Kind,
        MovesToWrongWard.Kind,
        TitleGuessing.Kind,
        Enumeration.Kind,
        UnexpectedOrder.Kind,
        Tampering.Kind,
        CovertChannel.Kind,
        Replays.SameKind,
        Replays.RefreshedKind,
        ForgedStays.Kind,
        ForgedResults.Kind,
        NewSender.Kind,
        CommandsFromNewHost.Kind,
        CommandsOutOfOrder.Kind,
        CommandsAtOddHours.Kind,
        SilencedFeed.Kind,
        FirmwarePush.Kind,
        RestartLoop.Kind,
        Clone.Kind,
        ArpSpoofing.Kind,
        Beacon.Kind,
        Tunnel.Kind,
        Scan.Kind,
        LateralMovement.Kind,
        LongSession.Kind,
        WebLogins.Kind,
        Ransomware.Kind,
        Exhaustion.Kind,
        LearnedAttacks.Kind,
        BoilingFrog.Kind,
        Mimicry.Kind,
    ];

    /// <summary>Every variant of every kind.</summary>
    public static IReadOnlyList<WantedAttack> Draws { get; } = [.. All.SelectMany(k => k.Variants.Select(v => new WantedAttack(k.Number, v.Name)))];

    /// <summary>Those that may be there already when a site begins, and go on as long as it does: what whoever has a foothold keeps up without being asked.</summary>
    public static IReadOnlyList<WantedAttack> Lasting { get; } =
    [
        new(1, "x1.5", IsOld: true),
        new(2, "+5 studies a day", IsOld: true),
        new(8, "5 a day", IsOld: true),
        new(27, "10 min, 20 % jitter", IsOld: true),
        new(27, "10 min, 20 % jitter, by a relay", IsOld: true),
        new(28, "20 kB an hour", IsOld: true),
        new(29, "6 an hour", IsOld: true),
    ];

    public static AttackKind Kind(int number) => All.FirstOrDefault(k => k.Number == number) ?? throw new ArgumentException($"There is no kind {number}.", nameof(number));
}
