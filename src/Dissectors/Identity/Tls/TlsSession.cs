using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Tls;

/// <summary>How far a handshake was seen to come.</summary>
public enum TlsHandshake : byte
{
    /// <summary>Its end wasn't seen.</summary>
    Unknown,

    /// <summary>Both sides went on in cipher.</summary>
    Completed,

    /// <summary>One side broke it off.</summary>
    Failed,
}

/// <summary>Names of application protocols that a client offers, the first few.</summary>
[InlineArray(Length)]
public struct OfferedProtocols
{
    public const int Length = 4;

    private NameId _first;
}

/// <summary>A TLS connection: what was agreed on before it went on in cipher. Names members as Suricata's <c>tls</c> where it has them.</summary>
public struct TlsSession : IFact<TlsSession>
{
    /// <summary>Whoever signed it vouches for the name, but it is not checked here.</summary>
    private const double CertificateConfidence = 0.5;

    /// <summary>Seconds since the Unix epoch; 0 where no certificate was read.</summary>
    public long NotBefore;
    public long NotAfter;

    /// <summary>When the certificate was seen, in the same count.</summary>
    public long SeenAt;

    /// <summary>The host that the client asked for.</summary>
    public NameId Sni;
    public NameId Subject;
    public NameId Issuer;

    /// <summary>The common name of <see cref="Subject"/> where it is the name of one host.</summary>
    public NameId CertificateHost;
    public OfferedProtocols Offered;
    public NameId Alpn;

    /// <summary>Chosen by the server; see <see cref="HasCipher"/>.</summary>
    public ushort Cipher;
    public bool HasCipher;

    /// <summary>The newest that the client offered.</summary>
    public TlsVersion ClientVersion;

    /// <summary>Chosen by the server.</summary>
    public TlsVersion Version;
    public TlsHandshake Handshake;

    /// <summary>Number of the fatal alert that was sent in clear; see <see cref="HasAlert"/>.</summary>
    public byte Alert;
    public bool HasAlert;

    /// <summary>Its certificate names the server as its own issuer.</summary>
    public bool IsSelfSigned;

    public Endpoint Client;
    public Quality Quality;

    public static FactKind Kind { get; } = FactKind.Of<TlsSession>("tls", "tls.session", TlsFields.Session);

    internal readonly CipherStrength Strength => HasCipher ? CipherSuite.Strength(Cipher) : CipherStrength.None;

    /// <summary>The certificate was not valid any more, or not yet.</summary>
    internal readonly bool IsExpired => NotAfter != 0 && (SeenAt > NotAfter || SeenAt < NotBefore);

    internal readonly double DaysLeft => NotAfter == 0 ? 0 : Math.Max(0, NotAfter - SeenAt) / 86_400.0;

    public static void Write(in TlsSession fact, EventWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        WriteVersion("version"u8, fact.Version, to);
        WriteVersion("client_version"u8, fact.ClientVersion, to);
        to.Name("sni"u8, fact.Sni);
        if (fact.HasCipher)
        {
            to.Hex16("cipher"u8, fact.Cipher);
            if (CipherSuite.Name(fact.Cipher) is { } name)
            {
                to.Json.WriteString("cipher_name"u8, name);
            }
        }

        if (!fact.Offered[0].IsNone)
        {
            to.Json.WriteStartArray("client_alpns"u8);
            foreach (var protocol in fact.Offered)
            {
                to.Element(protocol);
            }

            to.Json.WriteEndArray();
        }

        to.Name("alpn"u8, fact.Alpn);
        to.Name("subject"u8, fact.Subject);
        to.Name("issuerdn"u8, fact.Issuer);
        if (fact.NotAfter != 0)
        {
            to.Time("notbefore"u8, fact.NotBefore * 1_000_000_000);
            to.Time("notafter"u8, fact.NotAfter * 1_000_000_000);
            to.Flag("expired"u8, fact.IsExpired);
            to.Flag("self_signed"u8, fact.IsSelfSigned);
        }

        to.Text("handshake"u8, Text(fact.Handshake));
        if (fact.HasAlert)
        {
            to.Text("alert"u8, TlsAlert.Text(fact.Alert));
        }

        to.Quality(fact.Quality);
    }

    public static void Tell(in TlsSession fact, IMeaning to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Act(fact.Client, "TLS HANDSHAKE"u8);
        to.Conclude(fact.Client, "TLS HANDSHAKE"u8, fact.Handshake switch
        {
            TlsHandshake.Completed => Outcome.Ok,
            TlsHandshake.Failed => Outcome.Failure,
            _ => Outcome.Unknown,
        });
        if (!fact.CertificateHost.IsNone)
        {
            to.Claim(fact.Client.Peer(), Contract.Attribute.Hostname, fact.CertificateHost, CertificateConfidence);
        }

        to.CloseSession(orderly: true);
    }

    public static ReadOnlySpan<byte> Text(TlsHandshake handshake) => handshake switch
    {
        TlsHandshake.Completed => "completed"u8,
        TlsHandshake.Failed => "failed"u8,
        _ => "unknown"u8,
    };

    private static void WriteVersion(ReadOnlySpan<byte> key, TlsVersion version, EventWriter to)
    {
        if (version != TlsVersion.None)
        {
            to.Text(key, TlsVersions.Text(version));
        }
    }
}
