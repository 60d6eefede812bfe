using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Framing;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>One direction of a conversation: its frames, and what is wrong with them.</summary>
internal sealed class Talker(FrameProgram program)
{
    /// <summary>Frames in a row that are said to have failed: at every power of two up to this one.</summary>
    private const int MostTold = 1 << 16;

    private long _resyncs;

    public FrameReader Reader { get; } = new(program);

    public bool HasSpoken { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>Frames in a row that failed their checks.</summary>
    public int Failures { get; private set; }

    /// <summary>Time of the last damage, and of what kinds there has been any.</summary>
    public long LastDamage { get; set; }

    public Quality Damage { get; set; }

    public void Reset(bool midStream)
    {
        Reader.Reset(midStream);
        HasSpoken = HasEnded = false;
        Failures = 0;
        LastDamage = _resyncs = 0;
        Damage = Quality.Clean;
    }

    /// <summary>A frame failed its check; true when that is to be told.</summary>
    public bool Fails()
    {
        Failures = Math.Min(Failures + 1, MostTold + 1);
        return Failures <= MostTold && (Failures & (Failures - 1)) == 0;
    }

    public void Succeeds() => Failures = 0;

    /// <summary>Times the place was lost and found since this was last asked.</summary>
    public long TakeResyncs()
    {
        var resyncs = Reader.Resyncs - _resyncs;
        _resyncs += resyncs;
        return resyncs;
    }
}
