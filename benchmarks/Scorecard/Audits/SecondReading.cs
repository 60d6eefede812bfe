using System.Globalization;
using Hospital.Labels;

namespace Scorecard.Audits;

/// <summary>What somebody else's reader makes of an attack's packets beside those of its clean twin.</summary>
/// <param name="Attack">Its number and kind.</param>
/// <param name="Packets">In the attacked slice.</param>
/// <param name="Different">Packets that only one of the two has.</param>
/// <param name="FirstDifference">Instant; null: none differ.</param>
/// <param name="Findings">What contradicts the label, whole sentences; none: it holds.</param>
internal sealed record Reading(string Attack, long Packets, long Different, long? FirstDifference, IReadOnlyList<string> Findings)
{
    public bool Holds => Findings.Count == 0;
}

/// <summary>
/// Reads the packets around an attack a second time, with tshark, which shares nothing with who wrote them, and compares: does what differs from the clean twin begin when the
/// label says, is it between the devices that it names, and does its filter find it here and not there?
/// </summary>
internal static class SecondReading
{
    private static readonly string[] Fields =
        ["frame.time_epoch", "eth.src", "eth.dst", "ip.src", "ip.dst", "arp.src.proto_ipv4", "arp.dst.proto_ipv4", "ip.ttl", "frame.len", "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "tcp.flags", "tcp.seq_raw", "ip.checksum", "tcp.checksum", "udp.checksum"];

    public static bool IsAvailable { get; } = Tool.Run("tshark", ["--version"]) is { Code: 0 };

    /// <param name="label">To be checked.</param>
    /// <param name="attacked">Capture of the time around it.</param>
    /// <param name="twin">Of the same time without it.</param>
    /// <param name="tolerance">Nanoseconds by which the first difference may miss the label: one packet's spacing.</param>
    /// <param name="byDevice">Whose packets may differ besides: those in whose conversations the attack alters something. Addresses; empty: the label's only.</param>
    /// <exception cref="InvalidOperationException">tshark can't read a capture.</exception>
    public static Reading Check(AttackLabel label, string attacked, string twin, long tolerance, IReadOnlyCollection<string>? byDevice = null)
    {
        var (here, there) = (Packets(attacked), Packets(twin));
        var different = Differences(here, there);
        var findings = new List<string>();
        long? first = different.Count > 0 ? different.Min(p => p.Time) : null;
        CheckTime(label, first, tolerance, findings);
        CheckAddresses(label, different, byDevice ?? [], findings);
        CheckFilter(label, attacked, twin, findings);
        return new Reading($"{label.Number} (kind {label.Kind}, {label.Name}, {label.Variant})", here.Count, different.Count, first, findings);
    }

    private static void CheckTime(AttackLabel label, long? first, long tolerance, List<string> findings)
    {
        if (label.FirstSeen is not { } seen)
        {
            if (first is not null)
            {
                findings.Add("The label says that nothing of it was to be seen, yet packets differ.");
            }
        }
        else if (first is null)
        {
            findings.Add("Nothing differs from the clean twin.");
        }
        else if (Math.Abs(first.Value - seen) > tolerance)
        {
            findings.Add(string.Create(CultureInfo.InvariantCulture, $"The first packet that differs comes {(first.Value - seen) / 1e9:0.000000} s after the label's first instant."));
        }
    }

    private static void CheckAddresses(AttackLabel label, List<Seen> different, IReadOnlyCollection<string> others, List<string> findings)
    {
        var named = label.Seen.SelectMany(s => new[] { s.AddressText, MacText(s.Mac) }).Concat(others).ToHashSet(StringComparer.Ordinal);
        foreach (var pair in different.Where(p => !named.Contains(p.From) && !named.Contains(p.To)).GroupBy(p => (p.From, p.To)).OrderBy(g => g.Key).Take(3))
        {
            findings.Add($"{pair.Count()} packets from {pair.Key.From} to {pair.Key.To} differ, and the label names neither.");
        }
    }

    private static void CheckFilter(AttackLabel label, string attacked, string twin, List<string> findings)
    {
        if (label.Filter.Length == 0 || label.FirstSeen is null)
        {
            return;
        }

        var (here, there) = (Matches(attacked, label.Filter), Matches(twin, label.Filter));
        if (here == 0)
        {
            findings.Add($"The filter '{label.Filter}' finds nothing.");
        }

        if (there > 0)
        {
            findings.Add($"The filter '{label.Filter}' finds {there} packets of the clean twin.");
        }
    }

    private static string MacText(ulong mac) => string.Join(':', Enumerable.Range(0, 6).Select(i => ((mac >> (40 - (8 * i))) & 255).ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>Packets that one capture has more often than the other.</summary>
    private static List<Seen> Differences(List<Seen> here, List<Seen> there)
    {
        var balance = new Dictionary<Seen, int>();
        foreach (var (packets, sign) in new[] { (here, 1), (there, -1) })
        {
            foreach (var packet in packets)
            {
                balance[packet] = balance.GetValueOrDefault(packet) + sign;
            }
        }

        return [.. balance.Where(b => b.Value != 0).Select(b => b.Key)];
    }

    private static List<Seen> Packets(string capture)
    {
        string[] arguments = ["-r", capture, "-n", "-T", "fields", "-E", "separator=|", "-E", "occurrence=f", "-o", "tcp.relative_sequence_numbers:FALSE", .. Fields.SelectMany(f => new[] { "-e", f })];
        return [.. Ask(arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)];
    }

    private static int Matches(string capture, string filter) =>
        Ask(["-r", capture, "-n", "-Y", filter, "-T", "fields", "-e", "frame.number"]).Count(c => c == '\n');

    private static string Ask(IEnumerable<string> arguments) => Tool.Run("tshark", arguments) switch
    {
        { Code: 0 } done => done.Output,
        { } failed => throw new InvalidOperationException($"tshark: {failed.Error.Trim()}"),
        null => throw new InvalidOperationException("tshark isn't installed."),
    };

    private static Seen Read(string line)
    {
        var fields = line.Split('|');
        var time = fields[0].Split('.');
        var nanoseconds = (long.Parse(time[0], CultureInfo.InvariantCulture) * 1_000_000_000) + (time.Length > 1 ? long.Parse(time[1].PadRight(9, '0')[..9], CultureInfo.InvariantCulture) : 0);
        string First(params ReadOnlySpan<int> of)
        {
            foreach (var at in of)
            {
                if (fields[at].Length > 0)
                {
                    return fields[at];
                }
            }

            return "";
        }

        return new Seen(nanoseconds, First(3, 5, 1), First(4, 6, 2), string.Join('|', fields[7..]));
    }

    /// <param name="Time">Nanoseconds since the Unix epoch.</param>
    /// <param name="From">Address of IP, of ARP, or MAC.</param>
    /// <param name="To">Likewise.</param>
    /// <param name="Rest">What else identifies it: TTL, length, ports, flags, checksums.</param>
    private sealed record Seen(long Time, string From, string To, string Rest);
}
