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
    /// <param name="others">Addresses of other attacks at the same time, whose packets differ as well, and whenever they like; none unless given.</param>
    /// <exception cref="InvalidOperationException">tshark can't read a capture.</exception>
    public static Reading Check(AttackLabel label, string attacked, string twin, long tolerance, IReadOnlyCollection<string>? others = null)
    {
        var own = label.Seen.SelectMany(s => new[] { s.AddressText, MacText(s.Mac) }).ToHashSet(StringComparer.Ordinal);
        var foreign = (others ?? []).Where(o => !own.Contains(o)).ToHashSet(StringComparer.Ordinal);
        var (packets, different) = Differences(attacked, twin);
        var findings = new List<string>();
        long? first = different.Where(p => !foreign.Contains(p.From) && !foreign.Contains(p.To)).Select(p => (long?)p.First).Min();
        CheckTime(label, first, tolerance, findings);
        foreach (var pair in different.Where(p => !own.Contains(p.From) && !own.Contains(p.To) && !foreign.Contains(p.From) && !foreign.Contains(p.To)).Take(3))
        {
            findings.Add($"{pair.Packets} packets from {pair.From} to {pair.To} differ, and the label names neither.");
        }

        CheckFilter(label, attacked, twin, findings);
        return new Reading($"{label.Number} (kind {label.Kind}, {label.Name}, {label.Variant})", packets, different.Sum(p => p.Packets), first, findings);
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

    /// <summary>Packets that one capture has more often than the other, by sender and receiver in order of their names. Only the twin's packets are held in memory: an attack may be gigabytes.</summary>
    private static (long Packets, IReadOnlyList<Difference> Different) Differences(string attacked, string twin)
    {
        var left = new Dictionary<Seen, int>();
        Read(twin, packet => left[packet] = left.GetValueOrDefault(packet) + 1);
        var (packets, pairs) = (0L, new SortedDictionary<(string From, string To), (long First, long Packets)>());
        Read(attacked, packet =>
        {
            packets++;
            if (left.GetValueOrDefault(packet) is > 0 and var there)
            {
                left[packet] = there - 1;
            }
            else
            {
                Add(packet, 1);
            }
        });
        foreach (var (packet, there) in left.Where(l => l.Value > 0))
        {
            Add(packet, there);
        }

        return (packets, [.. pairs.Select(p => new Difference(p.Key.From, p.Key.To, p.Value.First, p.Value.Packets))]);

        void Add(Seen packet, int count)
        {
            var (first, known) = pairs.GetValueOrDefault((packet.From, packet.To), (long.MaxValue, 0));
            pairs[(packet.From, packet.To)] = (Math.Min(first, packet.Time), known + count);
        }
    }

    private static void Read(string capture, Action<Seen> take)
    {
        // Nothing that tshark remembers of connections is asked for.
        string[] arguments =
        [
            "-r", capture, "-n", "-M", "200000", "-T", "fields", "-E", "separator=|", "-E", "occurrence=f", "-o", "tcp.relative_sequence_numbers:FALSE", .. Fields.SelectMany(f => new[] { "-e", f }),
        ];
        Ask(arguments, line => take(Read(line)));
    }

    private static long Matches(string capture, string filter)
    {
        var count = 0L;
        Ask(["-r", capture, "-n", "-Y", filter, "-T", "fields", "-e", "frame.number"], _ => count++);
        return count;
    }

    private static void Ask(IEnumerable<string> arguments, Action<string> take)
    {
        if (Tool.Read("tshark", arguments, take) is not var (code, error))
        {
            throw new InvalidOperationException("tshark isn't installed.");
        }

        if (code != 0)
        {
            throw new InvalidOperationException($"tshark: {error.Trim()}");
        }
    }

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

    /// <summary>What differs between two ends.</summary>
    /// <param name="From">Address of IP, of ARP, or MAC.</param>
    /// <param name="To">Likewise.</param>
    /// <param name="First">Instant of the first packet, nanoseconds since the Unix epoch.</param>
    /// <param name="Packets">How many.</param>
    private sealed record Difference(string From, string To, long First, long Packets);
}
