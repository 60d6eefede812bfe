namespace Hospital.Wire.Frames;

/// <summary>TCP's flags.</summary>
[Flags]
internal enum Flags : byte
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Reset = 4,
    Push = 8,
    Acknowledge = 16,
}
