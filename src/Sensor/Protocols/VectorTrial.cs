using System.Globalization;
using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Protocols;

/// <summary>Holds a definition to its own examples: as they are given, and byte by byte, which must come to the same.</summary>
internal static class VectorTrial
{
    /// <summary>Readings are written with four digits behind the point.</summary>
    private const double Tolerance = 0.0001;

    public static void Judge(PumpProtocol protocol, DefinitionFaults faults)
    {
        var definition = protocol.Definition;
        foreach (var vector in definition.Vectors)
        {
            if (Failure(protocol, vector) is { } failure)
            {
                faults.Add(vector.Place, $"The vector '{vector.Name}' doesn't hold: {failure}");
            }
        }

        if (!definition.Vectors.Any(v => v.Events.Count > 0))
        {
            faults.Add(definition.Place, "No vector has events: at least one has to show what comes of an exchange.");
        }

        if (definition.Frames.Any(f => f.Checksums.Count > 0) && !definition.Vectors.Any(v => v.Failing > 0))
        {
            faults.Add(definition.Place, "No vector has a frame that fails its check: with a checksum, at least one has to.");
        }
    }

    /// <summary>How a vector fails, in a sentence; null: it holds.</summary>
    private static string? Failure(PumpProtocol protocol, VectorDefinition vector)
    {
        var whole = VectorStage.Play(protocol, vector, int.MaxValue);
        if (Failure(protocol, vector, whole) is { } failure)
        {
            return failure;
        }

        if (protocol.Definition.Frames.Any(f => f.IsDatagram) || protocol.Definition.Carriers == Carriers.Udp)
        {
            return null;
        }

        var single = VectorStage.Play(protocol, vector, 1);
        return single.Failing != whole.Failing || !single.Events.SequenceEqual(whole.Events) ? "byte by byte something else comes of it." : null;
    }

    private static string? Failure(PumpProtocol protocol, VectorDefinition vector, VectorStage played)
    {
        if (vector.IsForeign)
        {
            var recognised = ((Direction[])[Direction.ToServer, Direction.ToClient]).Any(d => VectorStage.Probe(protocol, vector, d) == Verdict.Certain);
            return recognised ? "it is recognised, though it is foreign." : played.Events.Count > 0 ? $"it is foreign, and yet comes {Shown(played.Events[0])}." : null;
        }

        if (played.Failing != vector.Failing)
        {
            var many = played.Failing == 1 ? "1 frame fails its check" : $"{played.Failing} frames fail their checks";
            var advice = played.Failing > vector.Failing && vector.Failing == 0 ? ChecksumAdvice.Of(protocol.Definition, vector) : null;
            return $"{many}, not {vector.Failing}{(advice is null ? "." : $": {advice}.")}";
        }

        if (vector.Events.Count == 0)
        {
            return null;
        }

        return Difference(vector.Events, [.. played.Events.Select(e => JsonDocument.Parse(e).RootElement)]);
    }

    /// <summary>Requests have to come as they are listed, and no others; what a pump says by itself may be left out.</summary>
    private static string? Difference(IReadOnlyList<IReadOnlyDictionary<string, string>> expected, List<JsonElement> events)
    {
        var next = 0;
        foreach (var told in events)
        {
            var mismatch = next < expected.Count ? Mismatch(expected[next], told) : null;
            if (next < expected.Count && mismatch is null)
            {
                next++;
            }
            else if (IsRequest(told))
            {
                return next < expected.Count
                    ? $"in event {next + 1} {mismatch}; it is {Shown(told.GetRawText())}."
                    : $"more comes of it than {expected.Count} events: {Shown(told.GetRawText())}.";
            }
        }

        return next == expected.Count ? null
            : $"event {next + 1} ({string.Join(", ", expected[next].Select(m => $"{m.Key}: {m.Value}"))}) doesn't come{(events.Count == 0 ? ", nor does any." : $"; the last is {Shown(events[^1].GetRawText())}.")}";
    }

    /// <summary>The first member that isn't as it is expected; null: all are.</summary>
    private static string? Mismatch(IReadOnlyDictionary<string, string> expected, JsonElement told)
    {
        foreach (var (member, value) in expected)
        {
            if (Member(told, member) is var found && !IsSame(found, value))
            {
                return $"'{member}' is {(found is { } other ? $"'{Text(other)}'" : "not there")}, not '{value}'";
            }
        }

        return null;
    }

    private static bool IsRequest(JsonElement told) => told.GetProperty("kind").GetString() is "query" or "set";

    /// <summary>A member by its name, or a reading by its quantity.</summary>
    private static JsonElement? Member(JsonElement from, string name)
    {
        if (from.TryGetProperty(name, out var member))
        {
            return member;
        }

        var isOld = name.StartsWith("old-", StringComparison.Ordinal);
        if (from.TryGetProperty("values"u8, out var values))
        {
            foreach (var value in values.EnumerateArray())
            {
                if (value.GetProperty("quantity").ValueEquals(isOld ? name[4..] : name) && value.TryGetProperty(isOld ? "old" : "new", out var number))
                {
                    return number;
                }
            }
        }

        return null;
    }

    /// <summary>Nothing is expected where nothing stands.</summary>
    private static bool IsSame(JsonElement? found, string expected) => found is not { } value ? expected.Length == 0 : value.ValueKind switch
    {
        JsonValueKind.Number => double.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number - value.GetDouble()) <= Tolerance,
        JsonValueKind.True => expected is "true" or "yes",
        JsonValueKind.False => expected is "false" or "no",
        _ => Text(value) == expected,
    };

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Shown(string json) => json.Length > 300 ? json[..300] + "…" : json;
}
