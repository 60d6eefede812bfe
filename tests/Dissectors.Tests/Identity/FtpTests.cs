using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Identity.Ftp;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Identity;

public sealed class FtpTests : ProtocolSuite
{
    protected override IProtocol Protocol { get; } = new FtpProtocol();

    protected override IEnumerable<Recording> Recordings => IdentityRecordings.All("ftp-user", "ftp-anonymous", "ftp-refused", "ftp-tls", "ftp-no-user");

    [Theory]
    [InlineData("ftp-user", """{"event_type":"ftp","banner":"pyftpdlib 1.5.7 ready.","user_in_clear":true,"password_in_clear":true,"anonymous":false,"login":"accepted","failed_logins":1}""")]
    [InlineData("ftp-anonymous", """{"event_type":"ftp","banner":"pyftpdlib 1.5.7 ready.","user_in_clear":true,"password_in_clear":true,"anonymous":true,"login":"accepted","failed_logins":0}""")]
    [InlineData("ftp-refused", """{"event_type":"ftp","banner":"pyftpdlib 1.5.7 ready.","user_in_clear":true,"password_in_clear":true,"anonymous":false,"login":"refused","failed_logins":1}""")]
    [InlineData("ftp-tls", """{"event_type":"ftp","banner":"(vsFTPd 3.0.3)","user_in_clear":false,"password_in_clear":false,"anonymous":false,"auth_tls":"accepted","login":"none","failed_logins":0}""")]
    [InlineData("ftp-no-user", """{"event_type":"ftp","banner":"(vsFTPd 3.0.3)","user_in_clear":true,"password_in_clear":false,"anonymous":false,"login":"refused","failed_logins":1}""")]
    public void A_connection_is_told_by_its_login(string name, string expected)
    {
        var stage = new Stage(Protocol).Play(IdentityRecordings.Get(name)).End();

        Assert.Equal(expected + "\n", stage.Sink.Events());
    }

    [Fact]
    public void Names_and_passwords_are_nowhere()
    {
        var stage = new Stage(Protocol).Play(IdentityRecordings.Get("ftp-user")).End();

        Assert.DoesNotContain("ct1", stage.Result, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", stage.Result, StringComparison.Ordinal);
        Assert.Equal(["pyftpdlib 1.5.7 ready."], stage.Sink.Names.Values);
    }

    [Fact]
    public void It_means_a_login_and_names_the_software()
    {
        var stage = new Stage(Protocol).Play(IdentityRecordings.Get("ftp-refused")).End();

        Assert.Equal(
            ["Server is Software pyftpdlib 1.5.7 ready. 0.4", "Client FTP LOGIN", "Client FTP LOGIN Refused", "close"],
            new ToldMeaning(stage.Sink).Tell(stage.Sink.Of<FtpSession>()).Lines);
    }

    [Fact]
    public void A_login_is_told_when_both_sides_have_said_it_whoever_is_seen_first()
    {
        var stage = new Stage(Protocol).Say(Direction.ToClient, "220 FTP\r\n331 Who?\r\n230 In.\r\n"u8);
        Assert.Empty(stage.Events);
        stage.Say(Direction.ToServer, "USER a\r\nPASS b\r\n"u8);

        Assert.Equal("accepted", Assert.Single(stage.Events).GetProperty("login").GetString());
    }

    [Theory]
    [InlineData("220 Welcome to our FTP service.\r\n", 4000, Verdict.Certain)]
    [InlineData("220-Private system\r\n220 Go ahead\r\n331 Password please\r\n", 4000, Verdict.Certain)]
    [InlineData("220 Printer ready\r\n", 21, Verdict.Certain)]
    [InlineData("220 Printer ready\r\n", 4000, Verdict.Unsure)]
    [InlineData("220 mail.example ESMTP\r\n", 21, Verdict.NotMine)]
    [InlineData("220 mail.example\r\n250 hello\r\n", 4000, Verdict.NotMine)]
    [InlineData("200 news\r\n", 4000, Verdict.NotMine)]
    [InlineData("USER someone\r\nPASS else\r\n", 4000, Verdict.Unsure)]
    [InlineData("USER someone\r\nPASS else\r\nTYPE I\r\n", 4000, Verdict.Certain)]
    [InlineData("AUTH TLS\r\n", 4000, Verdict.Certain)]
    [InlineData("AUTH PLAIN\r\n", 4000, Verdict.Unsure)]
    [InlineData("EHLO me\r\n", 4000, Verdict.NotMine)]
    [InlineData("MODE READER\r\n", 4000, Verdict.Unsure)]
    [InlineData("NICK me\r\nUSER me 0 * :Me\r\n", 4000, Verdict.NotMine)]
    [InlineData("MSH|^~\\&|", 21, Verdict.NotMine)]
    public void Mail_news_and_chat_are_not_taken_for_it(string said, int port, Verdict expected) =>
        Assert.Equal(expected, Protocol.Probe(Encoding.ASCII.GetBytes(said), new ProbeHints(Direction.ToClient, (ushort)port, MidStream: false, Final: false)));
}
