using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Identity.Tls;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Identity;

public sealed class TlsTests : ProtocolSuite
{
    private const string Sslv3ServerHello = "\x16\x03\0\0\x2a\x02\0\0\x26\x03\0" + "0123456789012345678901234567890\0\0\0\x05\0";

    private static readonly Recording Sslv2 = new(
        "ssl 2", [new Turn(Direction.ToServer, Sslv2Hello(0x0002)), new Turn(Direction.ToClient, [0x80, 0x0B, 4, 0, 1, 0, 2, 0, 0, 0, 3, 0, 0x10, .. new byte[16]])]);

    private static readonly Recording Sslv3 = new(
        "ssl 3", [new Turn(Direction.ToServer, Sslv2Hello(0x0300)), new Turn(Direction.ToClient, Encoding.Latin1.GetBytes(Sslv3ServerHello))]);

    protected override IProtocol Protocol { get; } = new TlsProtocol();

    protected override IEnumerable<Recording> Recordings =>
    [
        .. IdentityRecordings.All(
            "tls10", "tls11", "tls12", "tls13", "tls-null", "tls-anonymous", "tls-cbc", "tls-refused", "tls-distrusted", "tls-retry", "tls-dicom"),
        Sslv2, Sslv3, OneRecord(IdentityRecordings.Get("tls12")), SmallRecords(IdentityRecordings.Get("tls12")),
    ];

    [Theory]
    [InlineData("tls10", "TLSv1", "0xC014", "completed")]
    [InlineData("tls11", "TLS 1.1", "0xC014", "completed")]
    [InlineData("tls12", "TLS 1.2", "0xC030", "completed")]
    [InlineData("tls13", "TLS 1.3", "0x1302", "completed")]
    [InlineData("tls-null", "TLS 1.2", "0x0002", "completed")]
    [InlineData("tls-retry", "TLS 1.3", "0x1302", "completed")]
    [InlineData("tls-distrusted", "TLS 1.2", "0xC030", "failed")]
    public void Versions_and_ciphers_are_what_the_server_chose(string name, string version, string cipher, string handshake)
    {
        var said = Only(new Stage(Protocol).Play(IdentityRecordings.Get(name)).End());

        Assert.Equal(version, said.GetProperty("version").GetString());
        Assert.Equal(cipher, said.GetProperty("cipher").GetString());
        Assert.Equal(handshake, said.GetProperty("handshake").GetString());
    }

    [Fact]
    public void A_connection_is_told_once_with_all_that_was_said_in_clear()
    {
        var said = Only(new Stage(Protocol).Play(IdentityRecordings.Get("tls12")).End());

        Assert.Equal("pacs.example", said.GetProperty("sni").GetString());
        Assert.Equal("""["h2","http/1.1"]""", said.GetProperty("client_alpns").GetRawText());
        Assert.Equal("h2", said.GetProperty("alpn").GetString());
        Assert.Equal("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", said.GetProperty("cipher_name").GetString());
        Assert.Equal("C=DE, O=Example Hospital, OU=Imaging, CN=pacs.example", said.GetProperty("subject").GetString());
        Assert.Equal("C=DE, O=Example Hospital, OU=Imaging, CN=Test CA", said.GetProperty("issuerdn").GetString());
        Assert.False(said.GetProperty("self_signed").GetBoolean());
    }

    [Fact]
    public void A_certificate_that_has_expired_and_signed_itself_is_told()
    {
        // Recordings are played in November 2023.
        var said = Only(new Stage(Protocol).Play(IdentityRecordings.Get("tls-null")).End());

        Assert.True(said.GetProperty("expired").GetBoolean());
        Assert.True(said.GetProperty("self_signed").GetBoolean());
        Assert.Equal("2020-01-01T00:00:00.000000+0000", said.GetProperty("notafter").GetString());
    }

    [Fact]
    public void A_fatal_alert_is_told_with_what_was_offered()
    {
        var said = Only(new Stage(Protocol).Play(IdentityRecordings.Get("tls-refused")).End());

        Assert.Equal("failed", said.GetProperty("handshake").GetString());
        Assert.Equal("protocol_version", said.GetProperty("alert").GetString());
        Assert.Equal("TLS 1.3", said.GetProperty("client_version").GetString());
        Assert.False(said.TryGetProperty("version", out _));
    }

    [Fact]
    public void Ssl_of_both_kinds_is_recognised()
    {
        Assert.Equal("SSLv2", Only(new Stage(Protocol).Play(Sslv2).End()).GetProperty("version").GetString());
        var newer = Only(new Stage(Protocol).Play(Sslv3).End());
        Assert.Equal("SSLv3", newer.GetProperty("version").GetString());
        Assert.Equal("TLS_RSA_WITH_RC4_128_SHA", newer.GetProperty("cipher_name").GetString());
    }

