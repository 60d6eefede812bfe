using System.Security.Cryptography;

namespace Sensor.State;

/// <summary>Tells whether an input is one that the state knows.</summary>
/// <param name="Key">A hash; empty for an input that comes once, such as a network.</param>
/// <param name="Grows">Its files come and go: only packet time tells what of it is new.</param>
internal sealed record InputIdentity(byte[] Key, bool Grows)
{
    private const int HeadBytes = 64 * 1024;

    public static InputIdentity Live { get; } = new([], Grows: false);

    public bool CanBeResumed => Key.Length > 0;

    /// <summary>Captures by their size and their first 64 KiB, wherever they lie; pipes by their first MiB.</summary>
    /// <param name="paths">The captures, in the order in which they were named.</param>
    /// <param name="seed">Hash of the first MiB of the first of them.</param>
    /// <param name="terms">What else the facts depend on: the filter, the key, the program.</param>
    public static InputIdentity OfCaptures(IEnumerable<string> paths, ReadOnlySpan<byte> seed, params ReadOnlySpan<string> terms)
    {
        using var hash = Begin(terms);
        hash.AppendData(seed);
        var head = new byte[HeadBytes];
        foreach (var path in paths.Where(p => new FileInfo(p) is { Exists: true, Length: > 0 }))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            hash.AppendData(BitConverter.GetBytes(RandomAccess.GetLength(file)));
            hash.AppendData(head, 0, RandomAccess.Read(file, head, 0));
        }

        return new InputIdentity(hash.GetHashAndReset(), Grows: false);
    }

    /// <summary>A folder that is followed, by its path.</summary>
    public static InputIdentity OfFolder(string path, params ReadOnlySpan<string> terms)
    {
        using var hash = Begin(terms);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetFullPath(path)));
        return new InputIdentity(hash.GetHashAndReset(), Grows: true);
    }

    private static IncrementalHash Begin(ReadOnlySpan<string> terms)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var term in terms)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(term + "\n"));
        }

        return hash;
    }
}
