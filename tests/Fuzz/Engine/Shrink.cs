namespace Sensor.Fuzz.Engine;

/// <summary>Makes an input smaller as long as it keeps what it is kept for: pieces are left out, large ones first.</summary>
internal static class Shrink
{
    /// <param name="input">What to make smaller.</param>
    /// <param name="parts">Takes it apart.</param>
    /// <param name="join">Puts parts together.</param>
    /// <param name="keeps">Whether what is left still does.</param>
    /// <param name="tries">How often to ask at most.</param>
    public static byte[] Apply(byte[] input, Func<byte[], List<byte[]>> parts, Func<List<byte[]>, byte[]> join, Func<byte[], bool> keeps, int tries)
    {
        var left = parts(input);
        for (var size = Math.Max(1, left.Count / 2); tries > 0; size /= 2)
        {
            for (var at = 0; at < left.Count && left.Count > 1 && tries > 0;)
            {
                List<byte[]> fewer = [.. left[..at], .. left[Math.Min(left.Count, at + size)..]];
                var smaller = join(fewer);
                tries--;
                if (smaller.Length < input.Length && keeps(smaller))
                {
                    (left, input) = (fewer, smaller);
                }
                else
                {
                    at += size;
                }
            }

            if (size <= 1)
            {
                break;
            }
        }

        return input;
    }
}
