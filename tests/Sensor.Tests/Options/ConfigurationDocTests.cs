using System.Text;
using Sensor.Inventory;
using Sensor.Options;
using Sensor.Options.Keys;
using Sensor.Tests.Support;

namespace Sensor.Tests.Options;

/// <summary><c>docs/configuration.md</c> says what the code does. With SENSOR_WRITE_DOCS=1 in the environment the tables are written instead of compared.</summary>
public sealed class ConfigurationDocTests
{
    [Fact]
    public void The_tables_are_those_of_the_code()
    {
        var doc = new GeneratedDoc("configuration.md");
        doc.Put("keys", Keys());
        doc.Put("roles", string.Join(", ", RoleNames.All.Order(StringComparer.Ordinal).Select(r => $"`{r}`")) + ".\n");
        doc.AssertIsUpToDate();
    }

    private static string Keys()
    {
        var text = new StringBuilder();
        foreach (var section in SectionRegister.All)
        {
            text.Append($"### {section.Name}\n\n{section.Meaning}\n\n| Key | Value | Default | Meaning | Reload |\n|---|---|---|---|---|\n");
            foreach (var key in section.Keys)
            {
                text.Append($"| `{key.Path}` | {Type(key)} | {key.DefaultWords ?? $"`{key.DefaultSetting.Text}`"} | {key.Meaning} | {(key.Reloads ? "yes" : "no")} |\n");
            }

            text.Append('\n');
            foreach (var key in section.Keys)
            {
                if (key.Fields is { } fields)
                {
                    Table(text, $"Items of `{key.Path}`, at most {fields.Max.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)}", fields.Fields);
                    foreach (var (word, more) in fields.ByType)
                    {
                        Table(text, $"Items of `{key.Path}` with `type: {word}`, besides", more);
                    }
                }
            }
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, string title, IReadOnlyList<Field> fields)
    {
        text.Append($"{title}:\n\n| Key | Value | Default | Meaning |\n|---|---|---|---|\n");
        foreach (var field in fields)
        {
            text.Append($"| `{field.Name}` | {field.Type} | {field.Default} | {field.Meaning} |\n");
        }

        text.Append('\n');
    }

    private static string Type(Key key) => key.Fields is null ? key.Type : "list of items, below";
}
