namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>One step of a reader over bytes as they are meant. One word, as it is handed on several times a frame.</summary>
internal readonly record struct FrameStep
{
    private const long Silent = 0x100;
    private readonly long _word;

    public FrameStep(FrameSign sign, int used, bool isSilent = false) => _word = ((long)used << 32) | (isSilent ? Silent : 0) | (byte)sign;

    /// <summary>What came of it.</summary>
    public FrameSign Sign => (FrameSign)(byte)_word;

    /// <summary>The bytes stand between frames and mean nothing: to be passed over without a word.</summary>
    public bool IsSilent => (_word & Silent) != 0;

    /// <summary>Bytes used up.</summary>
    public int Used => Sign == FrameSign.Wait ? 0 : (int)(_word >> 32);

    /// <summary>With <see cref="FrameSign.Wait"/>: bytes wanted.</summary>
    public int Needed => Sign == FrameSign.Wait ? (int)(_word >> 32) : 0;

    public static FrameStep Wait(int needed) => new(FrameSign.Wait, Math.Max(needed, 1));

    public static FrameStep Pass(int used) => new(FrameSign.Passed, used);

    public static FrameStep Skip(int used) => new(FrameSign.Passed, used, isSilent: true);
}
