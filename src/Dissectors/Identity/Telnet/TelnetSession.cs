using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Telnet;

/// <summary>A Telnet connection up to its prompts. Nothing that anyone typed is kept.</summary>
public struct TelnetSession : IFact<TelnetSession>
{
    /// <summary>The first line that the server wrote before it asked who is there.</summary>
    public NameId Banner;
    public bool HasNegotiated;
    public bool HasLoginPrompt;
    public bool HasPasswordPrompt;

    /// <summary>It went on in cipher (RFC 2946).</summary>
    public bool IsInCipher;
    public Quality Quality;

    public static FactKind Kind { get; } = FactKind.Of<TelnetSession>("telnet", "telnet.session", fields => fields
        .Name("banner", "first line that the server wrote before it asked who is there", (in f) => f.Banner)
        .Flag("negotiation", "options were negotiated", (in f) => f.HasNegotiated)
        .Flag("login_prompt", "the server asked for a user name", (in f) => f.HasLoginPrompt)
        .Flag("password_prompt", "the server asked for a password", (in f) => f.HasPasswordPrompt)
        .Flag("encrypted", "it went on in cipher", (in f) => f.IsInCipher));

    public static void Write(in TelnetSession fact, EventWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Name("banner"u8, fact.Banner);
        to.Flag("negotiation"u8, fact.HasNegotiated);
        to.Flag("login_prompt"u8, fact.HasLoginPrompt);
        to.Flag("password_prompt"u8, fact.HasPasswordPrompt);
        to.Flag("encrypted"u8, fact.IsInCipher);
        to.Quality(fact.Quality);
    }

    public static void Tell(in TelnetSession fact, IMeaning to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Act(Endpoint.Client, "TELNET"u8);
        to.CloseSession(orderly: true);
    }
}
