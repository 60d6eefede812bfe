namespace Hospital.Sayings;

/// <summary>An HTTP/1.1 request in clear.</summary>
/// <param name="Method">GET, POST, …</param>
/// <param name="Target">Path.</param>
/// <param name="Server">Host header.</param>
/// <param name="Agent">User-Agent.</param>
/// <param name="User">User of HTTP Basic, with a colon and the password where that matters; empty: none.</param>
/// <param name="BodyLength">Bytes.</param>
public sealed record HttpRequest(string Method, string Target, string Server, string Agent, string User = "", int BodyLength = 0) : Saying;

/// <param name="Status">200, 401, …</param>
/// <param name="Server">Server header.</param>
/// <param name="BodyLength">Bytes.</param>
public sealed record HttpResponse(int Status, string Server, int BodyLength) : Saying;

/// <summary>TLS 1.3 ClientHello.</summary>
/// <param name="ServerName">SNI; empty: none.</param>
/// <param name="Library">Which of a few sets of cipher suites and extensions it offers.</param>
public sealed record TlsClientHello(string ServerName, int Library) : Saying;

/// <summary>ServerHello and what follows it encrypted.</summary>
public sealed record TlsServerHello : Saying
{
    public static readonly TlsServerHello It = new();
}

/// <summary>Application data of TLS.</summary>
public sealed record TlsData(long Length) : Saying;

/// <summary>A line of FTP's or Telnet's dialogue, without its CR LF.</summary>
public sealed record TextLine(string Text) : Saying;
