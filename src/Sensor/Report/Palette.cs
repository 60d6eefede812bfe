namespace Sensor.Report;

/// <summary>Classes of the style sheet by which protocols keep their colours. Colours repeat where there are more protocols.</summary>
internal static class Palette
{
    private static readonly string[] Known = ["dicom", "hl7", "tls", "http", "ftp", "telnet"];

    public static string Of(string protocol) => protocol.Length == 0 ? "p0" : Array.IndexOf(Known, protocol) switch
    {
        < 0 => $"p{1 + (protocol.Sum(c => c) % Known.Length)}",
        var place => $"p{place + 1}",
    };
}
