namespace Scorecard.Public;

/// <summary>64 bits of a text, the same on every machine (FNV-1a).</summary>
internal static class StableText
{
    public static ulong Hash(string text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1_099_511_628_211UL;
        }

        return hash;
    }
}
