namespace Sensor.Dissectors.Identity.Http;

/// <summary>Methods of HTTP and WebDAV (RFC 9110, section 9; RFC 5789; RFC 4918; RFC 3253).</summary>
public enum HttpMethod : byte
{
    /// <summary>None of them, or not seen.</summary>
    None,
    Get,
    Head,
    Post,
    Put,
    Delete,
    Connect,
    Options,
    Trace,
    Patch,
    PropFind,
    PropPatch,
    MkCol,
    Copy,
    Move,
    Lock,
    Unlock,
    Report,
}

/// <summary>Their names.</summary>
public static class HttpMethods
{
    private const int Prefix = 5;

    /// <summary>As an act: <c>HTTP GET</c>.</summary>
    public static ReadOnlySpan<byte> Act(HttpMethod method) => method switch
    {
        HttpMethod.Get => "HTTP GET"u8,
        HttpMethod.Head => "HTTP HEAD"u8,
        HttpMethod.Post => "HTTP POST"u8,
        HttpMethod.Put => "HTTP PUT"u8,
        HttpMethod.Delete => "HTTP DELETE"u8,
        HttpMethod.Connect => "HTTP CONNECT"u8,
        HttpMethod.Options => "HTTP OPTIONS"u8,
        HttpMethod.Trace => "HTTP TRACE"u8,
        HttpMethod.Patch => "HTTP PATCH"u8,
        HttpMethod.PropFind => "HTTP PROPFIND"u8,
        HttpMethod.PropPatch => "HTTP PROPPATCH"u8,
        HttpMethod.MkCol => "HTTP MKCOL"u8,
        HttpMethod.Copy => "HTTP COPY"u8,
        HttpMethod.Move => "HTTP MOVE"u8,
        HttpMethod.Lock => "HTTP LOCK"u8,
        HttpMethod.Unlock => "HTTP UNLOCK"u8,
        HttpMethod.Report => "HTTP REPORT"u8,
        _ => default,
    };

    /// <summary>Empty for none.</summary>
    public static ReadOnlySpan<byte> Text(HttpMethod method) => method == HttpMethod.None ? default : Act(method)[Prefix..];

    /// <summary>The method whose name and a space stand at the front; none where there is none.</summary>
    public static HttpMethod AtFrontOf(ReadOnlySpan<byte> line) => Find(line, isWhole: true);

    /// <summary>Whether more bytes could make it one.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes) => Find(bytes, isWhole: false) != HttpMethod.None;

    private static HttpMethod Find(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        for (var method = HttpMethod.Get; method <= HttpMethod.Report; method++)
        {
            var name = Text(method);
            var isIt = isWhole
                ? bytes.Length > name.Length && bytes[name.Length] == (byte)' ' && bytes.StartsWith(name)
                : bytes.Length <= name.Length && name.StartsWith(bytes);
            if (isIt)
            {
                return method;
            }
        }

        return HttpMethod.None;
    }
}
