namespace Sensor.Models;

/// <summary>
/// Limits how many new things are announced one by one in a day; past it one burst is announced, then nothing more until the next day
///.
/// </summary>
internal struct Announcements
{
    public const int StateBytes = 3;

    private ushort _day;
    private byte _count;

    /// <summary>What a surprise found now would be called, and whether it would still be announced.</summary>
    public readonly (Verdict Verdict, JudgementReason Reason) Next(JudgementReason reason, uint now, ModelSettings settings)
    {
        var today = PacketTime.Day(now) == _day ? _count : 0;
        return today < settings.AnnouncedPerDay ? (Verdict.Surprising, reason)
            : today == settings.AnnouncedPerDay ? (Verdict.Surprising, JudgementReason.NoveltyBurst)
            : (Verdict.Informational, JudgementReason.NoveltyBurst);
    }

    public void Note(uint now)
    {
        var day = PacketTime.Day(now);
        _count = day == _day ? (byte)Math.Min(_count + 1, byte.MaxValue) : (byte)1;
        _day = day;
    }

    public readonly void Save(ref StateWriter writer)
    {
        writer.UInt16(_day);
        writer.Byte(_count);
    }

    public static Announcements Load(ref StateReader reader) => new() { _day = reader.UInt16(), _count = reader.Byte() };
}
