using Hospital;
using Hospital.Network;
using Hospital.Sayings;
using Scorecard.Feed;

namespace Scorecard.Tests.Feed;

public sealed class HostDirectoryTests
{
    private readonly HostDirectory _directory = new();
    private readonly Host _server = Host(1, 100);

    [Fact]
    public void An_address_is_whose_it_was_at_the_time()
    {
        var (first, second) = (Host(2, 7), Host(3, 8));
        Speak(10, first);
        Speak(20, second);
        first.Address = 9;
        Speak(30, first);
        second.Address = 7;
        Speak(40, second);

        Assert.Equal(2, _directory.Of(7, 15));
        Assert.Equal(2, _directory.Of(7, 39));
        Assert.Equal(3, _directory.Of(7, 40));
        Assert.Equal(2, _directory.Of(9, 31));
        Assert.Equal(HostDirectory.Nobody, _directory.Of(6, 40));
    }

    [Fact]
    public void A_stranger_at_an_owner_s_address_is_taken_for_the_owner()
    {
        var (owner, stranger) = (Host(2, 7), Host(Hospital.Network.Host.FirstForeign, 7));
        Speak(10, owner);
        Speak(20, stranger);
        Assert.Equal(2, _directory.Of(7, 25));

        // The owner has gone elsewhere, and a stranger moves in.
        owner.Address = 8;
        Speak(30, owner);
        Speak(40, Host(Hospital.Network.Host.FirstForeign + 1, 7));
        Assert.Equal(Hospital.Network.Host.FirstForeign + 1, _directory.Of(7, 45));
    }

    [Fact]
    public void Of_strangers_at_one_address_it_is_the_one_that_was_there_last()
    {
        var (nobody, intruder) = (Host(11 * Hospital.Network.Host.FirstForeign, 7), Host(Hospital.Network.Host.FirstForeign, 7));

        // A scan calls an address that nobody has; an intruder has it later, and then comes another scan.
        Speak(10, nobody);
        Speak(20, intruder);
        Assert.Equal(nobody.Number, _directory.Of(7, 15));
        Assert.Equal(intruder.Number, _directory.Of(7, 25));
        Speak(30, nobody);
        Speak(40, intruder);
        Assert.Equal(intruder.Number, _directory.Of(7, 45));
    }

    [Fact]
    public void Who_has_no_address_is_known_by_its_serial_number()
    {
        _directory.Know([new Host { Number = 5, Name = "pump", Role = HostRole.Pump, Model = "m", Place = "p", Serial = "4711", Gateway = _server }]);

        Assert.Equal(5, _directory.Of("4711"));
        Assert.Equal(HostDirectory.Nobody, _directory.Of("4712"));
    }

    private static Host Host(int number, uint address) => new() { Number = number, Name = $"{number}", Role = HostRole.OfficeComputer, Model = "m", Place = "p", Address = address };

    private void Speak(long time, Host host)
    {
        var conversation = new Conversation { Number = time, Client = host, Server = _server, ClientPort = 50_000, ServerPort = 80, Language = Language.Opaque };
        _directory.See(new Step(time, 0, conversation, Side.Client, Opened.It));
    }
}
