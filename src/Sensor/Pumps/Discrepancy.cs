namespace Sensor.Pumps;

/// <summary>What doesn't go together in what a pump was told and what it says.</summary>
internal enum Discrepancy : byte
{
    None,

    /// <summary>It runs at a rate that nobody ordered over the network, though its rate was ordered there before.</summary>
    UnorderedRate,

    /// <summary>The volume infused doesn't follow the rate, or goes back.</summary>
    VolumeOffRate,

    /// <summary>An accepted order shows no effect.</summary>
    OrderNotEffected,

    /// <summary>It began to give without having been told to, though it is commanded over the network.</summary>
    EffectWithoutOrder,

    /// <summary>It gives something else than the accepted order says.</summary>
    OrderEffectMismatch,

    /// <summary>It says that it began or completed what can't have begun or been completed.</summary>
    DeliveryOutOfOrder,

    /// <summary>Infused and remaining don't add up to what was to be infused, which they did before.</summary>
    VolumesDisagree,
    LibraryChanged,
    FirmwareChanged,

    /// <summary>The order's patient isn't the one that the pump says.</summary>
    PatientMismatch,

    /// <summary>The same drug's dose comes in another unit than before.</summary>
    UnitChanged,

    /// <summary>It waits for commands from afar, and who gave them has fallen silent.</summary>
    ControllerLost,

    /// <summary>Somebody else than its controller so far tells it what to give.</summary>
    NewController,

    /// <summary>A host that was never seen to command any pump commands one that nobody else is seen to command or watch.</summary>
    FirstControl,

    /// <summary>A host that commands no pump asks one that others command or watch, for the first time.</summary>
    Onlooker,

    /// <summary>It is told to give several times as much as it gave, or was to give, before.</summary>
    RateJump,

    /// <summary>It is told to give a bolus.</summary>
    Bolus,
}

/// <summary>The words of discrepancies.</summary>
internal static class Discrepancies
{
    public static ReadOnlySpan<byte> Word(Discrepancy what) => what switch
    {
        Discrepancy.UnorderedRate => "unordered-rate"u8,
        Discrepancy.VolumeOffRate => "volume-off-rate"u8,
        Discrepancy.OrderNotEffected => "order-not-effected"u8,
        Discrepancy.EffectWithoutOrder => "effect-without-order"u8,
        Discrepancy.OrderEffectMismatch => "order-effect-mismatch"u8,
        Discrepancy.DeliveryOutOfOrder => "delivery-out-of-order"u8,
        Discrepancy.VolumesDisagree => "volumes-disagree"u8,
        Discrepancy.LibraryChanged => "library-changed"u8,
        Discrepancy.FirmwareChanged => "firmware-changed"u8,
        Discrepancy.PatientMismatch => "patient-mismatch"u8,
        Discrepancy.UnitChanged => "unit-changed"u8,
        Discrepancy.ControllerLost => "controller-lost"u8,
        Discrepancy.NewController => "new-controller"u8,
        Discrepancy.FirstControl => "first-control"u8,
        Discrepancy.Onlooker => "onlooker"u8,
        Discrepancy.RateJump => "rate-jump"u8,
        Discrepancy.Bolus => "bolus"u8,
        _ => default,
    };
}
