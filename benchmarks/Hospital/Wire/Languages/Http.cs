using System.Text;
using Hospital.Sayings;

namespace Hospital.Wire.Languages;

/// <summary>HTTP/1.1 (RFC 9112): heads; bodies are filler.</summary>
internal static class Http
{
    public static void Write(Wording to, HttpRequest request)
    {
        to.Text($"{request.Method} {request.Target} HTTP/1.1\r\nHost: {request.Server}\r\nUser-Agent: {request.Agent}\r\nAccept: */*\r\n");
        if (request.User.Length > 0)
        {
            // Where no password is said, one that nobody has.
            var user = request.User.Contains(':', StringComparison.Ordinal) ? request.User : $"{request.User}:{to.Salt:x16}";
            to.Text($"Authorization: Basic {Convert.ToBase64String(Encoding.Latin1.GetBytes(user))}\r\n");
        }

        End(to, request.BodyLength, request.Method is "POST" or "PUT" || request.BodyLength > 0);
    }

    public static void Write(Wording to, HttpResponse response)
    {
        to.Text($"HTTP/1.1 {response.Status} {PhraseOf(response.Status)}\r\nServer: {response.Server}\r\n");
        if (response.Status == 401)
        {
            to.Text("WWW-Authenticate: Basic realm=\"device\"\r\n");
        }

        End(to, response.BodyLength, response.Status is not (204 or 304));
    }

    private static void End(Wording to, int bodyLength, bool hasBody)
    {
        if (hasBody)
        {
            to.Text($"Content-Type: application/octet-stream\r\nContent-Length: {bodyLength}\r\n");
        }

        to.Text("\r\n");
        to.Bulk(bodyLength);
    }

    private static string PhraseOf(int status) => status switch
    {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Other",
    };
}
