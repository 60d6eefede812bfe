using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Mutation;

/// <summary>Knows a protocol well enough to lie in it where it hurts. Changes what one side says at once.</summary>
internal interface IGrammar
{
    /// <summary>Words of the protocol, for insertion anywhere.</summary>
    IReadOnlyList<byte[]> Words { get; }

    byte[] Mutate(byte[] bytes, byte[] other, Dice dice);
}

/// <summary>The grammars by the name of their protocol. A protocol without one is fuzzed all the same, with plain damage and the words of its recordings.</summary>
internal static class Grammars
{
    public static IGrammar Of(string protocol, IEnumerable<byte[]> recordings) => protocol switch
    {
        "dicom" => new DicomGrammar(),
        "hl7" => new Hl7Grammar(),
        _ => new PlainGrammar(recordings),
    };
}

/// <summary>No grammar: lengths are taken to be anywhere, words are pieces of recordings.</summary>
internal sealed class PlainGrammar(IEnumerable<byte[]> recordings) : IGrammar
{
    public IReadOnlyList<byte[]> Words { get; } = [.. recordings.Take(200).SelectMany(r => r.Chunk(8).Take(8)).DistinctBy(Convert.ToHexString)];

    public byte[] Mutate(byte[] bytes, byte[] other, Dice dice) => Havoc.Mutate(bytes, other, Words, dice);
}
