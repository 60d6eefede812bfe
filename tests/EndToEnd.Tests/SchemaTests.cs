using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sensor.Dissectors.Contract;
using Sensor.EndToEnd.Tests.Support;
using Sensor.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// The schemas in <c>docs/schema</c> are strict, and alive: everything in them occurs. That whatever occurs fits them, every run in these tests asserts
/// (<see cref="ResultFolder"/>).
/// </summary>
public sealed class SchemaTests(CaptureRuns runs)
{
    /// <summary>Written while listening only, and met by the tests of that.</summary>
    private static readonly string[] OfListening = ["stats.schema.json#", "health.schema.json#", "summary.schema.json#/properties/run/properties/live", "alert.schema.json#/properties/anomaly/properties/evidence/properties/pcap"];

    /// <summary>A C-FIND whose identifier is cut in the middle of an element; discovery cut off by the snap length.</summary>
    private static readonly string[] OfDamage = ["dicom.schema.json#/$defs/dimse/properties/query/properties/complete", "wsd.schema.json#/properties/wsd/properties/quality"];

    [Fact]
    public void Everything_the_schemas_describe_occurs()
    {
        var met = new HashSet<string>();
        using var folder = new TemporaryFolder();
        var rare = runs.Run([folder.Write("rare.pcap", Rare())]);
        new LossyMirror("lossy") { Loss = 0.05 }.Damage(Repository.Capture(Truth.Radiology), folder.File("lossy.pcap"), seed: 1);
        var lossy = runs.Run([folder.File("lossy.pcap")]);
        string[] ports = [folder.File("port1.pcap"), folder.File("port2.pcap")];
        ClassicPcap.Deal(Repository.Capture(Truth.Radiology), ports);
        var dealt = runs.Run(ports, "--learn-until", Labels.NormalUntil);
        foreach (var result in Truth.Names.Select(runs.Of).Append(runs.Radiology).Append(rare).Append(lossy).Append(dealt))
        {
            Assert.Empty(Schemas.Ours.Check(result.Folder, met));
        }

        var unmet = Schemas.Ours.Members().Except(met).Where(m => !OfDamage.Contains(m) && !OfListening.Any(m.StartsWith)).ToList();
        Assert.True(unmet.Count == 0, string.Join('\n', unmet));
    }

