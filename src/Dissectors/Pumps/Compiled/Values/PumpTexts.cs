using System.Text;

namespace Sensor.Dissectors.Pumps.Compiled.Values;

/// <summary>Texts that a definition brings with it and that may become names, numbered while it is compiled.</summary>
internal sealed class PumpTexts
{
    private readonly List<byte[]> _all = [[]];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal) { [""] = 0 };

    /// <summary>By number; 0 is the empty one.</summary>
    public IReadOnlyList<byte[]> All => _all;

    public int Add(string text)
    {
        if (!_numbers.TryGetValue(text, out var number))
        {
            number = _all.Count;
            _all.Add(Bytes(text));
            _numbers.Add(text, number);
        }

        return number;
    }

    public Word Word(string text) => new(Add(text), State(text), Is(text));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The state of that name; unknown where there is none.</summary>
    public static PumpState State(string text)
    {
        foreach (var state in Enum.GetValues<PumpState>())
        {
            if (state.Word().SequenceEqual(Bytes(text)))
            {
                return state;
            }
        }

        return PumpState.Unknown;
    }

    public static Tristate Is(string text) => text switch
    {
        "yes" or "true" => Tristate.Yes,
        "no" or "false" => Tristate.No,
        _ => Tristate.Unknown,
    };
}
