using System.Text;
using Hospital.Attacks;
using Sensor.Tests.Support;

namespace Hospital.Tests.Docs;

/// <summary>What is written about attacks is what the catalogue says.</summary>
public sealed class CatalogueTests
{
    private const string Begin = "<!-- catalogue -->\n";
    private const string End = "<!-- /catalogue -->";

    [Fact]
    public void The_table_of_attacks_is_made_from_the_catalogue()
    {
        var path = Path.Combine(RepositoryRoot.Path, "benchmarks", "Hospital", "README.md");
        var text = File.ReadAllText(path);
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var made = $"{text[..from]}\n{Table()}\n{text[text.IndexOf(End, StringComparison.Ordinal)..]}";
        if (Environment.GetEnvironmentVariable("SENSOR_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, made);
            return;
        }

        Assert.True(made == text, $"{path} isn't what the catalogue says. SENSOR_WRITE_DOCS=1 in the environment has this test write it.");
    }

    private static string Table()
    {
        var table = new StringBuilder("| | Attack | Variants (difficulty) | What is done, and what of it passes the mirror | Shows in |\n|---:|---|---|---|---|\n");
        foreach (var kind in AttackCatalogue.All)
        {
            table.Append($"| {kind.Number} | {kind.Name} | {string.Join("; ", kind.Variants.Select(v => $"{v.Name} ({v.Difficulty})"))} | {kind.Description} | {kind.Traits.ToString().ToLowerInvariant()} |\n");
        }

        return table.ToString();
    }
}
