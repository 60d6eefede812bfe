using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>What a message of WS-Discovery is.</summary>
public enum DiscoveryKind : byte
{
    /// <summary>Another one over SOAP.</summary>
    Other,
    Hello,
    Bye,
    Probe,
    ProbeMatch,
    Resolve,
    ResolveMatch,
}

/// <summary>Somebody says that an endpoint is there, or asks for it (EVE <c>wsd</c>): WS-Discovery 1.1, as IEEE 11073 SDC uses it.</summary>
public struct WsDiscoveryMessage : IFact<WsDiscoveryMessage>
{
    /// <summary>Multicast to all who listen: anybody may say anything.</summary>
    private const double ClaimConfidence = 0.5;

    /// <summary>Stable address of the endpoint, <c>urn:uuid:…</c>.</summary>
    public NameId Endpoint;
    public NameId Types;

    /// <summary>Where it is reached: host and port of the first transport address.</summary>
    public NameId Address;

    /// <summary>Of its scopes the place (<c>sdc.ctxt.loc</c>): point of care, room, bed. No other context is kept.</summary>
    public NameId Location;
    public DiscoveryKind What;

    /// <summary>A medical device by its types or scopes.</summary>
    public bool IsMedical;
    public bool IsPlainHttp;
    public bool IsHttps;
    public Endpoint Sender;
    public Quality Quality;

    public static FactKind Kind { get; } = FactKind.Of<WsDiscoveryMessage>("wsd", "wsd.message", fields => fields
        .Choice("kind", "what it is", Choices.Of<DiscoveryKind>(Word), (in f) => (int)f.What)
        .Name("endpoint", "the endpoint's stable address", (in f) => f.Endpoint)
        .Name("types", "what it is", (in f) => f.Types)
        .Name("address", "where it is reached: host and port", (in f) => f.Address)
        .Name("location", "the place it says it is at", (in f) => f.Location)
        .Flag("medical", "a medical device, by its types or scopes", (in f) => f.IsMedical)
        .Flag("plain_http", "it is reached by HTTP without TLS", (in f) => f.IsPlainHttp)
        .Flag("https", "it is reached by HTTPS", (in f) => f.IsHttps)
        .Flag("present", "the endpoint speaks for itself and is there", (in f) => f.IsPresent));

    /// <summary>Says where the endpoint is: with it, its sender.</summary>
    private readonly bool IsPresent => What is DiscoveryKind.Hello or DiscoveryKind.ProbeMatch or DiscoveryKind.ResolveMatch;

    public static void Write(in WsDiscoveryMessage fact, EventWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Text("kind"u8, Word(fact.What));
        to.Name("endpoint"u8, fact.Endpoint);
        to.Name("types"u8, fact.Types);
        to.Name("address"u8, fact.Address);
        to.Name("location"u8, fact.Location);
        to.Flag("medical"u8, fact.IsMedical);
        if (fact.IsPresent)
        {
            to.Flag("plain_http"u8, fact.IsPlainHttp);
            to.Flag("https"u8, fact.IsHttps);
        }

        to.Quality(fact.Quality);
    }

    public static void Tell(in WsDiscoveryMessage fact, IMeaning to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (fact.IsPresent && fact.IsMedical && !fact.Endpoint.IsNone)
        {
            to.Claim(fact.Sender, Contract.Attribute.Serial, fact.Endpoint, ClaimConfidence);
        }
    }

    private static ReadOnlySpan<byte> Word(DiscoveryKind kind) => kind switch
    {
        DiscoveryKind.Hello => "hello"u8,
        DiscoveryKind.Bye => "bye"u8,
        DiscoveryKind.Probe => "probe"u8,
        DiscoveryKind.ProbeMatch => "probe_match"u8,
        DiscoveryKind.Resolve => "resolve"u8,
        DiscoveryKind.ResolveMatch => "resolve_match"u8,
        _ => "other"u8,
    };
}
