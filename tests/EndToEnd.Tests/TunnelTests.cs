using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>A remote mirror sends its packets through a tunnel: what is in it is what counts.</summary>
public sealed class TunnelTests(CaptureRuns runs)
{
    public static TheoryData<string> Tunnelled { get; } = [.. Truth.All.Values.Where(t => t.Wrapped is not null).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Tunnelled))]
    public void What_a_tunnel_carries_counts_as_it_does_outside(string capture)
    {
        var inside = runs.Of(capture).Summary;
        var outside = runs.Of(Truth.All[capture].Wrapped!.Name).Summary;
        foreach (var part in (string[])["dicom", "hl7", "streams"])
        {
            Assert.Equal(outside.GetProperty(part).GetRawText(), inside.GetProperty(part).GetRawText());
        }

        Assert.Equal(outside.GetProperty("flows").GetProperty("tcp").GetInt64(), inside.GetProperty("flows").GetProperty("tcp").GetInt64());
        Assert.Equal(0, inside.GetProperty("undecodable_packets").GetInt64());
    }

    [Theory]
    [InlineData("parts/tunnel-vxlan.pcap", "vxlan", 42, 1)]
    [InlineData("parts/tunnel-geneve.pcap", "geneve", 77, 1)]
    [InlineData("parts/tunnel-gre.pcap", "gre", 7, 1)]
    [InlineData("parts/tunnel-erspan-1.pcap", "erspan", 0, 1)]
    [InlineData("parts/tunnel-erspan-2.pcap", "erspan", 5, 1)]
    [InlineData("parts/tunnel-erspan-3.pcap", "erspan", 6, 1)]
    [InlineData("parts/tunnel-ipip.pcap", "ipip", 0, 1)]
    [InlineData("parts/tunnel-6in4.pcap", "ipip", 0, 1)]
    [InlineData("parts/tunnel-mpls.pcap", "mpls", 200, 1)]
    [InlineData("parts/tunnel-pppoe.pcap", "pppoe", 9, 1)]
    [InlineData("parts/tunnel-nested.pcap", "vxlan", 43, 2)]
    [InlineData("parts/tunnel-fragments.pcap", "gre", 0, 1)]
    [InlineData("parts/tunnel-vxlan-fragments.pcap", "vxlan", 44, 1)]
    [InlineData("parts/tunnel-geneve-fragments.pcap", "geneve", 78, 1)]
    public void A_flow_says_which_tunnel_it_came_through(string capture, string type, int id, int depth)
    {
        var tunnels = runs.Of(capture).Events.Where(e => e.GetProperty("event_type").GetString() == "flow").Select(e => e.GetProperty("tunnel")).ToList();

        Assert.NotEmpty(tunnels);
        Assert.All(tunnels, t => Assert.Equal((type, id, depth), (Text(t, "type"), t.GetProperty("id").GetInt32(), t.GetProperty("depth").GetInt32())));
    }

    [Theory]
    [InlineData("parts/tunnel-fragments.pcap")]
    [InlineData("parts/tunnel-vxlan-fragments.pcap")]
    [InlineData("parts/tunnel-geneve-fragments.pcap")]
    public void Fragments_that_a_mirror_shows_twice_count_once(string capture)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("twice.pcap");
        ClassicPcap.Write(path, ClassicPcap.Read(Repository.Capture(capture)).SelectMany(r => (byte[][])[r, r]));
        var (once, twice) = (runs.Of(capture), runs.Run([path]));

        foreach (var part in (string[])["dicom", "hl7", "streams"])
        {
            Assert.Equal(once.Summary.GetProperty(part).GetRawText(), twice.Summary.GetProperty(part).GetRawText());
        }

        Assert.Equal(Tcp(once), Tcp(twice));
        Assert.Empty(twice.EventsOf("health"));
    }

    private static IEnumerable<string> Tcp(ReplayResult run) =>
        run.EventsOf("flow").Where(e => Text(e, "proto") == "TCP").Select(e => e.GetProperty("flow").GetRawText());

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
