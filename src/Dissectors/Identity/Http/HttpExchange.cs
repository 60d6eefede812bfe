using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Http;

/// <summary>
/// A request with its response, or what was seen of the two. Names members as Suricata's <c>http</c> where it has them. Targets aren't kept: paths and
/// queries may name patients.
/// </summary>
public struct HttpExchange : IFact<HttpExchange>
{
    /// <summary>Fields that anyone can fill in as they like.</summary>
    private const double ServerConfidence = 0.4;
    private const double AgentConfidence = 0.3;

    private static readonly IReadOnlyList<string> Methods = Choices.Of<HttpMethod>(HttpMethods.Text);
    private static readonly IReadOnlyList<string> Schemes = Choices.Of<HttpAuthorization>(HttpAuthorizations.Text);

    public HttpHead Request;
    public HttpHead Response;

    /// <summary>The connection's first: the others are the same act.</summary>
    public bool IsFirst;
    public Endpoint Client;
    public Quality Quality;

    public static FactKind Kind { get; } = FactKind.Of<HttpExchange>("http", "http.exchange", fields => fields
        .Choice("http_method", "method; none: the request wasn't seen", Methods, (in f) => (int)f.Request.Method)
        .Number("status", "code", "status code; 0: no response was seen", (in f) => f.Response.Status)
        .Name("hostname", "host the request is for", (in f) => f.Request.Host)
        .Name("http_user_agent", "the client's software", (in f) => f.Request.Software)
        .Name("server", "the server's software", (in f) => f.Response.Software)
        .Name("http_content_type", "type of the response's body", (in f) => f.Response.ContentType)
        .Name("request_content_type", "type of the request's body", (in f) => f.Request.ContentType)
        .Number("length", "byte", "announced size of the response's body; 0: none was", (in f) => Math.Max(0, f.Response.Length))
        .Number("request_length", "byte", "announced size of the request's body; 0: none was", (in f) => Math.Max(0, f.Request.Length))
        .Choice("authorization", "how the client proves who it is", Schemes, (in f) => (int)f.Request.Authorization)
        .Flag("password_in_clear", "name and password were sent in clear (Basic)", (in f) => f.Request.Authorization == HttpAuthorization.Basic)
        .Flag("dicomweb", "it sends or accepts DICOM", (in f) => f.IsDicom));

    private readonly bool IsDicom => Request.IsDicom || Response.IsDicom;

    public static void Write(in HttpExchange fact, EventWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Name("hostname"u8, fact.Request.Host);
        to.Name("http_user_agent"u8, fact.Request.Software);
        to.Name("http_content_type"u8, fact.Response.ContentType);
        if (fact.Request.Method != HttpMethod.None)
        {
            to.Text("http_method"u8, HttpMethods.Text(fact.Request.Method));
        }

        to.NonZero("status"u8, fact.Response.Status);
        IfAnnounced("length"u8, fact.Response, to);
        to.Name("server"u8, fact.Response.Software);
        to.Name("request_content_type"u8, fact.Request.ContentType);
        IfAnnounced("request_length"u8, fact.Request, to);
        if (fact.Request.Authorization != HttpAuthorization.None)
        {
            to.Text("authorization"u8, HttpAuthorizations.Text(fact.Request.Authorization));
        }

        to.Flag("password_in_clear"u8, fact.Request.Authorization == HttpAuthorization.Basic);
        to.Flag("dicomweb"u8, fact.IsDicom);
        to.Quality(fact.Quality);
    }

    public static void Tell(in HttpExchange fact, IMeaning to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Claim(fact.Client.Peer(), Contract.Attribute.Software, fact.Response.Software, ServerConfidence);
        if (!fact.Request.IsBrowser)
        {
            to.Claim(fact.Client, Contract.Attribute.Software, fact.Request.Software, AgentConfidence);
        }

        if (fact.IsFirst)
        {
            to.Act(fact.Client, fact.Request.Method == HttpMethod.None ? "HTTP"u8 : HttpMethods.Act(fact.Request.Method));
            to.CloseSession(orderly: true);
        }
    }

    private static void IfAnnounced(ReadOnlySpan<byte> key, in HttpHead head, EventWriter to)
    {
        if (head.Ordinal != 0 && head.Length >= 0)
        {
            to.Number(key, head.Length);
        }
    }
}
