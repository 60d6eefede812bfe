using System.Text;
using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Identity.Http;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Identity;

public sealed class HttpTests : ProtocolSuite
{
    private const string Ask = "GET /patients/4711?name=Doe HTTP/1.1\r\nHost: pacs.example:8042\r\n\r\n";
    private const string Empty = "HTTP/1.1 200 OK\r\nServer: Orthanc\r\nContent-Length: 0\r\n\r\n";

    private static readonly Recording Chunks = Recording.Of(
        "chunks", ">" + Ask + Ask, "<HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1a\r\n" + new string('z', 26) + "\r\n0\r\nTrailer: 1\r\n\r\n" + Empty);

    private static readonly Recording Tunnel = Recording.Of(
        "tunnel", ">CONNECT pacs.example:443 HTTP/1.1\r\nProxy-Authorization: Basic c2VjcmV0\r\n\r\n", "<HTTP/1.1 200 OK\r\n\r\n", ">anything\n\n", "<GET / HTTP/1.1\r\n\r\n");

    private static readonly Recording LongLines = Recording.Of(
        "long lines", ">GET /" + new string('a', 9000) + " HTTP/1.1\r\nCookie: " + new string('b', 5000) + "\r\nHost: a\r\n\r\n", "<HTTP/1.1 100 Continue\r\n\r\n" + Empty);

    private static readonly Recording TillTheEnd = Recording.Of("till the end", ">" + Ask, "<HTTP/1.0 200 OK\r\nContent-Type: text/plain; charset=x\r\n\r\nHTTP/1.1 404 no\r\n\r\n");

    protected override IProtocol Protocol { get; } = new HttpProtocol();

    protected override IEnumerable<Recording> Recordings =>
        [.. IdentityRecordings.All("http-none", "http-basic", "http-head", "http-chunked"), Chunks, Tunnel, LongLines, TillTheEnd];

    [Fact]
    public void A_request_is_told_with_its_response()
    {
        var stage = new Stage(Protocol).Play(IdentityRecordings.Get("http-head")).End();

        Assert.Equal(
            """
            {"event_type":"http","hostname":"10.30.0.10","http_user_agent":"curl/7.88.1","http_content_type":"text/html","http_method":"HEAD","status":200,"length":6000,"server":"nginx/1.22.1","authorization":"basic","password_in_clear":true,"dicomweb":false}
            {"event_type":"http","hostname":"10.30.0.10","http_user_agent":"curl/7.88.1","http_content_type":"application/dicom","http_method":"GET","status":200,"length":6000,"server":"nginx/1.22.1","password_in_clear":false,"dicomweb":true}

            """,
            stage.Sink.Events());
    }

    [Fact]
    public void A_connection_is_one_act_and_its_software_is_claimed()
    {
        var stage = new Stage(Protocol).Play(IdentityRecordings.Get("http-basic")).End();

        Assert.Equal(
            [
                "Server is Software nginx/1.22.1 0.4", "Client is Software curl/7.88.1 0.3", "Client HTTP GET", "close",
                "Server is Software nginx/1.22.1 0.4", "Client is Software curl/7.88.1 0.3",
            ],
            new ToldMeaning(stage.Sink).Tell(stage.Sink.Of<HttpExchange>()).Lines);
    }

    [Fact]
    public void Targets_and_credentials_are_nowhere()
    {
        var stage = new Stage(Protocol).Play(Chunks).Play(IdentityRecordings.Get("http-basic")).Play(IdentityRecordings.Get("http-chunked")).End();
        var all = stage.Result + string.Join(' ', stage.Sink.Names.Values);

        Assert.All(["4711", "Doe", "patients", "TEST", "c2Vyd", "secret", "index"], word => Assert.DoesNotContain(word, all, StringComparison.Ordinal));
    }

    [Fact]
    public void Chunks_and_bodies_are_skipped_to_the_next_head()
    {
        var stage = new Stage(Protocol).Play(Chunks).End();

        Assert.Equal([200, 200], stage.Events.Select(e => e.GetProperty("status").GetInt32()));
        Assert.Equal("Orthanc", stage.Events[1].GetProperty("server").GetString());
        Assert.Equal(0, stage.Counters.Resyncs);
    }

    [Fact]
    public void What_is_no_exchange_is_not_told()
    {
        Assert.Equal("CONNECT", Assert.Single(new Stage(Protocol).Play(Tunnel).End().Events).GetProperty("http_method").GetString());
        Assert.Equal("text/plain", Assert.Single(new Stage(Protocol).Play(TillTheEnd).End().Events).GetProperty("http_content_type").GetString());
        Assert.Equal(200, Assert.Single(new Stage(Protocol).Play(LongLines).End().Events).GetProperty("status").GetInt32());
    }

