namespace Sensor.Yaml;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The one of <paramref name="names"/> that takes the fewest changes, the first of equals; null where none is near.</summary>
    public static string? Of(string written, IEnumerable<string> names)
    {
        string? nearest = null;
        var fewest = Math.Max(2, written.Length / 3) + 1;
        foreach (var name in names)
        {
            var changes = Changes(written.ToLowerInvariant(), name.ToLowerInvariant());
            if (changes < fewest)
            {
                (nearest, fewest) = (name, changes);
            }
        }

        return nearest;
    }

    /// <summary>", did you mean 'x'?", or nothing.</summary>
    public static string Hint(string written, IEnumerable<string> names) => Of(written, names) is { } name ? $"; did you mean '{name}'?" : ".";

    /// <summary>Letters to insert, delete or replace (Levenshtein).</summary>
    private static int Changes(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
