namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>What an OBX says, as far as pumps go.</summary>
internal enum PumpTerm : byte
{
    None,

    /// <summary>A pump, a part of it or one of its channels.</summary>
    PumpDevice,

    /// <summary>Something else that has a place in the tree.</summary>
    OtherDevice,

    // Numbers.
    CurrentFlow,
    Rate,
    DoseRate,
    Vtbi,
    Remaining,
    DeliveredTotal,
    DeliveredSegment,
    Concentration,
    Weight,
    TimeRemaining,
    ContainerVolume,
    BolusDose,

    // Words.
    InfusingStatus,
    DeliveryStatus,
    NotDeliveringReason,
    ActiveSources,
    Drug,
    LibraryName,
    LibraryVersion,
    Model,
    Firmware,
    SystemId,
    OrderType,

    // Events and alerts.
    EventCondition,
    EventSource,
    AlertSource,
    EventPhase,
    AlarmState,
    InactivationState,

    /// <summary>An event itself: its code stands where others say what they observe.</summary>
    Happening,
}
