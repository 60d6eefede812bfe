using Sensor.Dissectors.Contract;
using Sensor.State;

namespace Sensor.Pumps;

/// <summary>What became of an order.</summary>
internal enum OrderState : byte
{
    /// <summary>Nobody has answered yet, or the answer wasn't seen.</summary>
    Sent,
    Accepted,
    Refused,
}

/// <summary>What a pump was told over the network.</summary>
internal sealed class PumpOrder
{
    /// <summary>Packet time.</summary>
    public long Time { get; init; }

    /// <summary>Number of the device that gave it; 0 where it isn't known.</summary>
    public int By { get; init; }

    /// <summary>The message's own id, by which its answer comes on another connection; none of others.</summary>
    public Pseudonym ControlId { get; init; }

    public Pseudonym Number { get; init; }

    public Pseudonym Patient { get; init; }

    /// <summary>mL/h; not a number where it says nothing of it.</summary>
    public double Rate { get; init; } = double.NaN;

    /// <summary>mL, likewise.</summary>
    public double Vtbi { get; init; } = double.NaN;

    /// <summary>Rate that the pump said before.</summary>
    public double RateBefore { get; init; } = double.NaN;

    public OrderState State { get; set; }

    /// <summary>The pump has said that it does as told.</summary>
    public bool IsEffected { get; set; }

    /// <summary>It is a program that somebody at the pump has to confirm.</summary>
    public bool IsProgram => !ControlId.IsNone;

    public void Save(PartWriter writer)
    {
        writer.Int64(Time);
        writer.Int32(By);
        writer.Id(ControlId);
        writer.Id(Number);
        writer.Id(Patient);
        writer.Double(Rate);
        writer.Double(Vtbi);
        writer.Double(RateBefore);
        writer.Byte((byte)State);
        writer.Boolean(IsEffected);
    }

    public static PumpOrder Load(ref PartReader reader)
    {
        var order = new PumpOrder
        {
            Time = reader.Int64(),
            By = reader.Int32(int.MaxValue),
            ControlId = reader.Id(),
            Number = reader.Id(),
            Patient = reader.Id(),
            Rate = reader.Double(),
            Vtbi = reader.Double(),
            RateBefore = reader.Double(),
            State = (OrderState)reader.Byte(),
            IsEffected = reader.Boolean(),
        };
        reader.Require(order.State <= OrderState.Refused);
        return order;
    }
}
