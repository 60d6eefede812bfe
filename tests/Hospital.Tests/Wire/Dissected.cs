using System.Diagnostics;
using Hospital.Network;
using Hospital.Wire;

namespace Hospital.Tests.Wire;

/// <summary>A packet as tshark sees it.</summary>
/// <param name="Values">By the names of the fields.</param>
/// <param name="Details">Lines of the whole tree.</param>
internal sealed record Seen(IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Details)
{
    public string this[string field] => Values[field];

    public bool Says(params ReadOnlySpan<string> words)
    {
        foreach (var line in Details)
        {
            var has = true;
            foreach (var word in words)
            {
                has &= line.Contains(word, StringComparison.Ordinal);
            }

            if (has)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What tshark, the second opinion, sees in what was said. Skips the test where it is missing.</summary>
internal sealed class Dissected
{
    private static readonly string[] Troubles =
    [
        "_ws.malformed", "tcp.analysis.retransmission", "tcp.analysis.out_of_order", "tcp.analysis.lost_segment", "tcp.analysis.ack_lost_segment", "tcp.analysis.duplicate_ack",
        "tcp.analysis.zero_window",
    ];

    private static readonly string[] Sums = ["ip.checksum.status", "tcp.checksum.status", "udp.checksum.status"];

    private Dissected(IReadOnlyList<Seen> packets) => Packets = packets;

    public IReadOnlyList<Seen> Packets { get; }

    /// <summary>Packets of a conversation in which a field has a value.</summary>
    public IEnumerable<Seen> With(Conversation conversation, string field, string value) => Of(conversation).Where(p => p[field] == value);

    /// <summary>Packets of a conversation.</summary>
    public IEnumerable<Seen> Of(Conversation conversation) => Packets.Where(p => IsPort(p, conversation.ClientPort));

    /// <summary>What one side says.</summary>
    public IEnumerable<Seen> Of(Conversation conversation, Side from)
    {
        var port = from == Side.Client ? conversation.ClientPort : conversation.ServerPort;
        return Of(conversation).Where(p => p["tcp.srcport"] == $"{port}" || p["udp.srcport"] == $"{port}");
    }

    /// <summary>Packets that something is wrong with.</summary>
    public IEnumerable<string> Troubled() => Packets
        .Where(p => Troubles.Any(t => p[t] != "") || Sums.Any(s => p[s] == "0"))
        .Select(p => string.Join('\n', p.Details));

    /// <param name="said">What was said.</param>
    /// <param name="form">How it is cut.</param>
    /// <param name="fields">Whose values are wanted.</param>
    public static Dissected From(Said said, WireForm form, params string[] fields)
    {
        var file = said.Capture(form);
        try
        {
            string[] names = ["tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", .. Troubles, .. Sums, .. fields];
            var rows = Run(["-r", file, "-T", "fields", "-E", "separator=|", .. Checking, .. names.SelectMany(f => new[] { "-e", f })]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var details = Run(["-r", file, "-V", .. Checking]).Split("\nFrame ");
            Assert.Equal(rows.Length, details.Length);
            return new Dissected([.. rows.Zip(details, (row, tree) => new Seen(Named(names, row), tree.Split('\n')))]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static readonly string[] Checking =
        ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-d", "tcp.port==11112,dicom", "-d", "tcp.port==443,tls"];

    private static bool IsPort(Seen packet, ushort port) =>
        packet["tcp.srcport"] == $"{port}" || packet["tcp.dstport"] == $"{port}" || packet["udp.srcport"] == $"{port}" || packet["udp.dstport"] == $"{port}";

    private static Dictionary<string, string> Named(string[] names, string row) =>
        names.Zip(row.Split('|')).ToDictionary(pair => pair.First, pair => pair.Second.TrimEnd());

    private static string Run(string[] arguments)
    {
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo("tshark", arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("tshark is not installed (apt-get install tshark)");
        }

        using (process)
        {
            var errors = process!.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.Result);
            return output.TrimEnd('\n');
        }
    }
}
