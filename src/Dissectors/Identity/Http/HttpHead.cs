using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Http;

/// <summary>How a client proves who it is (RFC 9110, section 11; the IANA's registry of schemes).</summary>
public enum HttpAuthorization : byte
{
    /// <summary>Not in the head.</summary>
    None,

    /// <summary>Name and password in clear but for base64 (RFC 7617).</summary>
    Basic,

    /// <summary>A token: whoever has it is let in (RFC 6750).</summary>
    Bearer,
    Digest,
    Ntlm,
    Negotiate,
    Other,
}

/// <summary>Their names.</summary>
public static class HttpAuthorizations
{
    public static ReadOnlySpan<byte> Text(HttpAuthorization scheme) => scheme switch
    {
        HttpAuthorization.Basic => "basic"u8,
        HttpAuthorization.Bearer => "bearer"u8,
        HttpAuthorization.Digest => "digest"u8,
        HttpAuthorization.Ntlm => "ntlm"u8,
        HttpAuthorization.Negotiate => "negotiate"u8,
        HttpAuthorization.Other => "other"u8,
        _ => default,
    };

    /// <param name="value">Of the field: the scheme is its first word, the rest isn't looked at.</param>
    public static HttpAuthorization Of(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)' ');
        var word = end < 0 ? value : value[..end];
        for (var scheme = HttpAuthorization.Basic; scheme < HttpAuthorization.Other; scheme++)
        {
            if (HttpLine.Is(word, Text(scheme)))
            {
                return scheme;
            }
        }

        return HttpAuthorization.Other;
    }
}

/// <summary>What is kept of the head of a request or a response.</summary>
public struct HttpHead
{
    /// <summary>Packet that it began in.</summary>
    public long Ordinal;

    /// <summary>Announced bytes of the body; negative where none are.</summary>
    public long Length;

    /// <summary>Of a request: the host it is for, without its port.</summary>
    public NameId Host;

    /// <summary>The software: <c>User-Agent</c> of a request, <c>Server</c> of a response.</summary>
    public NameId Software;

    /// <summary>Without parameters.</summary>
    public NameId ContentType;

    /// <summary>Of a response.</summary>
    public ushort Status;

    /// <summary>Of a request.</summary>
    public HttpMethod Method;
    public HttpAuthorization Authorization;
    public bool IsChunked;

    /// <summary>The body is a SOAP 1.2 message (RFC 3902).</summary>
    public bool IsSoap;

    /// <summary>The body is compressed.</summary>
    public bool IsEncoded;

    /// <summary>It sends or accepts DICOM objects, or their attributes (PS3.18, section 8.7.3).</summary>
    public bool IsDicom;

    /// <summary>A browser says so: its name isn't a device's.</summary>
    public bool IsBrowser;
}

/// <summary>Reads the fields of a head that matter.</summary>
internal static class HttpFields
{
    /// <param name="context">Where names go.</param>
    /// <param name="head">Takes what the field says.</param>
    /// <param name="line">A line of the head.</param>
    public static void Take(PartitionContext context, ref HttpHead head, ReadOnlySpan<byte> line)
    {
        if (!HttpLine.TryField(line, out var name, out var value))
        {
            return;
        }

        switch (name.Length)
        {
            case 4 when HttpLine.Is(name, "Host"u8):
                head.Host = PlainText.Host(context, WithoutPort(value));
                break;
            case 6 when HttpLine.Is(name, "Server"u8) && head.Status != 0:
                head.Software = PlainText.Banner(context, value);
                break;
            case 6 when HttpLine.Is(name, "Accept"u8):
                head.IsDicom |= IsDicom(value);
                break;
            case 10 when HttpLine.Is(name, "User-Agent"u8) && head.Status == 0:
                head.Software = PlainText.Banner(context, value);
                head.IsBrowser = value.StartsWith("Mozilla/"u8);
                break;
            case 12 when HttpLine.Is(name, "Content-Type"u8):
                var end = value.IndexOf((byte)';');
                head.ContentType = PlainText.Banner(context, end < 0 ? value : value[..end]);
                head.IsDicom |= IsDicom(value);
                head.IsSoap = HttpLine.Is(value[..(end < 0 ? value.Length : end)], "application/soap+xml"u8);
                break;
            case 16 when HttpLine.Is(name, "Content-Encoding"u8):
                head.IsEncoded = !HttpLine.Is(value, "identity"u8);
                break;
            case 13 when HttpLine.Is(name, "Authorization"u8):
                head.Authorization = HttpAuthorizations.Of(value);
                break;
            case 19 when HttpLine.Is(name, "Proxy-Authorization"u8) && head.Authorization == HttpAuthorization.None:
                head.Authorization = HttpAuthorizations.Of(value);
                break;
            case 14 when HttpLine.Is(name, "Content-Length"u8):
                head.Length = HttpLine.Length(value);
                break;
            case 17 when HttpLine.Is(name, "Transfer-Encoding"u8):
                head.IsChunked = value.Length >= 7 && HttpLine.Is(value[^7..], "chunked"u8);
                break;
        }
    }

    private static bool IsDicom(ReadOnlySpan<byte> value) => value.IndexOf("application/dicom"u8) >= 0;

    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> host)
    {
        var colon = host.LastIndexOf((byte)':');
        return colon < 0 || colon < host.LastIndexOf((byte)']') ? host : host[..colon];
    }
}
