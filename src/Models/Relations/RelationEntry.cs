namespace Sensor.Models;

/// <summary>One key's record.</summary>
internal struct RelationEntry
{
    public const int StateBytes = 12;

    /// <summary>Minute of the first use.</summary>
    public uint First;

    /// <summary>Minute of the last use.</summary>
    public uint Last;

    /// <summary>Occasions on which it was used.</summary>
    public ushort Uses;

    public RelationStanding Standing;

    /// <summary>Distinct days of use while waiting.</summary>
    public byte Days;

    /// <summary>Notes a use; true when it is a new occasion.</summary>
    public bool Use(uint now)
    {
        var again = now / PacketTime.OccasionMinutes > Last / PacketTime.OccasionMinutes;
        if (PacketTime.Day(now) > PacketTime.Day(Last))
        {
            Days = (byte)Math.Min(Days + 1, byte.MaxValue);
        }

        Last = Math.Max(Last, now);
        Uses = (ushort)Math.Min(Uses + (again ? 1 : 0), ushort.MaxValue);
        return again;
    }

    public readonly void Save(ref StateWriter writer)
    {
        writer.UInt32(First);
        writer.UInt32(Last);
        writer.UInt16(Uses);
        writer.Byte((byte)Standing);
        writer.Byte(Days);
    }

    public static RelationEntry Load(ref StateReader reader)
    {
        var entry = new RelationEntry
        {
            First = reader.UInt32(),
            Last = reader.UInt32(),
            Uses = reader.UInt16(),
            Standing = (RelationStanding)reader.Byte(),
            Days = reader.Byte(),
        };
        reader.Require(entry.Standing <= RelationStanding.Held);
        return entry;
    }
}

internal enum RelationStanding : byte
{
    Known,

    /// <summary>In quarantine; becomes known when it recurs on enough days.</summary>
    Waiting,

    /// <summary>In quarantine until an analyst decides.</summary>
    Held,
}
