using System.Text;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Wire;

namespace Hospital.Tests.Wire;

/// <summary>Languages other than DICOM, as tshark reads them.</summary>
public sealed class LanguagePacketTests
{
    private static readonly Said _said = new();

    private static readonly Conversation _hl7 = Begin(Language.Hl7, 2575)
        .Ask(Message("ADT", "MSH|^~\\&|ADT1|WARD|ENGINE|HOSP|20260921141320||ADT^A01^ADT_A01|C1|P|2.5\rPID|1||P4711^^^HOSP||DOE^JANE\r"))
        .Answer(Message("ACK", "MSH|^~\\&|ENGINE|HOSP|ADT1|WARD|20260921141320||ACK^A01^ACK|C2|P|2.5\rMSA|AA|C1\r")).Talk;

    private static readonly Conversation _http = Begin(Language.Http, 80)
        .Ask(new HttpRequest("POST", "/config", "pump7.local", "curl/8", "admin", 900)).Answer(new HttpResponse(401, "lighttpd", 4_000)).Talk;

    private static readonly Conversation[] _tls =
    [
        .. Enumerable.Range(0, 4).Select(library => Begin(Language.Tls, 443)
            .Ask(new TlsClientHello("updates.example", library)).Answer(TlsServerHello.It).Ask(new TlsData(40_000)).Talk),
    ];

    private static readonly Conversation _ftp = Begin(Language.Ftp, 21).Answer(new TextLine("220 ready")).Ask(new TextLine("USER root")).Talk;

    private static readonly Conversation _names = Begin(Language.Opaque, 40_053, isUdp: true).Ask(new Payload(301, "\u0012\u0034")).Answer(new Payload(1_472)).Talk;

    private static readonly Conversation _arp = Begin(Language.Arp, 0).Ask(new ArpClaim(0x0A010299, 0x020000000042)).Talk;

    private static readonly Lazy<Dissected> _seen = new(() => Dissected.From(
        _said,
        WireForm.Real,
        "hl7.message.type", "hl7.event.type", "http.request.method", "http.request.uri", "http.host", "http.user_agent", "http.content_length", "http.authbasic", "http.response.code",
        "http.server", "tls.handshake.type", "tls.handshake.extensions_server_name", "tls.handshake.extensions.supported_version", "tls.handshake.session_id",
        "tls.record.opaque_type", "tls.record.length", "ftp.request.command", "ftp.request.arg", "ftp.response.code", "ftp.response.arg", "udp.length", "udp.payload",
        "arp.opcode", "arp.src.proto_ipv4", "arp.src.hw_mac", "arp.dst.proto_ipv4", "eth.dst"));

    [Fact]
    public void Nothing_is_wrong_with_any_packet() => Assert.Equal([], _seen.Value.Troubled());

    [Fact]
    public void HL7_goes_in_its_frame()
    {
        Assert.Single(_seen.Value.With(_hl7, "hl7.message.type", "ADT"));
        Assert.Single(_seen.Value.With(_hl7, "hl7.message.type", "ACK"));
        var text = Encoding.Latin1.GetString([.. _said.Record(WireForm.Real).Stream(_hl7, Side.Server).Select(b => b!.Value)]);
        Assert.StartsWith("\u000bMSH|^~\\&|ENGINE|", text, StringComparison.Ordinal);
        Assert.EndsWith("MSA|AA|C1\r\u001c\r", text, StringComparison.Ordinal);
    }

    [Fact]
    public void HTTP_has_its_heads_and_bodies()
    {
        var request = Assert.Single(_seen.Value.With(_http, "http.request.method", "POST"));
        Assert.Equal(("/config", "pump7.local", "curl/8", "900"), (request["http.request.uri"], request["http.host"], request["http.user_agent"], request["http.content_length"]));
        Assert.StartsWith("admin:", request["http.authbasic"], StringComparison.Ordinal);
        var response = Assert.Single(_seen.Value.With(_http, "http.response.code", "401"));
        Assert.Equal(("lighttpd", "4000"), (response["http.server"], response["http.content_length"]));
    }

    [Fact]
    public void TLS_says_whom_it_wants_and_hides_the_rest() => Assert.All(_tls, talk =>
    {
        var hello = Assert.Single(_seen.Value.With(talk, "tls.handshake.type", "1"));
        Assert.Equal("updates.example", hello["tls.handshake.extensions_server_name"]);
        var answer = Assert.Single(_seen.Value.With(talk, "tls.handshake.type", "2"));
        Assert.Equal("0x0304", answer["tls.handshake.extensions.supported_version"]);
        Assert.Equal(hello["tls.handshake.session_id"], answer["tls.handshake.session_id"]);
        Assert.Equal(["16384", "16384", "7232"], _seen.Value.Of(talk, Side.Client).Where(p => p["tls.record.opaque_type"] == "23").Select(p => p["tls.record.length"]));
    });

    [Fact]
    public void Lines_of_FTP_end_as_they_should()
    {
        Assert.Equal("ready", Assert.Single(_seen.Value.With(_ftp, "ftp.response.code", "220"))["ftp.response.arg"]);
        Assert.Equal("root", Assert.Single(_seen.Value.With(_ftp, "ftp.request.command", "USER"))["ftp.request.arg"]);
    }

    [Fact]
    public void Datagrams_are_as_long_as_they_were_said()
    {
        var packets = _seen.Value.Of(_names).ToArray();
        Assert.Equal(["309", "1480"], packets.Select(p => p["udp.length"]));
        Assert.StartsWith("1234", packets[0]["udp.payload"].Replace(":", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void ARP_claims_an_address()
    {
        var claim = Assert.Single(_seen.Value.Packets, p => p["arp.opcode"] == "2");
        Assert.Equal(("10.1.2.153", "02:00:00:00:00:42"), (claim["arp.src.proto_ipv4"], claim["arp.src.hw_mac"]));
        Assert.Equal(("10.1.2.4", "02:00:5e:00:00:02"), (claim["arp.dst.proto_ipv4"], claim["eth.dst"]));
        Assert.Equal(Language.Arp, _arp.Language);
    }

    private static Dialogue Begin(Language language, int port, bool isUdp = false) => new(_said, _said.Converse(language, port, isUdp));

    private static Hl7Message Message(string type, string text) => new()
    {
        Type = type,
        ControlId = "C",
        SendingApplication = "",
        SendingFacility = "",
        ReceivingApplication = "",
        ReceivingFacility = "",
        Text = text,
    };

    /// <summary>Turns of a conversation, ten milliseconds apart.</summary>
    private sealed class Dialogue
    {
        private readonly Said _said;

        public Dialogue(Said said, Conversation talk)
        {
            (_said, Talk) = (said, talk);
            if (talk is { IsUdp: false, Language: not Language.Arp })
            {
                Ask(Opened.It);
            }
        }

        public Conversation Talk { get; }

        public Dialogue Ask(Saying saying) => Say(Side.Client, saying);

        public Dialogue Answer(Saying saying) => Say(Side.Server, saying);

        private Dialogue Say(Side from, Saying saying)
        {
            _said.Say(_said.Steps.Count * 10, Talk, from, saying);
            return this;
        }
    }
}
