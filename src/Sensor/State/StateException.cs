namespace Sensor.State;

/// <summary>What is wrong with saved state.</summary>
internal enum StateFault
{
    /// <summary>It can't be read or written for now, for reasons outside of it: rights, room, a disk.</summary>
    Unavailable,

    /// <summary>It isn't what was written.</summary>
    Damaged,

    /// <summary>A newer sensor wrote it, or something else did.</summary>
    Foreign,

    /// <summary>Another sensor keeps its state there.</summary>
    InUse,
}

/// <summary>State can't be used; the message is a part of a sentence that says why.</summary>
internal sealed class StateException(StateFault fault, string reason) : Exception(reason)
{
    public StateFault Fault => fault;
}
