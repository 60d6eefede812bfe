namespace Scorecard.Features;

/// <summary>Stable hashes of what is said: FNV-1a over UTF-16 units, the same on every machine.</summary>
internal static class Keys
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(string kind, string text) => Add(Add(Offset, kind), text);

    public static ulong Of(string kind, ulong number) => (Add(Offset, kind) ^ number) * Prime;

    private static ulong Add(ulong hash, string text)
    {
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * Prime;
        }

        return (hash ^ 0xFFFF) * Prime;
    }
}
