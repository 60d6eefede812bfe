using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Wire;
using Scorecard.Audits;

namespace Scorecard.Tests.Audits;

/// <summary>Other people's programs read slices of packets. Where they aren't installed there is nothing to test.</summary>
public sealed class SliceTests : IDisposable
{
    private const long Start = 1_767_225_600L * Nanos.Second;

    private readonly string _folder = Directory.CreateTempSubdirectory("slices").FullName;

    private readonly Host _scanner = Host(1, 10), _engine = Host(2, 20), _archive = Host(3, 30);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_label_that_is_right_is_confirmed()
    {
        Assert.SkipUnless(SecondReading.IsAvailable, "tshark isn't installed.");
        var reading = Check(Label(Start + (5 * Nanos.Second), "tcp.dstport == 4444", _scanner));
        Assert.Empty(reading.Findings);
        Assert.True(reading.Different > 0);
        Assert.Equal(Start + (5 * Nanos.Second), reading.FirstDifference);
    }

    [Fact]
    public void A_label_that_is_wrong_is_contradicted()
    {
        Assert.SkipUnless(SecondReading.IsAvailable, "tshark isn't installed.");
        var reading = Check(Label(Start + (2 * Nanos.Second), "tcp.dstport == 2575", _archive));
        Assert.Equal(3, reading.Findings.Count);
        Assert.Contains(reading.Findings, f => f.StartsWith("The first packet that differs comes 3.0", StringComparison.Ordinal));
        Assert.Contains(reading.Findings, f => f.EndsWith("the label names neither.", StringComparison.Ordinal));
        Assert.Contains(reading.Findings, f => f.EndsWith("packets of the clean twin.", StringComparison.Ordinal));
    }

    [Fact]
    public void What_other_attacks_do_at_the_same_time_is_theirs()
    {
        Assert.SkipUnless(SecondReading.IsAvailable, "tshark isn't installed.");
        var (attacked, twin) = (Write("attacked.pcap", attacks: 3), Write("twin.pcap", attacks: 0));
        var label = Label(Start + (7 * Nanos.Second), "", _archive);
        Assert.Equal(2, SecondReading.Check(label, attacked, twin, Nanos.Millisecond).Findings.Count);
        Assert.Equal(["Nothing differs from the clean twin."], SecondReading.Check(label, attacked, twin, Nanos.Millisecond, [_scanner.AddressText]).Findings);
    }

    [Fact]
    public void An_attack_that_does_nothing_is_noticed()
    {
        Assert.SkipUnless(SecondReading.IsAvailable, "tshark isn't installed.");
        var twin = Write("twin.pcap", attacks: 0);
        Assert.Equal(["Nothing differs from the clean twin."], SecondReading.Check(Label(Start, "", _scanner), twin, twin, Nanos.Millisecond).Findings);
    }

    [Fact]
    public void Suricata_notices_a_sweep_and_not_ordinary_life_where_it_is_installed()
    {
        var hosts = new[] { _scanner, _engine, _archive }.ToDictionary(h => h.AddressText, h => h.Number);
        var attacked = SuricataRun.On(Write("attacked.pcap", attacks: 80), hosts);
        if (attacked.Skipped == "Suricata isn't installed.")
        {
            // Debian 12 has it among its backports only, so no test run may count on it: then it says that it isn't there, and nothing else.
            Assert.Empty(attacked.Candidates);
            return;
        }

        Assert.Equal("", attacked.Skipped);
        Assert.True(attacked.Rules > 300);
        Assert.Contains(attacked.Candidates, c => c.Host == _scanner.Number && c.Time >= Start + (5 * Nanos.Second));
        Assert.DoesNotContain(SuricataRun.On(Write("twin.pcap", attacks: 0), hosts).Candidates, c => c.Reason.StartsWith("suricata-1000", StringComparison.Ordinal));
    }

    private static Host Host(int number, int last) => new()
    {
        Number = number,
        Name = $"host {number}",
        Role = HostRole.Workstation,
        Model = "any",
        Place = "here",
        Address = (10u << 24) | (20 << 16) | (4 << 8) | (uint)last,
        Mac = 0x020000000000UL | (uint)last,
    };

    private static AttackLabel Label(long first, string filter, params Host[] devices)
    {
        var label = new AttackLabel
        {
            Number = 1,
            Kind = 29,
            Name = "scan",
            Variant = "fast",
            Difficulty = 1,
            Devices = devices,
            From = first,
            Until = first + Nanos.Minute,
            FirstSeen = first,
            LastSeen = first + Nanos.Minute,
            Traits = Trait.Peer,
            Filter = filter,
        };
        foreach (var device in devices)
        {
            label.Add(new Appearance(device, device.Address, device.Mac));
        }

        return label;
    }

    private Reading Check(AttackLabel label) => SecondReading.Check(label, Write("attacked.pcap", attacks: 3), Write("twin.pcap", attacks: 0), Nanos.Millisecond);

    /// <summary>A conversation of messages, and connections of the scanner to the archive that nobody answers.</summary>
    private string Write(string name, int attacks)
    {
        var path = Path.Combine(_folder, name);
        var agenda = new Agenda(Start);
        var (life, attack) = (new Lane(agenda, 1, 0), new Lane(agenda, 1, 1));
        using var file = new PcapFile(path);
        var writer = new PacketWriter(file, WireForm.Real);
        agenda.Out = step => writer.Take(in step);
        var talk = life.Converse(_engine, _archive, 2575, Language.Opaque);
        life.Say(Start + Nanos.Second, talk, Side.Client, Opened.It);
        for (var i = 2; i < 9; i++)
        {
            life.Say(Start + (i * Nanos.Second), talk, Side.Client, new Payload(200));
        }

        for (var i = 0; i < attacks; i++)
        {
            attack.Say(Start + (5 * Nanos.Second) + (i * 20 * Nanos.Millisecond), attack.Converse(_scanner, _engine, 4444 + i, Language.Opaque), Side.Client, Unanswered.It);
        }

        agenda.RunUntil(Start + Nanos.Minute);
        writer.End(Start + Nanos.Minute);
        return path;
    }
}
