using System.Text.Json;
using Sensor.Terminal;

namespace Sensor.Commands.Stored;

/// <summary>Writes a record for people: a member a line, what is nested set in.</summary>
internal static class RecordText
{
    private const int Indent = 2, Width = 16;

    public static void Write(JsonElement record, TextWriter output)
    {
        Members(record, 0, output);
        output.WriteLine();
    }

    private static void Members(JsonElement record, int depth, TextWriter output)
    {
        foreach (var member in record.EnumerateObject().Where(m => !IsEmpty(m.Value)))
        {
            var name = new string(' ', depth * Indent) + member.Name;
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    output.WriteLine(name);
                    Members(member.Value, depth + 1, output);
                    break;
                case JsonValueKind.Array when member.Value.EnumerateArray().All(v => v.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) && IsShort(member.Value):
                    Line(name, string.Join(", ", member.Value.EnumerateArray().Select(Text)), output);
                    break;
                case JsonValueKind.Array:
                    output.WriteLine(name);
                    Items(member.Value, depth + 1, output);
                    break;
                default:
                    Line(name, Text(member.Value), output);
                    break;
            }
        }
    }

    private static void Items(JsonElement list, int depth, TextWriter output)
    {
        foreach (var item in list.EnumerateArray())
        {
            var text = item.ValueKind == JsonValueKind.Object
                ? string.Join(", ", item.EnumerateObject().Where(m => !IsEmpty(m.Value)).Select(m => $"{m.Name} {(m.Value.ValueKind == JsonValueKind.Array ? string.Join("; ", m.Value.EnumerateArray().Select(Text)) : Text(m.Value))}"))
                : Text(item);
            output.WriteLine(Screen.Plain($"{new string(' ', depth * Indent)}- {text}"));
        }
    }

    private static void Line(string name, string value, TextWriter output) => output.WriteLine(Screen.Plain($"{name.PadRight(Width)} {value}"));

    private static bool IsShort(JsonElement list) => list.GetArrayLength() == 1 || list.EnumerateArray().All(v => v.ToString().Length <= 40);

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    private static string Text(JsonElement value) => value.ToString();
}
