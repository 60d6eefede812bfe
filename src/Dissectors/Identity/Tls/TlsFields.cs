using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Tls;

/// <summary>What rules can ask of a TLS connection. Names are those of the event where it has them.</summary>
internal static class TlsFields
{
    private static readonly IReadOnlyList<string> Versions = Choices.Of<TlsVersion>(TlsVersions.Text);

    public static FactFields<TlsSession> Session(FactFields<TlsSession> fields) => fields
        .Choice("version", "version the server chose", Versions, (in f) => (int)f.Version)
        .Choice("client_version", "newest version the client offered", Versions, (in f) => (int)f.ClientVersion)
        .Choice("cipher_strength", "what the chosen cipher suite is worth", Choices.Of<CipherStrength>(CipherSuite.Text), (in f) => (int)f.Strength)
        .Choice("handshake", "how far the handshake was seen to come", Choices.Of<TlsHandshake>(TlsSession.Text), (in f) => (int)f.Handshake)
        .Flag("alert", "a fatal alert was sent in clear", (in f) => f.HasAlert)
        .Name("sni", "host the client asked for", (in f) => f.Sni)
        .Name("alpn", "application protocol the server chose (before TLS 1.3)", (in f) => f.Alpn)
        .Name("subject", "whom the server's certificate names (before TLS 1.3)", (in f) => f.Subject)
        .Name("issuerdn", "who issued the server's certificate (before TLS 1.3)", (in f) => f.Issuer)
        .Flag("certificate", "the server's certificate was read (before TLS 1.3)", (in f) => f.NotAfter != 0)
        .Flag("expired", "the server's certificate wasn't valid at that time", (in f) => f.IsExpired)
        .Flag("self_signed", "the server's certificate names the server as its own issuer", (in f) => f.IsSelfSigned)
        .Number("days_left", "day", "how long the server's certificate is still valid; 0 where it isn't or none was read", (in f) => f.DaysLeft);
}
