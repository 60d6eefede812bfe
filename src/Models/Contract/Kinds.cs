namespace Sensor.Models;

/// <summary>What sort of relation a key stands for. The numbers are part of the saved layout.</summary>
public enum RelationKind : byte
{
    /// <summary>Talks with this partner, in this role.</summary>
    Peer,

    /// <summary>Uses this command or operation.</summary>
    Command,

    /// <summary>Presents itself under this name (AE title, application, implementation).</summary>
    ActsAs,

    /// <summary>Calls its partner by this name.</summary>
    Addresses,

    /// <summary>Has data sent to this destination (C-MOVE destination, routed facility).</summary>
    SendsTo,

    /// <summary>Handles this content (SOP class, message type, transfer syntax).</summary>
    WorksOn,
}

/// <summary>How a rate comes about, which decides how it is learnt. The numbers are part of the saved layout.</summary>
public enum RateKind : byte
{
    /// <summary>Once for each piece of work (bytes per object, objects per association): comparable at any hour.</summary>
    PerTransaction,

    /// <summary>Once for each interval of time (bytes per hour): follows the hour and needs evidence of its own.</summary>
    PerInterval,
}

/// <summary>Whether the bytes behind an observation were all seen.</summary>
public enum DataQuality : byte
{
    Clean,
    Damaged,
}

/// <summary>Which of the three expectations spoke. The numbers are part of the saved layout.</summary>
public enum ExpectationKind : byte
{
    Relation,
    Rate,
    Sequence,
}

/// <summary>What models may do with observations.</summary>
public enum LearningMode : byte
{
    /// <summary>Each expectation judges once it has evidence enough, its own or its group's; learning goes on behind quarantine.</summary>
    Auto,

    /// <summary>Everything teaches at once, nothing is judged.</summary>
    Learn,

    /// <summary>Mature expectations judge, baselines are frozen.</summary>
    Detect,
}

/// <summary>Whose history a judgement rests on.</summary>
public enum Basis : byte
{
    Device,
    Group,
}

/// <summary>How much state a device has come to need, at most (bytes as saved).</summary>
public enum SizeClass : byte
{
    /// <summary>At most 1 KiB.</summary>
    Small,

    /// <summary>At most 4 KiB.</summary>
    Medium,

    /// <summary>At most 16 KiB, the hard bound.</summary>
    Large,
}
