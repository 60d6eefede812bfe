using System.Globalization;
using System.Text;

namespace Sensor.Series.Metrics;

/// <summary>Writes metrics in Prometheus' text format 0.0.4.</summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private string _name = "";

    /// <summary>Begins a family.</summary>
    /// <param name="name">Its name; a counter's ends in <c>_total</c>, which is put there.</param>
    /// <param name="help">What it says; without line breaks.</param>
    /// <param name="isCounter">A counter, else a gauge.</param>
    public void Begin(string name, string help, bool isCounter)
    {
        _name = isCounter ? name + "_total" : name;
        _text.Append("# HELP ").Append(_name).Append(' ').Append(char.ToUpperInvariant(help[0])).Append(help.AsSpan(1)).Append(".\n");
        _text.Append("# TYPE ").Append(_name).Append(isCounter ? " counter\n" : " gauge\n");
    }

    /// <summary>A sample of the family at hand.</summary>
    /// <param name="label">Name of its label; null: none.</param>
    /// <param name="text">The label's value.</param>
    /// <param name="value">The value.</param>
    public void Sample(string? label, string text, double value)
    {
        _text.Append(_name);
        if (label is not null)
        {
            _text.Append('{').Append(label).Append("=\"").Append(Escaped(text)).Append("\"}");
        }

        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
