using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Identity.Ftp;
using Sensor.Dissectors.Identity.Telnet;
using Sensor.Dissectors.Packets;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Inventory.Hints;
using Sensor.Inventory.Vendors;
using Sensor.State;
using Sensor.Streams;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Tests.Inventory;

/// <summary>Families known by behaviour only: what hints at them, and what doesn't.</summary>
public sealed class FamilyHintTests
{
    private const ulong Smiths = 0x001A01_000011, OtherSmiths = 0x001A01_000012, Braun = 0x001221_000011, Alaris = 0x00D075_000011, Dell = 0x00065B_200010;

    /// <summary>Prefixes by which the published lists name the makers, and how the table of prefixes names them.</summary>
    private static readonly ulong[] Prefixes = [0x001221_000000, 0x001338_000000, 0x00B094_000000, 0x00D075_000000, 0xF8C678_000000, 0x9CC8AE_000000, 0x70B3D5_36A000, 0x0003B1_000000, 0x001A01_000000, 0x5842E4_000000];

    private readonly DeviceTable _devices = new();
    private readonly NameDirectory _names = new();
    private readonly HintTap _tap;
    private int _lastName;
    private long _time = 1;

    public FamilyHintTests() => _tap = new HintTap(_names);

    [Fact]
    public void A_port_with_its_makers_interface_hints_at_the_family()
    {
        Plug("10.0.0.5", Smiths);
        Connect("10.0.0.9", "10.0.0.5", 3210);

        Assert.Equal(["vendor Smiths Medical by hint: answers on TCP 3210 0.6", "model Medfusion 3500/4000 by hint: answers on TCP 3210 0.6"], Hints("10.0.0.5"));
        Assert.Empty(Hints("10.0.0.9"));
    }

    [Fact]
    public void A_port_alone_hints_at_nothing()
    {
        Connect("10.0.0.9", "10.0.0.5", 3210);
        Plug("10.0.0.6", Dell);
        Connect("10.0.0.9", "10.0.0.6", 3210);

        Assert.Empty(Hints("10.0.0.5"));
        Assert.Empty(Hints("10.0.0.6"));
    }

    [Fact]
    public void Another_makers_interface_is_none_of_this_one()
    {
        Plug("10.0.0.5", Braun);
        Connect("10.0.0.9", "10.0.0.5", 3210);

        Assert.Empty(Hints("10.0.0.5"));
    }

    [Fact]
    public void A_port_that_refuses_hints_at_nothing()
    {
        Plug("10.0.0.5", Smiths);
        Connect("10.0.0.9", "10.0.0.5", 3210, refused: true);

        Assert.Empty(Hints("10.0.0.5"));
    }

    [Fact]
    public void Who_calls_is_known_by_what_it_calls()
    {
        Plug("10.0.0.5", Smiths);
        Connect("10.0.0.5", "10.0.0.9", 1588);

        Assert.Equal("model Medfusion 3500/4000 by hint: calls TCP 1588 0.6", Hints("10.0.0.5")[1]);
        Assert.Empty(Hints("10.0.0.9"));
    }

    [Fact]
    public void A_connection_that_goes_on_for_days_needs_no_end()
    {
        Plug("10.0.0.5", Smiths);
        Take(new FlowProgress { Amount = new TrafficAmount { PacketsToClient = 1, PacketsToServer = 1 } }, FlowProgress.Kind, "10.0.0.5", "10.0.0.9", 1588, 6);

        Assert.Equal(2, Hints("10.0.0.5").Length);
    }

    [Fact]
    public void Discovery_by_datagram_needs_no_answer()
    {
        Plug("10.0.0.5", Alaris);
        Take(new FlowEnded { PacketsToServer = 1 }, FlowEnded.Kind, "10.0.0.5", "10.0.0.255", 3613, 17);

        Assert.Equal("model Alaris PC unit 8015 by hint: speaks on UDP 3613 0.6", Hints("10.0.0.5")[1]);
    }

