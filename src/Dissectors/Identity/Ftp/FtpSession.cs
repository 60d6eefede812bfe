using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Ftp;

/// <summary>How logging in ended, as far as it could be read.</summary>
public enum FtpLogin : byte
{
    /// <summary>Nobody tried in clear.</summary>
    None,

    /// <summary>Tried, and the last answer wasn't seen.</summary>
    Unknown,
    Accepted,
    Refused,
}

/// <summary>Whether the connection was to go on in TLS (RFC 4217).</summary>
public enum FtpAuthTls : byte
{
    None,

    /// <summary>Asked for, and not granted.</summary>
    Requested,

    /// <summary>What followed isn't read.</summary>
    Accepted,
}

/// <summary>An FTP control connection up to its login. Neither the name nor the password is kept.</summary>
public struct FtpSession : IFact<FtpSession>
{
    /// <summary>Greetings are written by hand.</summary>
    private const double BannerConfidence = 0.4;

    /// <summary>The first line of the server's greeting.</summary>
    public NameId Banner;
    public int FailedLogins;
    public FtpLogin Login;
    public FtpAuthTls AuthTls;
    public bool IsUserInClear;
    public bool IsPasswordInClear;

    /// <summary>The last user was one that stands for nobody (RFC 1635).</summary>
    public bool IsAnonymous;
    public Endpoint Client;
    public Quality Quality;

    public static FactKind Kind { get; } = FactKind.Of<FtpSession>("ftp", "ftp.session", fields => fields
        .Name("banner", "first line of the server's greeting", (in f) => f.Banner)
        .Flag("user_in_clear", "a user name was sent in clear", (in f) => f.IsUserInClear)
        .Flag("password_in_clear", "a password was sent in clear", (in f) => f.IsPasswordInClear)
        .Flag("anonymous", "the user was anonymous or ftp", (in f) => f.IsAnonymous)
        .Choice("auth_tls", "whether the connection was to go on in TLS", Choices.Of<FtpAuthTls>(Text), (in f) => (int)f.AuthTls)
        .Choice("login", "how logging in ended; none: nobody tried in clear", Choices.Of<FtpLogin>(Text), (in f) => (int)f.Login)
        .Number("failed_logins", "login", "logins refused", (in f) => f.FailedLogins));

    public static void Write(in FtpSession fact, EventWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Name("banner"u8, fact.Banner);
        to.Flag("user_in_clear"u8, fact.IsUserInClear);
        to.Flag("password_in_clear"u8, fact.IsPasswordInClear);
        to.Flag("anonymous"u8, fact.IsAnonymous);
        if (fact.AuthTls != FtpAuthTls.None)
        {
            to.Text("auth_tls"u8, Text(fact.AuthTls));
        }

        to.Text("login"u8, Text(fact.Login));
        to.Number("failed_logins"u8, fact.FailedLogins);
        to.Quality(fact.Quality);
    }

    public static void Tell(in FtpSession fact, IMeaning to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Claim(fact.Client.Peer(), Contract.Attribute.Software, fact.Banner, BannerConfidence);
        var command = fact.Login == FtpLogin.None ? "FTP SESSION"u8 : "FTP LOGIN"u8;
        to.Act(fact.Client, command);
        to.Conclude(fact.Client, command, fact.Login switch
        {
            FtpLogin.Accepted => Outcome.Ok,
            FtpLogin.Refused => Outcome.Refused,
            _ => Outcome.Unknown,
        });
        to.CloseSession(orderly: true);
    }

    private static ReadOnlySpan<byte> Text(FtpAuthTls state) => state switch
    {
        FtpAuthTls.Requested => "requested"u8,
        FtpAuthTls.Accepted => "accepted"u8,
        _ => default,
    };

    private static ReadOnlySpan<byte> Text(FtpLogin login) => login switch
    {
        FtpLogin.Accepted => "accepted"u8,
        FtpLogin.Refused => "refused"u8,
        FtpLogin.Unknown => "unknown"u8,
        _ => "none"u8,
    };
}
