using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// On mirrors that lose, reorder and double frames, of the commands and messages whose own bytes were captured 99 in 100 are found: each of them, by its
/// connection, direction, kind and id. So the next boundary is found again after every hole.
/// </summary>
public sealed class LossyMirrorTests(CaptureRuns runs)
{
    private const double Required = 0.99;

    private static readonly LossyMirror[] Mirrors =
    [
        new("1 % lost") { Loss = 0.01 },
        new("5 % lost") { Loss = 0.05 },
        new("2 % lost in bursts of 10") { Loss = 0.02, Burst = 10 },
        new("1 % lost, reordered and doubled") { Loss = 0.01, Reordered = 0.01, Doubled = 0.01 },
        new("begun late, 1 % lost") { Late = 0.3, Loss = 0.01 },
    ];

    public static TheoryData<string, int> Cases { get; } = new(from mirror in Mirrors from seed in new[] { 1, 2 } select (mirror.Name, seed));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finds_99_in_100_of_the_commands_and_messages_that_were_captured(string mirror, int seed)
    {
        var plain = runs.Plain(Truth.Radiology);
        using var folder = new TemporaryFolder();
        var capture = folder.File("damaged.pcap");
        var lost = Mirrors.Single(m => m.Name == mirror).Damage(Repository.Capture(Truth.Radiology), capture, seed);
        var events = runs.Run([capture]).Events;

        Compare(PlainDicom.Read(plain).Commands.Where(c => !c.TouchesAny(lost)).Select(Identity), events.SelectMany(Commands));
        var pseudonyms = new Pseudonymizer(KeyOf(capture));
        Compare(PlainHl7.Read(plain).Where(m => !m.Whole.TouchesAny(lost)).Select(m => Identity(m, pseudonyms)), events.SelectMany(Messages));
    }

    private static void Compare(IEnumerable<string> captured, IEnumerable<string> found)
    {
        var left = found.CountBy(f => f).ToDictionary();
        var all = captured.ToList();
        var missed = all.Where(c => --System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(left, c, out _) < 0).ToList();

        Assert.InRange(all.Count, 500, int.MaxValue);
        Assert.True(missed.Count <= (1 - Required) * all.Count, $"Of {all.Count} that were captured {missed.Count} weren't found: {string.Join("; ", missed.Take(10))}");
    }

    private static string Identity(Piece command) => $"{command.Stream.Source} {command.Name} {command.MessageId}";

    private static string Identity(PlainMessage message, Pseudonymizer pseudonyms)
    {
        // Of an acknowledgement the sensor says what it answers.
        var isAck = message.Header.Name.Split('^')[0] == "ACK";
        var id = isAck ? message.Named("MSA").First()[2] : message.Segments[0][9];
        Span<byte> text = stackalloc byte[Pseudonym.TextLength];
        pseudonyms.Of(PseudonymKind.Message, Encoding.Latin1.GetBytes(id)).Format(text);
        return $"{message.Header.Stream.Source} {(isAck ? "answers" : "is")} {Encoding.ASCII.GetString(text)}";
    }

    private static IEnumerable<string> Commands(JsonElement e)
    {
        if (!e.TryGetProperty("dicom", out var dicom) || dicom.GetProperty("type").GetString() != "dimse")
        {
            yield break;
        }

        var (command, id) = (dicom.GetProperty("command").GetString(), dicom.GetProperty("message_id").GetInt32());
        if (dicom.GetProperty("requested").GetBoolean())
        {
            yield return $"{End(e, "src")} {command}-RQ {id}";
        }

        var final = dicom.TryGetProperty("status_class", out var status) && status.GetString() != "pending" ? 1 : 0;
        for (var n = final + (dicom.TryGetProperty("pending", out var pending) ? pending.GetInt32() : 0); n > 0; n--)
        {
            yield return $"{End(e, "dest")} {command}-RSP {id}";
        }
    }

    private static IEnumerable<string> Messages(JsonElement e)
    {
        if (!e.TryGetProperty("hl7", out var hl7))
        {
            yield break;
        }

        if (hl7.TryGetProperty("answers", out var answers))
        {
            yield return $"{End(e, "src")} answers {answers.GetProperty("control_id").GetString()}";
            yield break;
        }

        var id = hl7.GetProperty("control_id").GetString();
        if (!hl7.TryGetProperty("truncated", out _))
        {
            yield return $"{End(e, "src")} is {id}";
        }

        if (hl7.TryGetProperty("ack", out _))
        {
            yield return $"{End(e, "dest")} answers {id}";
        }
    }

    private static string End(JsonElement e, string end) => $"{e.GetProperty(end + "_ip").GetString()} {e.GetProperty(end + "_port").GetInt32()}";

    /// <summary>Without a site's key pseudonyms are keyed by the capture's first MiB.</summary>
    private static byte[] KeyOf(string capture)
    {
        using var file = File.OpenRead(capture);
        var head = new byte[1 << 20];
        return SHA256.HashData(head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
    }
}
