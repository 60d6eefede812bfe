using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Sensor.Outputs.Delivery;

/// <summary>Says what a network did, without anything of what was sent.</summary>
internal static class Trouble
{
    /// <summary>A part of a sentence; null where it isn't the network's doing.</summary>
    public static string? Of(Exception e) => e switch
    {
        HttpRequestException { InnerException: { } inner } when Of(inner) is { } reason => reason,
        AuthenticationException { InnerException: { } inner } when Of(inner) is { } reason => reason,
        AuthenticationException or SocketException or HttpRequestException or IOException or UnauthorizedAccessException
            or CryptographicException => Plain(e.Message),
        _ => null,
    };

    private static string Plain(string message)
    {
        const int max = 200;
        var line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return line.Length > max ? line[..max] + "…" : line;
    }
}
