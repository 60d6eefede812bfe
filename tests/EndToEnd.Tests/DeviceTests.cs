using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;
using Sensor.Options;

namespace Sensor.EndToEnd.Tests;

/// <summary>What is said of each device, and why.</summary>
public sealed class DeviceTests(CaptureRuns runs)
{
    [Theory]
    [InlineData("10.20.0.10", "Dell", "00:06:5b:20:00:10")]
    [InlineData("10.20.0.21", "Advantech Technology", "00:0b:ab:20:00:21")]
    [InlineData("10.20.0.31", "Hewlett Packard", "00:08:02:20:00:31")]
    [InlineData("10.20.0.66", null, "02:4c:41:50:00:66")]
    public void A_MAC_address_names_a_maker_unless_it_is_local(string address, string? vendor, string mac)
    {
        var device = Device(runs.Radiology, address);

        Assert.Equal(vendor, device.GetProperty("vendor").GetString());
        Assert.Equal([mac], Texts(device, "macs"));
        Assert.Contains(Evidence(device), e => e == $"mac {mac} by arp");
        Assert.Equal(vendor is not null, Evidence(device).Any(e => e == $"vendor {vendor} by mac prefix"));
    }

    [Fact]
    public void Behind_a_router_nobody_has_its_MAC_address()
    {
        const ulong Router = 0x00065B_0000FE, Server = 0x000BAB_000002;
        var capture = new MadeCapture();
        capture.Arp(Router, "10.9.0.254", "10.9.0.2");
        foreach (var behind in (string[])["10.9.1.1", "10.9.1.2", "10.9.1.3"])
        {
            capture.Connect(Router, behind, Server, "10.9.0.2", 80).Close();
        }

        using var folder = new TemporaryFolder();
        var result = runs.Run([folder.Write("routed.pcap", capture.ToArray())]);

        Assert.Equal(
            ["10.9.0.254 Dell", "10.9.1.1 ", "10.9.0.2 Advantech Technology", "10.9.1.2 ", "10.9.1.3 "],
            result.Devices.Select(d => $"{Texts(d, "ips").Single()} {d.GetProperty("vendor").GetString()}"));

        // The second address behind it, the third with its own, gave it away.
        Assert.Equal(
            ["10.9.1.1"],
            result.EventsOf("device").Select(e => e.GetProperty("device")).Where(d => d.GetProperty("event").GetString() == "withdrawn")
                .Select(d => d.GetProperty("ip").GetString()!));
    }

    [Fact]
    public void A_known_implementation_UID_names_the_software()
    {
        var device = Device(runs.Radiology, "10.20.0.10");

        Assert.Equal(["DCMTK", "OFFIS_DCMTK_367"], Texts(device, "software").Order());
        Assert.Contains("software DCMTK by dicom implementation uid", Evidence(device));
    }

    [Theory]
    [InlineData("parts/dicom-mpps.pcapng", "10.30.0.21", "modality: reported on a procedure it performs (MPPS) 2 times")]
    [InlineData("parts/dicom-mpps.pcapng", "10.30.0.10", "mpps-manager: took 2 reports on procedures performed (MPPS)")]
    [InlineData("parts/dicom-storage-commitment.pcap", "10.30.0.21", "modality: stored 2 objects elsewhere; asked for storage commitment 1 time")]
    [InlineData("parts/dicom-storage-commitment.pcap", "10.30.0.10", "archive: took 2 objects; was asked for storage commitment 1 time")]
    [InlineData("parts/dicom-worklist.pcap", "10.30.0.21", "modality: asked for a worklist 1 time")]
    [InlineData("parts/dicom-worklist.pcap", "10.30.0.10", "worklist: answered 1 worklist query")]
    [InlineData("parts/dicom-find.pcapng", "10.30.0.10", "archive: answered 1 query")]
    [InlineData("parts/dicom-get.pcapng", "10.30.0.31", "workstation: fetched 1 time")]
    [InlineData("parts/dicom-echo.pcap", "10.30.0.21", "verifier: only ever verified connections (C-ECHO), 1 time")]
    [InlineData("parts/hl7-enhanced.pcap", "10.30.0.12", "hl7-receiver: received 6 HL7 messages")]
    [InlineData("radiology.pcap", "10.20.0.12", "interface-engine: received 762 HL7 messages of 3 kinds from 5 devices")]
    [InlineData("radiology.pcap", "10.20.0.11", "ris: answered 73 worklist queries; sent 70 HL7 messages")]
    public void The_first_role_and_its_reasons(string capture, string address, string role)
    {
        var first = Device(runs.Of(capture), address).GetProperty("roles")[0];

        Assert.Equal(role, $"{first.GetProperty("role").GetString()}: {string.Join("; ", Texts(first, "reasons"))}");
    }

    /// <summary>Names in a capture as tshark writes them: at its end.</summary>
    [Fact]
    public void Names_that_a_capture_brings_along_are_host_names_with_little_confidence()
    {
        using var folder = new TemporaryFolder();
        var named = Named(folder);

        var result = runs.Run([named]);

        var device = Device(result, "10.20.0.21");
        Assert.Equal(["ct1.radiology.example"], Texts(device, "hostnames"));
        var evidence = device.GetProperty("evidence").EnumerateArray().Single(e => e.GetProperty("attribute").GetString() == "hostname");
        Assert.Equal("pcapng name resolution", evidence.GetProperty("source").GetString());
        Assert.Equal(0.3, evidence.GetProperty("confidence").GetDouble());
        Assert.Equal(device.GetProperty("first_seen").GetString(), evidence.GetProperty("first").GetString());
        Assert.Equal(device.GetProperty("last_seen").GetString(), evidence.GetProperty("last").GetString());
        Assert.Empty(Texts(Device(result, "10.20.0.22"), "hostnames"));
    }

    [Fact]
    public void Names_count_for_all_inputs_and_with_any_number_of_workers_alike()
    {
        using var folder = new TemporaryFolder();
        string[] inputs = [Repository.Capture(Truth.Radiology), Named(folder), Repository.Capture("parts/dicom-get.pcapng")];

        var results = InProcess.Results(new ReplayOptions(inputs) { Workers = 1 });

        Assert.Contains("\"hostnames\":[\"pacs1.example\"]", results[3], StringComparison.Ordinal);
        Assert.Equal(results, InProcess.Results(new ReplayOptions(inputs) { Workers = 2 }));
        Assert.Equal(results, InProcess.Results(new ReplayOptions(inputs) { Workers = 3 }));
    }

    /// <summary>The first minute of the radiology department with a hosts file's names in it.</summary>
    private static string Named(TemporaryFolder folder)
    {
        var hosts = folder.Write("hosts", "10.20.0.21 ct1.radiology.example\n10.20.0.10 pacs1.example\n"u8);
        var path = folder.File("named.pcapng");
        Programs.Tshark("-r", Repository.Capture(Truth.Radiology), "-c", "3000", "-N", "nN", "-H", hosts, "-W", "n", "-Y", "ip.host", "-w", path);
        return path;
    }

    private static JsonElement Device(ReplayResult result, string address) => result.Devices.Single(d => Texts(d, "ips").Single() == address);

    private static IEnumerable<string> Evidence(JsonElement device) => device.GetProperty("evidence").EnumerateArray()
        .Select(e => $"{e.GetProperty("attribute").GetString()} {e.GetProperty("value").GetString()} by {e.GetProperty("source").GetString()}");

    private static IEnumerable<string> Texts(JsonElement json, string list) => json.GetProperty(list).EnumerateArray().Select(t => t.GetString()!);
}
