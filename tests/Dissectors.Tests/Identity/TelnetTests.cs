using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Identity.Telnet;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Identity;

public sealed class TelnetTests : ProtocolSuite
{
    private const string Will = "\xff\xfb\x01\xff\xfb\x03";

    protected override IProtocol Protocol { get; } = new TelnetProtocol();

    protected override IEnumerable<Recording> Recordings =>
    [
        IdentityRecordings.Get("telnet"),
        Recording.Of("encrypted", "<" + Will + "\xff\xfd\x26", ">\xff\xfb\x26\xff\xfa\x26\x03\x01\xff\xf0", "<anything"),
        Recording.Of("no prompt", "<" + Will + "\r\nMenu\r\n1 status\r\n2 service\r\n", ">1\r\n", "<" + new string('x', 6000)),
    ];

    [Fact]
    public void Prompts_and_the_greeting_before_them_are_told()
    {
        var stage = new Stage(Protocol).Play(IdentityRecordings.Get("telnet")).End();

        Assert.Equal(
            """{"event_type":"telnet","banner":"Infusion gateway, service console","negotiation":true,"login_prompt":true,"password_prompt":true,"encrypted":false}""" + "\n",
            stage.Sink.Events());
        Assert.Equal(["Client TELNET", "close"], new ToldMeaning(stage.Sink).Tell(stage.Sink.Of<TelnetSession>()).Lines);
    }

    /// <summary>Without a prompt, the first line may be anything.</summary>
    [Fact]
    public void Nothing_that_is_not_before_a_prompt_is_told()
    {
        var stage = new Stage(Protocol).Say(Direction.ToClient, Encoding.Latin1.GetBytes(Will + "\r\nDoe, Jane\r\n1 status\r\n")).End();
        Assert.False(Assert.Single(stage.Events).TryGetProperty("banner", out _));

        stage = new Stage(Protocol).Say(Direction.ToClient, Encoding.Latin1.GetBytes(Will + "\r\nlogin: jane\r\nPassword: "));
        Assert.False(Assert.Single(stage.Events).TryGetProperty("banner", out _));
        Assert.Empty(stage.Sink.Names);
    }

    [Theory]
    [InlineData("last login: Monday", false)]
    [InlineData("device-7 login: ", true)]
    [InlineData("User Name:", true)]
    [InlineData("username:", true)]
    [InlineData("loginfoo", false)]
    public void Prompts_are_what_asks(string line, bool isPrompt)
    {
        var stage = new Stage(Protocol).Say(Direction.ToClient, Encoding.Latin1.GetBytes(Will + line)).End();

        Assert.Equal(isPrompt, Assert.Single(stage.Events).GetProperty("login_prompt").GetBoolean());
    }

    [Fact]
    public void Encryption_is_told()
    {
        var stage = new Stage(Protocol).Play(Recordings.ElementAt(1)).End();

        Assert.True(Assert.Single(stage.Events).GetProperty("encrypted").GetBoolean());
    }

    [Theory]
    [InlineData("\xff\xfd\x18", 23, Verdict.Certain)]
    [InlineData("\xff\xfd\x18", 4000, Verdict.Unsure)]
    [InlineData("\xff\xfd\x18\xff\xfb\x01", 4000, Verdict.Certain)]
    [InlineData("\xff\xd8\xff\xe0", 23, Verdict.NotMine)]
    [InlineData("\xff\xfb\x90\x64", 4000, Verdict.NotMine)]
    [InlineData("\r\nPump 7\r\nlogin: ", 23, Verdict.Certain)]
    [InlineData("\r\nPump 7\r\n", 23, Verdict.Unsure)]
    [InlineData("\r\nPump 7\r\nlogin: ", 4000, Verdict.NotMine)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\0\0\x05", 23, Verdict.NotMine)]
    public void It_is_recognised_by_options_or_on_its_port_by_a_prompt(string said, int port, Verdict expected) =>
        Assert.Equal(expected, Protocol.Probe(Encoding.Latin1.GetBytes(said), new ProbeHints(Direction.ToClient, (ushort)port, MidStream: false, Final: false)));
}