    [Fact]
    public void What_is_only_remembered_or_rumoured_is_believed_less()
    {
        Plug("10.0.0.5", Braun);
        Connect("10.0.0.9", "10.0.0.5", 1500);
        Connect("10.0.0.9", "10.0.0.5", 80);

        Assert.Equal(
            ["model SpaceCom by hint: answers on TCP 1500 0.4", "model SpaceCom by hint: answers on TCP 80 0.25"], Hints("10.0.0.5").Where(h => h.StartsWith("model", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_greeting_hints_whoever_made_the_interface()
    {
        Take(new TelnetSession { Banner = Named("Welcome to the Medfusion 4000 Configuration Interface") }, TelnetSession.Kind, "10.0.0.9", "10.0.0.5", 23, 6);
        Take(new FtpSession { Banner = Named("220 RTCS FTP Ready"), Client = Endpoint.Client }, FtpSession.Kind, "10.0.0.9", "10.0.0.6", 21, 6);
        Take(new FtpSession { Banner = Named("220 vsFTPd 3.0.5"), Client = Endpoint.Client }, FtpSession.Kind, "10.0.0.9", "10.0.0.7", 21, 6);

        Assert.Equal("model Medfusion 4000 by hint: Telnet greeting 0.6", Hints("10.0.0.5")[1]);
        Assert.Equal("model Medfusion 3500/4000 by hint: FTP greeting 0.25", Hints("10.0.0.6")[1]);
        Assert.Empty(Hints("10.0.0.7"));
    }

    [Fact]
    public void A_protocol_that_is_one_makers_hints_at_the_pump_and_not_at_who_asks()
    {
        Take(new PumpEvent { Family = Named("medfusion"), Pump = Endpoint.Server }, PumpEvent.Kind, "10.0.0.9", "10.0.0.5", 3210, 6);

        Assert.Equal("vendor Smiths Medical by hint: speaks medfusion 0.6", Hints("10.0.0.5")[0]);
        Assert.Empty(Hints("10.0.0.9"));
    }

    [Fact]
    public void A_hint_goes_with_the_interface_that_turns_out_to_be_a_routers()
    {
        Plug("10.0.0.5", Smiths);
        Connect("10.0.0.9", "10.0.0.5", 3210);
        Plug("10.0.0.6", Smiths);
        Plug("10.0.0.7", Smiths);

        Assert.Empty(Device("10.0.0.5").Evidence);
    }

    [Fact]
    public void A_hint_gives_no_role()
    {
        Plug("10.0.0.5", Smiths);
        Connect("10.0.0.9", "10.0.0.5", 3210);

        Assert.Empty(Device("10.0.0.5").Roles.Conclude());
    }

    [Fact]
    public void The_same_again_says_nothing_new_and_allocates_nothing()
    {
        Plug("10.0.0.5", OtherSmiths);
        var banner = Named("Welcome to the Medfusion 4000 Configuration Interface");
        var (flow, session) = (new FlowEnded { PacketsToClient = 1, PacketsToServer = 1 }, new TelnetSession { Banner = banner });
        var header = new FactHeader { Time = 7, Flow = new FlowIdentity { ServerPort = 3210, Protocol = 6 } };
        var (client, server) = (Device("10.0.0.9"), Device("10.0.0.5"));
        Again();
        var evidence = server.Evidence.Count;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Again();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(evidence, server.Evidence.Count);

        void Again()
        {
            _tap.Take(FlowEnded.Kind, in header, MemoryMarshal.AsBytes(new ReadOnlySpan<FlowEnded>(in flow)), client, server);
            _tap.Take(TelnetSession.Kind, in header, MemoryMarshal.AsBytes(new ReadOnlySpan<TelnetSession>(in session)), client, server);
        }
    }

    [Fact]
    public void A_hint_that_was_saved_is_not_noted_twice()
    {
        Take(new TelnetSession { Banner = Named("Welcome to the Medfusion 4000 Configuration Interface") }, TelnetSession.Kind, "10.0.0.9", "10.0.0.5", 23, 6);
        var writer = new PartWriter();
        DeviceState.Save(Device("10.0.0.5"), writer);
        var reader = new PartReader(writer.Written);

        Assert.True(DeviceState.TryLoad(ref reader, new Sensor.Models.DeviceModel(), _names, out var restored));
        FamilyHints.TakeText(HintSign.TelnetGreeting, "Welcome to the Medfusion 4000 Configuration Interface", restored, 99);

        Assert.Equal(2, restored.Evidence.Count);
        Assert.All(restored.Evidence, e => Assert.Equal(99, e.Last));
    }

    [Fact]
    public void Makers_of_interfaces_are_named_as_the_table_of_prefixes_names_them() =>
        Assert.All(KnownFamilies.All.SelectMany(h => h.When.Interfaces).Distinct(), name => Assert.Contains(name, Prefixes.Select(p => VendorTable.Find(p | 1))));

    [Fact]
    public void No_hint_is_surer_than_what_is_published_and_none_is_a_port_alone() => Assert.All(KnownFamilies.All, h =>
    {
        Assert.InRange(h.Confidence, 0.01, 0.6);
        Assert.True(h.When.Port == 0 ? h.When.Text.Length > 4 : h.When.Interfaces.Count > 0);
    });

    private Device Device(string address) => _devices.FindOrAdd(Address(address), _time, out _)!;

    private static IpAddress Address(string address) => IpAddress.ReadV4(IPAddress.Parse(address).GetAddressBytes());

    private void Plug(string address, ulong mac) => _devices.Macs.See(Device(address), mac, byArp: false, _time++);

    private void Connect(string client, string server, ushort port, bool refused = false) =>
        Take(new FlowEnded { PacketsToClient = 3, PacketsToServer = 4, Refused = refused, Tcp = true }, FlowEnded.Kind, client, server, port, 6);

    private void Take<T>(T fact, FactKind kind, string client, string server, ushort port, byte protocol)
        where T : unmanaged
    {
        var header = new FactHeader { Time = _time++, Flow = new FlowIdentity { ServerPort = port, Protocol = protocol } };
        _tap.Take(kind, in header, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in fact)), Device(client), Device(server));
    }

    private NameId Named(string text)
    {
        var id = new NameId(++_lastName);
        _names.Define(0, id, Encoding.UTF8.GetBytes(text));
        return id;
    }

    private string[] Hints(string address) =>
        [.. Device(address).Evidence.Where(e => e.Source.StartsWith("hint", StringComparison.Ordinal)).Select(e => FormattableString.Invariant($"{Word(e.Attribute)} {e.Value.Text} by {e.Source} {e.Confidence}"))];

    private static string Word(Attribute attribute) => attribute == Attribute.Vendor ? "vendor" : "model";
}
