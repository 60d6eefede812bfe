namespace Sensor.Models;

/// <summary>What surprised on one side of a rate and hasn't been accepted: announced once, learnt when it recurs on enough days.</summary>
internal struct RateQuarantine
{
    public const int StateBytes = 4 + 2 + 2;

    private uint _last;
    private ushort _count;
    private byte _days;
    private bool _held;

    public readonly int Count(uint now, ModelSettings settings) => Lives(now, settings) ? _count : 0;

    /// <summary>Recurred on enough days: values on this side teach.</summary>
    public readonly bool IsProven(uint now, ModelSettings settings) => Lives(now, settings) && !_held && _days >= settings.KnownAfterDays;

    /// <summary>Notes a surprising value; without <paramref name="proves"/> its recurrence counts for nothing.</summary>
    public void Note(uint now, bool proves, ModelSettings settings)
    {
        if (!Lives(now, settings))
        {
            this = default;
        }

        if (proves && (_days == 0 || PacketTime.Day(now) > PacketTime.Day(_last)))
        {
            _days = (byte)Math.Min(_days + 1, byte.MaxValue);
        }

        _last = Math.Max(_last, now);
        _count = (ushort)Math.Min(_count + 1, ushort.MaxValue);
    }

    public void Hold() => _held = _count > 0;

    public readonly void Save(ref StateWriter writer)
    {
        writer.UInt32(_last);
        writer.UInt16(_count);
        writer.Byte(_days);
        writer.Byte((byte)(_held ? 1 : 0));
    }

    public static RateQuarantine Load(ref StateReader reader) =>
        new() { _last = reader.UInt32(), _count = reader.UInt16(), _days = reader.Byte(), _held = reader.Byte() != 0 };

    private readonly bool Lives(uint now, ModelSettings settings) =>
        _count > 0 && (_held || PacketTime.Between(_last, now) <= PacketTime.Minutes(settings.QuarantineEnds));
}
