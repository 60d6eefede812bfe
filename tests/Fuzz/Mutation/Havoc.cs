using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Mutation;

/// <summary>Plain damage: bits, bytes, pieces, numbers in either byte order, and words that mean something to the target.</summary>
internal static class Havoc
{
    public static byte[] Mutate(byte[] bytes, byte[] other, IReadOnlyList<byte[]> words, Dice dice)
    {
        if (bytes.Length == 0)
        {
            return words.Count > 0 ? dice.Of(words) : [dice.Byte()];
        }

        byte[] result = [.. bytes];
        var at = dice.Next(result.Length);
        var piece = Math.Min(dice.Few(64), result.Length - at);
        switch (dice.Next(9))
        {
            case 0:
                result[at] ^= (byte)(1 << dice.Next(8));
                return result;
            case 1:
                result[at] = dice.Byte();
                return result;
            case 2:
                Edits.Lie(result, at, dice.Of<int>([1, 2, 2, 4, 4]), dice.Once(2), dice);
                return result;
            case 3:
                return result.Without(at, piece);
            case 4:
                return result.With(dice.Next(result.Length + 1), result.AsSpan(at, piece));
            case 5:
                // Elsewhere of the same, over what is there: a header in another's place.
                var to = dice.Next(result.Length - piece + 1);
                bytes.AsSpan(at, piece).CopyTo(result.AsSpan(to));
                return result;
            case 6 when other.Length > 0:
                var from = dice.Next(other.Length);
                return result.With(at, other.AsSpan(from, Math.Min(dice.Few(256), other.Length - from)));
            case 7:
                return result[..at];
            default:
                var word = words.Count > 0 ? dice.Of(words) : [dice.Byte()];
                return dice.Once(2) ? result.With(at, word) : result.Replaced(at, Math.Min(word.Length, result.Length - at), word);
        }
    }
}
