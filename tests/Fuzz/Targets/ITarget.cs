using System.Runtime.CompilerServices;
using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Targets;

/// <summary>Something of the sensor that takes bytes from outside, and what must hold whatever they are.</summary>
internal interface ITarget
{
    string Name { get; }

    /// <summary>Of its inputs as files.</summary>
    string Extension { get; }

    /// <summary>Basic blocks that an input of so many bytes may cost at most: time, but the same on every machine.</summary>
    long MostWork(int length);

    /// <summary>Bytes that may be allocated for an input of so many bytes at most.</summary>
    long MostAllocated(int length);

    /// <summary>Where to begin: real captures and recordings.</summary>
    IEnumerable<byte[]> Seeds();

    /// <summary>A changed input.</summary>
    /// <param name="input">What to change.</param>
    /// <param name="other">Another input, to take pieces of.</param>
    /// <param name="dice">All chance there is.</param>
    byte[] Mutate(byte[] input, byte[] other, Dice dice);

    /// <summary>Takes an input apart, to find out which parts matter.</summary>
    List<byte[]> Split(byte[] input);

    byte[] Join(List<byte[]> parts);

    /// <summary>Takes the input once, as the sensor would. What runs here is counted as coverage and as work.</summary>
    /// <exception cref="Exception">Anything that comes out of here is a finding.</exception>
    void Run(byte[] input);

    /// <summary>Takes it again in other ways that must come to the same, after <see cref="Run"/>.</summary>
    void Verify(byte[] input)
    {
    }
}

/// <summary>Something that must always hold doesn't.</summary>
internal sealed class ViolationException(string message) : Exception(message);

internal static class Require
{
    public static void That(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] Otherwise otherwise)
    {
        if (!holds)
        {
            throw new ViolationException(otherwise.ToString());
        }
    }

    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ViolationException(otherwise);
        }
    }

    /// <summary>Two texts are the same; otherwise the first line in which they differ is said.</summary>
    public static void Same(string expected, string actual, string what)
    {
        if (expected == actual)
        {
            return;
        }

        var (a, b) = (expected.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(a.Length, b.Length)).First(i => a.ElementAtOrDefault(i) != b.ElementAtOrDefault(i));
        throw new ViolationException($"{what}: line {line}:\n  {a.ElementAtOrDefault(line)}\n  {b.ElementAtOrDefault(line)}");
    }
}

/// <summary>What to say when something doesn't hold: put into words only then, because most of the time everything holds and allocations are counted.</summary>
[InterpolatedStringHandler]
internal ref struct Otherwise
{
    private DefaultInterpolatedStringHandler _text;

    public Otherwise(int literalLength, int formattedCount, bool holds, out bool isWanted)
    {
        isWanted = !holds;
        _text = holds ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public override string ToString() => _text.ToStringAndClear();
}
