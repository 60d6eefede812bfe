using Sensor.Facts;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Inventory;

/// <summary>One claim about a device: who said what, how far it is believed, since when.</summary>
/// <param name="attribute">What it is about.</param>
/// <param name="value">What it says.</param>
/// <param name="source">Who says so: a protocol, or what it was concluded from.</param>
/// <param name="premise">The claim it was concluded from, which it stands and falls with; null where it was heard itself.</param>
internal sealed class Evidence(Attribute attribute, Name value, string source, Evidence? premise = null)
{
    private long _last;

    public Attribute Attribute { get; } = attribute;

    public Name Value { get; } = value;

    public string Source { get; set; } = source;

    public Evidence? Premise { get; } = premise;

    /// <summary>0 to 1.</summary>
    public double Confidence { get; set; }

    /// <summary>Packet times in nanoseconds since the Unix epoch.</summary>
    public long First { get; init; }

    public long Last
    {
        get => Premise?.Last ?? _last;
        set => _last = value;
    }
}
