using System.Globalization;
using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// Under attack the sensor keeps to its bounds, goes on reading the conversations of others, and says what it had to give up. SENSOR_FLOOD_SCALE makes the attacks
/// so many times larger.
/// </summary>
public sealed class FloodTests(CaptureRuns runs, FloodTests.Undisturbed undisturbed) : IClassFixture<FloodTests.Undisturbed>
{
    private static readonly int Scale = int.Parse(Environment.GetEnvironmentVariable("SENSOR_FLOOD_SCALE") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public void Of_half_open_connections_the_oldest_give_way_and_all_others_are_read()
    {
        var flood = Run(new Attack(160_000 * Scale).Syns());

        Assert.Equal(undisturbed.Read, Undisturbed.ReadOf(flood));
        Assert.True(flood.Summary.GetProperty("streams").GetProperty("evicted").GetInt64() > 10_000);
        AssertTold(flood, "flows");
        AssertMemory(flood, 400);
    }

    [Fact]
    public void Conversations_that_wait_for_a_second_byte_give_way_to_those_that_go_on()
    {
        var flood = Run(new Attack(120_000 * Scale).Beginnings());

        Assert.Equal(undisturbed.Read, Undisturbed.ReadOf(flood));
        AssertTold(flood, "stream_memory");
        AssertMemory(flood, 250);
    }

    [Fact]
    public void Conversations_that_hold_an_endless_segment_give_way_to_those_that_go_on()
    {
        var flood = Run(new Attack(40_000 * Scale).LongSegments());

        Assert.Equal(undisturbed.Read, Undisturbed.ReadOf(flood));
        AssertTold(flood, "stream_memory");
        AssertMemory(flood, 250);
    }

    [Fact]
    public void Of_conversations_without_end_the_longest_silent_give_way_and_all_others_are_read()
    {
        const int Messages = 60_000;
        var flood = Run(new Attack(Messages * Scale).Conversations());

        Assert.Equal(undisturbed.Messages + (Messages * Scale), Undisturbed.MessagesOf(flood));
        Assert.Superset(undisturbed.Answered, Undisturbed.AnsweredOf(flood));
        AssertTold(flood, "flows");
        AssertMemory(flood, 250);
    }

    [Fact]
    public void Bytes_that_come_one_by_one_and_out_of_order_cost_nobody_else_anything()
    {
        var flood = Run(new Attack(200_000 * Scale).Crumbs());

        Assert.Equal(undisturbed.Read, Undisturbed.ReadOf(flood));
        AssertTold(flood, "stream_memory");
        AssertMemory(flood, 250);
    }

    [Fact]
    public void Fragments_that_never_come_whole_cost_nobody_else_theirs()
    {
        var flood = Run(new Attack(150_000 * Scale).Fragments());

        Assert.Equal(undisturbed.Read, Undisturbed.ReadOf(flood));
        AssertTold(flood, "fragments");
        AssertTold(flood, "tunnel_fragments");
        AssertMemory(flood, 250);
    }

    [Fact]
    public void Names_without_end_are_not_kept_and_not_all_missing()
    {
        var flood = Run(new Attack(40_000 * Scale).Names());

        Assert.Superset(undisturbed.Answered, Undisturbed.AnsweredOf(flood));
        AssertTold(flood, "names");
        AssertMemory(flood, 250);
    }

    [Fact]
    public void What_is_given_up_and_when_does_not_depend_on_the_number_of_workers()
    {
        var path = Write(new Attack(90_000).Beginnings());
        var one = runs.Run([path], "--workers", "1");
        var three = runs.Run([path], "--workers", "3");

        AssertTold(one, "stream_memory");
        Assert.Equal(File.ReadAllText(one.PathOf("events.jsonl")), File.ReadAllText(three.PathOf("events.jsonl")));
        Assert.Equal(one.SummaryWithoutRun, three.SummaryWithoutRun);
    }

    private ReplayResult Run(IEnumerable<Timed> attack)
    {
        var path = Write(attack);
        try
        {
            return runs.Run([path]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private string Write(IEnumerable<Timed> attack)
    {
        var path = undisturbed.Folder.File(Guid.NewGuid().ToString("N") + ".pcap");
        FloodCapture.Write(path, attack);
        return path;
    }

    /// <summary>Each event counts since the one before; the last one's total is the sum.</summary>
    private static void AssertTold(ReplayResult flood, string bound)
    {
        var told = flood.EventsOf("health").Select(e => e.GetProperty("health")).Where(h => h.GetProperty("subject").GetString() == "bound" && h.GetProperty("name").GetString() == bound).ToList();
        Assert.NotEmpty(told);
        Assert.Equal(told[^1].GetProperty("total").GetInt64(), told.Sum(h => h.GetProperty("count").GetInt64()));
        Assert.Contains(told[^1].GetProperty("total").GetInt64().ToString("N0", CultureInfo.InvariantCulture), flood.Outcome.Error + flood.Outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>The process's largest resident set, in MiB.</summary>
    private static void AssertMemory(ReplayResult flood, int limit) =>
        Assert.InRange(flood.Summary.GetProperty("run").GetProperty("peak_memory_bytes").GetInt64() >> 20, 1, limit * (long)Scale);

    /// <summary>The ordinary conversations without an attack.</summary>
    public sealed class Undisturbed : IDisposable
    {
        public Undisturbed(CaptureRuns runs)
        {
            var path = Folder.File("undisturbed.pcap");
            FloodCapture.Write(path, null);
            var result = runs.Run([path]);
            (Read, Messages, Answered) = (ReadOf(result), MessagesOf(result), AnsweredOf(result));
        }

        internal TemporaryFolder Folder { get; } = new();

        /// <summary>What was read of commands and messages; associations of attackers count as well.</summary>
        public string Read { get; }

        /// <summary>HL7 messages.</summary>
        public long Messages { get; }

        /// <summary>Commands and messages that were answered: what, by whom, with what.</summary>
        public ISet<string> Answered { get; }

        internal static string ReadOf(ReplayResult result) =>
            $"""
            {result.Summary.GetProperty("dicom").GetProperty("commands")} {result.Summary.GetProperty("dicom").GetProperty("pdv_bytes")}
            {result.Summary.GetProperty("hl7").GetProperty("types")}
            {string.Join('\n', AnsweredOf(result))}
            """;

        internal static long MessagesOf(ReplayResult result) => result.Summary.GetProperty("hl7").GetProperty("messages").GetInt64();

        internal static SortedSet<string> AnsweredOf(ReplayResult result) => new(
            result.EventsOf("dicom").Select(e => Line(e, "dicom", "command", "message_id", "calling_ae", "status"))
                .Concat(result.EventsOf("hl7").Select(e => Line(e, "hl7", "type", "bytes", "sending_application", "ack"))).OfType<string>(),
            StringComparer.Ordinal);

        public void Dispose() => Folder.Dispose();

        /// <summary>Members of an event that has them all; the acknowledgement without its latency.</summary>
        private static string? Line(JsonElement line, string type, params string[] members)
        {
            var values = members.Select(m => line.GetProperty(type).TryGetProperty(m, out var value) ? value : default).ToList();
            return values.Exists(v => v.ValueKind == JsonValueKind.Undefined)
                ? null
                : $"{line.GetProperty("src_port")} {string.Join(' ', values.Select(v => v.ValueKind == JsonValueKind.Object ? v.GetProperty("code") : v))}";
        }
    }
}