    [Fact]
    public void Every_type_of_event_has_a_schema_and_every_schema_a_type()
    {
        // Kinds of facts make themselves known when they are first used.
        var facts = new[] { typeof(IProtocol).Assembly, typeof(Pipeline.Analysis).Assembly }.SelectMany(a => a.GetTypes())
            .Where(t => t.IsValueType && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IFact<>)))
            .Select(t => ((FactKind)t.GetProperty("Kind")!.GetValue(null)!).EventType);
        var types = facts.OfType<string>().Concat(["alert", "device", "health", "incident", "stats"]).Distinct().Order(StringComparer.Ordinal).ToList();
        var schemas = Schemas.Ours.All;

        Assert.Equal(types, schemas.Keys.Except(["envelope", "devices", "findings", "summary"]).Order(StringComparer.Ordinal));
        Assert.Equal(types, schemas["envelope"].GetProperty("properties").GetProperty("event_type").GetProperty("enum").EnumerateArray().Select(t => t.GetString()!));
        Assert.All(types, t => Assert.Equal(t, schemas[t].GetProperty("properties").GetProperty("event_type").GetProperty("const").GetString()));
    }

    [Fact]
    public void Every_object_is_closed_and_every_text_has_a_form()
    {
        foreach (var (place, schema) in Schemas.Ours.Objects())
        {
            var isObject = schema.TryGetProperty("properties", out _);
            Assert.True(!isObject || place == "envelope.schema.json#" || IsFalse(schema, "additionalProperties"), $"{place} lets other members in");
            var isText = schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "string";
            var hasForm = schema.TryGetProperty("pattern", out _) || schema.TryGetProperty("enum", out _) || schema.TryGetProperty("const", out _);
            Assert.True(!isText || hasForm || IsPath(place), $"{place} lets any text in");
        }

        static bool IsFalse(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.False;

        // Files may be called anything.
        static bool IsPath(string place) => place.EndsWith("/properties/path", StringComparison.Ordinal) || place.EndsWith("/properties/file", StringComparison.Ordinal);
    }

    /// <summary>Also the script that users check results with, an independent validator, and it and this one are of one mind.</summary>
    [Fact]
    public void What_does_not_fit_is_refused_by_this_check_and_by_the_script_alike()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in ReplayResult.FileNames)
        {
            File.Copy(runs.Radiology.PathOf(name), folder.File(name));
        }

        var samples = runs.Radiology.Events.Concat(runs.Radiology.Alerts).DistinctBy(Kind).SelectMany(Spoilt).ToList();
        File.WriteAllLines(folder.File("events.jsonl"), samples.Select(s => s.ToJsonString()));
        var devices = Spoilt(runs.Radiology.Devices[^1]).ToList();
        File.WriteAllLines(folder.File("devices.jsonl"), devices.Select(s => s.ToJsonString()));

        var refused = Programs.CheckScript(folder.Path).OutputLines.ToList();
        AssertRefused("events", samples, line => line["event_type"]!.GetValue<string>());
        AssertRefused("devices", devices, _ => "devices");

        void AssertRefused(string file, List<JsonObject> spoilt, Func<JsonObject, string> schema)
        {
            Assert.True(spoilt.Count > 10);
            for (var i = 0; i < spoilt.Count; i++)
            {
                Assert.True(Schemas.Ours.Check(schema(spoilt[i]), JsonSerializer.SerializeToElement(spoilt[i])).Count > 0, spoilt[i].ToJsonString());
                Assert.True(refused.Exists(l => l.StartsWith($"{folder.File(file)}.jsonl:{i + 1}: ", StringComparison.Ordinal)), spoilt[i].ToJsonString());
            }
        }

        static string Kind(JsonElement line) => line.GetProperty("event_type").GetString() + (line.TryGetProperty("dicom", out var dicom) ? dicom.GetProperty("type").GetString() : "");
    }

    [Fact]
    public void The_script_accepts_what_the_program_writes()
    {
        var outcome = Programs.CheckScript(runs.Radiology.Folder, runs.Of("parts/dicom-mpps.pcapng").Folder, runs.Of("parts/hl7-qinq.pcap").Folder);

        Assert.True(outcome.ExitCode == 0, outcome.Output);
        Assert.EndsWith("; 0 don't fit", outcome.OutputLines.Last(), StringComparison.Ordinal);
    }

    /// <summary>A line with one thing wrong, for each member: another type of value; and for each object: a member too many.</summary>
    private static IEnumerable<JsonObject> Spoilt(JsonElement line)
    {
        var whole = JsonObject.Create(line)!;
        foreach (var path in PathsIn(whole, []))
        {
            if (path is ["event_type"])
            {
                continue;
            }

            var copy = whole.DeepClone().AsObject();
            var parent = path[..^1].Aggregate((JsonNode)copy, (node, step) => node[step]!);
            parent[path[^1]] = parent[path[^1]] is JsonObject or JsonArray ? "spoilt\n" : new JsonObject();
            yield return copy;
            if (whole.DeepClone().AsObject() is var other && path.Aggregate((JsonNode)other, (node, step) => node[step]!) is JsonObject inner)
            {
                inner["a_member_too_many"] = 1;
                yield return other;
            }
        }
    }

    private static IEnumerable<string[]> PathsIn(JsonObject json, string[] above) => json.SelectMany(member =>
        member.Value is JsonObject inner ? PathsIn(inner, [.. above, member.Key]).Prepend([.. above, member.Key]) : [[.. above, member.Key]]);

    /// <summary>What the captures of real software don't have.</summary>
    private static byte[] Rare()
    {
        const ulong Client = 0x00065B_000001, Server = 0x00065B_000002, Router = 0x00065B_0000FE;
        var capture = new MadeCapture();
        capture.Arp(Client, "10.9.0.1", "10.9.0.2");
        capture.Arp(Router, "10.9.0.1", "10.9.0.2");
        foreach (var behind in (string[])["10.9.1.1", "10.9.1.2", "10.9.1.3"])
        {
            capture.Connect(Router, behind, Server, "10.9.0.2", 80).Close();
        }

        capture.Connect(Client, "10.9.0.1", Server, "10.9.0.2", 2575)
            .Client(Message("1")).Client(Message("1")).Server(Answer("1")).Client(Message("1")).Server(Answer("1"))
            .Client(Message("2")).ClientAgain(Message("3")).Server(Answer("2")).Close();
        capture.Connect(Client, "10.9.0.1", Server, "10.9.0.2", 443).Client(ClientHello).Close();
        capture.Connect(Client, "10.9.0.1", Server, "10.9.0.2", 21).Server("220 FTP\r\n"u8.ToArray()).Close();
        capture.Connect(Client, "10.9.0.1", Server, "10.9.0.2", 23).Server("login: "u8.ToArray()).Close();
        capture.Connect(Client, "10.9.0.1", Server, "10.9.0.2", 80).Client("PUT /1 HTTP/1.1\r\nContent-Length: 1\r\n\r\n1"u8.ToArray()).Close();
        capture.Connect(Client, "10.9.0.1", Server, "10.9.0.2", 104).Client(Associate(1)).Server(Associate(2)).Server(ProvidersAbort).Close();
        return capture.ToArray();
    }

    /// <summary>Of TLS 1.2, with one cipher suite and no extensions.</summary>
    private static byte[] ClientHello => [0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 3, .. new byte[33], 0, 2, 0x00, 0x2F, 1, 0];

    private static byte[] Message(string id) => Frame($"MSH|^~\\&|A|B|C|D|20260101||ADT^A01|{id}|P|2.5||||||UNICODE UTF-8\rPID|1||4711\r");

    private static byte[] Answer(string id) => Frame($"MSH|^~\\&|C|D|A|B|20260101||ACK|9{id}|P|2.5\rMSA|AA|{id}\r");

    private static byte[] Frame(string message) => [0x0B, .. Encoding.ASCII.GetBytes(message), 0x1C, 0x0D];

    /// <summary>An unexpected PDU, says the provider (PS3.8 table 9-26).</summary>
    private static byte[] ProvidersAbort => [7, 0, 0, 0, 0, 4, 0, 0, 2, 2];

    /// <summary>A-ASSOCIATE-RQ (1) or -AC (2) that negotiates an asynchronous window and an extension (PS3.7 annex D.3.3).</summary>
    private static byte[] Associate(byte type)
    {
        var context = type == 1
            ? Item(0x20, [1, 0, 0, 0, .. Item(0x30, "1.2.840.10008.1.1"u8), .. Item(0x40, "1.2.840.10008.1.2"u8)])
            : Item(0x21, [1, 0, 0, 0, .. Item(0x40, "1.2.840.10008.1.2"u8)]);
        var user = Item(
            0x50, [.. Item(0x51, [0, 0, 0x40, 0]), .. Item(0x52, "1.2.3"u8), .. Item(0x53, [0, 4, 0, 4]), .. Item(0x56, [0, 17, .. "1.2.840.10008.1.1"u8, 1])]);
        byte[] body = [0, 1, 0, 0, .. "SERVER          CLIENT          "u8, .. new byte[32], .. Item(0x10, "1.2.840.10008.3.1.1.1"u8), .. context, .. user];
        return [type, 0, .. MadeCapture.Big32((uint)body.Length), .. body];
    }

    private static byte[] Item(byte type, ReadOnlySpan<byte> value) => [type, 0, .. MadeCapture.Big16((ushort)value.Length), .. value];
}
