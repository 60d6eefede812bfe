namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>One step of a reader over bytes as they are meant.</summary>
/// <param name="Sign">What came of it.</param>
/// <param name="Used">Bytes used up.</param>
/// <param name="Needed">With <see cref="FrameSign.Wait"/>: bytes wanted behind those used up.</param>
/// <param name="IsSilent">The bytes stand between frames and mean nothing: to be passed over without a word.</param>
internal readonly record struct FrameStep(FrameSign Sign, int Used, int Needed = 0, bool IsSilent = false)
{
    public static FrameStep Wait(int needed) => new(FrameSign.Wait, 0, Math.Max(needed, 1));

    public static FrameStep Pass(int used) => new(FrameSign.Passed, used);

    public static FrameStep Skip(int used) => new(FrameSign.Passed, used, IsSilent: true);
}
