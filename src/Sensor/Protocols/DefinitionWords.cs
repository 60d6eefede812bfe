using System.Text;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>The words of the language, in the order of what they stand for.</summary>
internal static class DefinitionWords
{
    public static readonly string[] Senders = ["either", "controller", "pump"];
    public static readonly string[] PumpSides = ["answers", "server", "client"];
    public static readonly string[] Confidences = ["verified", "inferred", "guess"];
    public static readonly string[] TokenMeanings = ["nothing", "received", "done", "failed"];
    public static readonly string[] LengthCodings = ["u8", "u16be", "u16le", "u32be", "u32le", "decimal", "hex", "ber"];
    public static readonly string[] ChecksumCodings = ["big-endian", "little-endian", "hex", "decimal"];
    public static readonly string[] Decodings = ["none", "base64", "hex"];
    public static readonly string[] PairingKeys = ["command", "order", "address", "sequence", "none"];

    public static readonly string[] FieldTypes =
    [
        "text", "decimal", "hex", "u8", "s8", "u16be", "u16le", "s16be", "s16le", "u24be", "u24le", "u32be", "u32le", "s32be", "s32le", "f32be", "f32le", "float", "bcd",
    ];

    public static readonly string[] Classes = [.. Enum.GetValues<SafetyClass>().Where(c => c != SafetyClass.Unknown).Select(c => Encoding.ASCII.GetString(c.Word()))];
    public static readonly string[] States = [.. Enum.GetValues<PumpState>().Where(s => s != PumpState.Unknown).Select(s => Encoding.ASCII.GetString(s.Word()))];
    public static readonly string[] YesOrNo = ["yes", "no"];

    private static readonly string[] Quantities = [.. Enum.GetValues<PumpQuantity>().Where(q => q != PumpQuantity.None).Select(q => Encoding.ASCII.GetString(q.Word()))];

    private static readonly (string Word, Meaning Means)[] OtherMeanings =
    [
        ("serial", Meaning.Serial), ("model", Meaning.Model), ("firmware", Meaning.Firmware), ("library", Meaning.Library), ("drug", Meaning.Drug), ("alarm", Meaning.Alarm),
        ("state", Meaning.State), ("remote", Meaning.Remote), ("silenced", Meaning.Silenced), ("patient", Meaning.Patient), ("order", Meaning.Order), ("error", Meaning.Error),
    ];

    /// <summary>What a value can be, as <c>as</c> says it.</summary>
    public static readonly string[] Meanings = [.. Quantities, .. OtherMeanings.Select(m => m.Word)];

    /// <summary>What is meant by one of <see cref="Meanings"/>.</summary>
    public static (Meaning Means, PumpQuantity Quantity) MeaningOf(int word) =>
        word < Quantities.Length ? (Meaning.Quantity, (PumpQuantity)(word + 1)) : (OtherMeanings[word - Quantities.Length].Means, PumpQuantity.None);

    /// <summary>One of some words as the value of an enumeration in the same order.</summary>
    public static T? Word<T>(this YamlValue? value, string[] words)
        where T : struct, Enum => value?.AsOneOf(words) is { } index ? (T)Enum.ToObject(typeof(T), index) : null;

    public static SafetyClass? Class(this YamlValue? value) => value?.AsOneOf(Classes) is { } index ? (SafetyClass)(index + 1) : null;

    public static Place At(this YamlValue value) => new(value.Place.Line, value.Place.Column);

    public static bool IsTrue(this YamlMap map, string key) => map[key]?.AsFlag() ?? false;

    /// <summary>A whole number; complains about others.</summary>
    public static int? Whole(this YamlValue? value, int least, int most) => (int?)value?.AsWhole(least, most);

    /// <summary>A time in milliseconds, up to ten minutes.</summary>
    public static int? Milliseconds(this YamlValue? value) => value?.AsDuration(1_000_000, 600_000_000_000) is { } time ? (int)(time / 1_000_000) : null;

    /// <summary>Items of a list, or one alone, up to a bound; complains about more.</summary>
    public static IReadOnlyList<YamlValue> UpTo(this YamlValue? value, int most, string what)
    {
        var items = value is null ? [] : value.Items ?? [value];
        if (items.Count > most)
        {
            items[most].Complain($"There are at most {most} {what}; these are {items.Count}.");
        }

        return items.Count > most ? [.. items.Take(most)] : items;
    }
}