    [Fact]
    public void Responses_may_be_seen_before_their_requests()
    {
        var stage = new Stage(Protocol).Say(Direction.ToClient, Encoding.ASCII.GetBytes(Empty)).Say(Direction.ToServer, Encoding.ASCII.GetBytes(Ask)).End();

        var said = Assert.Single(stage.Events);
        Assert.Equal(200, said.GetProperty("status").GetInt32());
        Assert.Equal("pacs.example", said.GetProperty("hostname").GetString());
    }

    [Fact]
    public void After_loss_the_next_head_is_found()
    {
        var stage = new Stage(Protocol).Say(Direction.ToServer, Encoding.ASCII.GetBytes(Ask)).Say(Direction.ToClient, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n"u8)
            .Missing(Direction.ToClient, 300).Say(Direction.ToClient, Encoding.ASCII.GetBytes("the end of a body" + "\r\n" + "of a bodyHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
            .Say(Direction.ToServer, Encoding.ASCII.GetBytes(Ask)).End();

        Assert.Equal(["", "404"], stage.Events.Select(e => e.TryGetProperty("status", out var status) ? status.GetRawText() : ""));
        Assert.Equal(1, stage.Counters.Resyncs);
    }

    [Fact]
    public void Requests_without_answers_are_told_at_the_bound_and_at_the_end()
    {
        var stage = new Stage(Protocol);
        for (var i = 0; i < 10; i++)
        {
            stage.Say(Direction.ToServer, Encoding.ASCII.GetBytes(Ask));
        }

        Assert.Equal(2, stage.Events.Count);
        Assert.Equal(2, stage.Counters.GivenUp);
        Assert.Equal(10, stage.End().Events.Count);
        Assert.All(stage.Events, e => Assert.Equal("""["one_sided"]""", e.GetProperty("quality").GetRawText()));
    }

    [Theory]
    [InlineData("Basic eDp5", "basic", true)]
    [InlineData("bearer x.y.z", "bearer", false)]
    [InlineData("Digest username=\"x\"", "digest", false)]
    [InlineData("Negotiate YII", "negotiate", false)]
    [InlineData("Secret", "other", false)]
    public void Authorization_is_told_by_its_scheme(string value, string scheme, bool inClear)
    {
        var said = Said($"GET / HTTP/1.1\r\nauthorization:  {value}\r\n\r\n");

        Assert.Equal(scheme, said.GetProperty("authorization").GetString());
        Assert.Equal(inClear, said.GetProperty("password_in_clear").GetBoolean());
    }

    [Theory]
    [InlineData("Host: pacs.example", "pacs.example")]
    [InlineData("Host: [2001:db8::1]:8080", "[2001:db8::1]")]
    [InlineData("Host: a/b?patient=1", null)]
    public void Hosts_are_hosts(string field, string? host)
    {
        var said = Said($"GET / HTTP/1.1\r\n{field}\r\n\r\n");

        Assert.Equal(host, said.TryGetProperty("hostname", out var name) ? name.GetString() : null);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", false, Verdict.Certain)]
    [InlineData("PROPFIND /x HTTP/1.1\r\n", true, Verdict.Certain)]
    [InlineData("HTTP/1.1 200 OK\r\n", false, Verdict.Certain)]
    [InlineData("GET /", false, Verdict.Unsure)]
    [InlineData("GET / RTSP/1.0\r\n", false, Verdict.NotMine)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\n", false, Verdict.NotMine)]
    [InlineData("PRI * HTTP/2.0\r\n", false, Verdict.NotMine)]
    [InlineData("GETTING there\r\n", false, Verdict.NotMine)]
    [InlineData("HTTP/1.1 2000\r\n", false, Verdict.NotMine)]
    [InlineData("PID|1||4711\r", true, Verdict.NotMine)]
    public void Other_protocols_are_not_taken_for_it(string said, bool midStream, Verdict expected) =>
        Assert.Equal(expected, Protocol.Probe(Encoding.ASCII.GetBytes(said), new ProbeHints(Direction.ToServer, 80, midStream, Final: false)));

    [Fact]
    public void A_request_longer_than_a_probe_is_shown_is_recognised_at_the_beginning_only()
    {
        var head = Encoding.ASCII.GetBytes("GET /" + new string('a', 600)).AsSpan(0, IProtocol.MaxProbeBytes);

        Assert.Equal(Verdict.Certain, Protocol.Probe(head, new ProbeHints(Direction.ToServer, 80, MidStream: false, Final: false)));
        Assert.Equal(Verdict.NotMine, Protocol.Probe(head, new ProbeHints(Direction.ToServer, 80, MidStream: true, Final: false)));
    }

    private JsonElement Said(string request) => Assert.Single(new Stage(Protocol).Say(Direction.ToServer, Encoding.ASCII.GetBytes(request)).End().Events);
}
