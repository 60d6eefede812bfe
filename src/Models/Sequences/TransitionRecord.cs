namespace Sensor.Models;

/// <summary>How often a transition was seen, and whether it is known.</summary>
internal struct TransitionRecord
{
    /// <summary>In the place of the days waited: only an analyst can make it known.</summary>
    public const byte Held = 7;

    /// <summary>Most observations counted; then all counts of the table are halved.</summary>
    public const ushort Full = 60_000;

    private const int KeyBits = 20;

    /// <summary>Times seen.</summary>
    public ushort Count;

    /// <summary>Day last seen.</summary>
    public ushort Day;

    /// <summary>0 known; 1 to 6 waiting, so many days seen; 7 held.</summary>
    public byte Days;

    public readonly bool IsWaiting => Days is > 0 and < Held;

    /// <summary>Learns so many observations; true if it wasn't known.</summary>
    public bool Learn(ushort day, int times)
    {
        var news = Days != 0;
        Count = (ushort)Math.Min((news ? 0 : Count) + times, Full);
        Day = Math.Max(Day, day);
        Days = 0;
        return news;
    }

    /// <summary>
    /// Notes one more observation in quarantine; true when it has thereby been seen on <paramref name="days"/> days and is known. 0 days:
    /// never.
    /// </summary>
    public bool Wait(ushort day, int days)
    {
        var proves = day > Day && days > 0 && Days < Held;
        Count = (ushort)Math.Min(Count + 1, Full);
        Day = Math.Max(Day, day);
        if (!proves)
        {
            return false;
        }

        Days = (byte)Math.Min(Days + 1, Held - 1);
        return Days >= days && Learn(day, 1);
    }

    /// <summary>Eight bytes; the days take the bits above the key's.</summary>
    public readonly void Save(uint key, ref StateWriter writer)
    {
        writer.UInt32(key | ((uint)Days << KeyBits));
        writer.UInt16(Count);
        writer.UInt16(Day);
    }

    public static (uint Key, TransitionRecord Record) Load(ref StateReader reader)
    {
        var key = reader.UInt32();
        var record = new TransitionRecord { Days = (byte)(key >> KeyBits), Count = reader.UInt16(), Day = reader.UInt16() };
        reader.Require(key >> KeyBits <= Held && record.Count <= Full);
        return (key & ((1u << KeyBits) - 1), record);
    }
}
