namespace Hospital.Wire.Languages;

/// <summary>HL7's minimal lower layer protocol (release 1): VT, the message, FS, CR.</summary>
internal static class Mllp
{
    public static void Write(Wording to, string text)
    {
        to.Byte(0x0B);
        to.Text(text);
        to.Copy([0x1C, 0x0D]);
    }
}