    /// <summary>Windows puts all messages of a flight into one record; others cut one message into several.</summary>
    [Fact]
    public void Records_and_messages_need_not_begin_together()
    {
        var whole = Only(new Stage(Protocol).Play(IdentityRecordings.Get("tls12")).End());

        Assert.Equal(whole.GetRawText(), Only(new Stage(Protocol).Play(OneRecord(IdentityRecordings.Get("tls12"))).End()).GetRawText());
        var cut = Only(new Stage(Protocol).Play(SmallRecords(IdentityRecordings.Get("tls12"))).End());
        Assert.Equal("TLS 1.2", cut.GetProperty("version").GetString());
        Assert.Equal("completed", cut.GetProperty("handshake").GetString());
    }

    [Fact]
    public void Answers_may_be_seen_before_their_questions()
    {
        var turns = IdentityRecordings.Get("tls12").Turns;
        var recording = new Recording("swapped", [turns[1], turns[0], turns[3], turns[2], .. turns.Skip(4)]);

        Assert.Equal(Only(new Stage(Protocol).Play(new Recording("", turns)).End()).GetRawText(), Only(new Stage(Protocol).Play(recording).End()).GetRawText());
    }

    [Fact]
    public void A_record_of_which_bytes_are_lost_is_passed_over()
    {
        var turns = IdentityRecordings.Get("tls12").Turns;
        var stage = new Stage(Protocol).Say(Direction.ToServer, turns[0].Bytes.AsSpan(0, 100)).Missing(Direction.ToServer, 50).Say(Direction.ToServer, turns[0].Bytes.AsSpan(150));
        foreach (var turn in turns.Skip(1))
        {
            stage.Say(turn.Direction, turn.Bytes);
        }

        var said = Only(stage.End());
        Assert.Equal("TLS 1.2", said.GetProperty("version").GetString());
        Assert.Equal("completed", said.GetProperty("handshake").GetString());
        Assert.Equal("""["gap"]""", said.GetProperty("quality").GetRawText());
        Assert.False(said.TryGetProperty("sni", out _));
    }

    [Fact]
    public void What_follows_the_handshake_is_not_looked_at()
    {
        var stage = new Stage(Protocol).Play(IdentityRecordings.Get("tls13"));
        var facts = stage.Sink.HeadersOf<TlsSession>().Count;
        stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes("\x16\x03\x01 anything at all")).End();

        Assert.Equal(1, facts);
        Assert.Single(stage.Sink.Of<TlsSession>());
    }

    [Fact]
    public void It_means_an_act_and_names_the_server_by_its_certificate()
    {
        var stage = new Stage(Protocol).Play(IdentityRecordings.Get("tls12")).End();

        Assert.Equal(
            ["Client TLS HANDSHAKE", "Client TLS HANDSHAKE Ok", "Server is Hostname pacs.example 0.5", "close"],
            new ToldMeaning(stage.Sink).Tell(stage.Sink.Of<TlsSession>()).Lines);
    }

    [Theory]
    [InlineData(0x0002, "null")]
    [InlineData(0x0034, "anonymous")]
    [InlineData(0x0003, "export")]
    [InlineData(0x0005, "weak")]
    [InlineData(0x000A, "weak")]
    [InlineData(0x002F, "cbc")]
    [InlineData(0x1301, "aead")]
    [InlineData(0xCCA8, "aead")]
    [InlineData(0x1A1A, "")]
    public void Ciphers_are_worth_what_they_are(int number, string strength) =>
        Assert.Equal(strength, Encoding.ASCII.GetString(CipherSuite.Text(CipherSuite.Strength((ushort)number))));

    private static System.Text.Json.JsonElement Only(Stage stage) => Assert.Single(stage.Events);

    private static byte[] Sslv2Hello(ushort version) =>
        [0x80, 9 + 3 + 16, 1, (byte)(version >> 8), (byte)version, 0, 3, 0, 0, 0, 16, 0, 0, 5, .. Encoding.ASCII.GetBytes("challenge of 16!")];

    /// <summary>The same with the messages of each turn in one record.</summary>
    private static Recording OneRecord(Recording recording) => Reframe(recording, "one record", int.MaxValue);

    /// <summary>The same in records of at most 100 bytes.</summary>
    private static Recording SmallRecords(Recording recording) => Reframe(recording, "small records", 100);

    private static Recording Reframe(Recording recording, string name, int most) => new(name, [.. recording.Turns.Select(turn =>
    {
        var clear = new List<byte>();
        var rest = turn.Bytes.AsSpan();
        while (rest is [0x16, 3, _, ..])
        {
            var length = (rest[3] << 8) | rest[4];
            clear.AddRange(rest.Slice(5, length));
            rest = rest[(5 + length)..];
        }

        return turn with { Bytes = [.. clear.Chunk(most).SelectMany(c => (byte[])[0x16, 3, 3, (byte)(c.Length >> 8), (byte)c.Length, .. c]), .. rest] };
    })]);
}
