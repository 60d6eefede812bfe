using Scorecard.Feed;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Hospital.Labels;

namespace Scorecard.Tests.Feed;

/// <summary>Tables that must keep up with the sensor.</summary>
public sealed class TraitTests
{
    [Fact]
    public void Each_shipped_rule_that_alerts_names_something()
    {
        var shipped = SensorOptions.Rules.Rules.Where(r => !r.IsFinding).Select(r => r.Slug).Distinct();

        Assert.Equal(shipped.Order(StringComparer.Ordinal), RuleTraits.Known.Order(StringComparer.Ordinal));
        Assert.All(RuleTraits.Known, slug => Assert.NotEqual(Trait.None, RuleTraits.Of(slug)));
    }

    [Fact]
    public void Each_quantity_that_is_measured_names_something()
    {
        var all = new[] { typeof(Quantity).Assembly, typeof(Interpreter).Assembly }
            .SelectMany(a => a.GetTypes())
            .SelectMany(t => t.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
            .Where(f => f.FieldType == typeof(Quantity))
            .Select(f => ((Quantity)f.GetValue(null)!).Slug)
            .ToList();

        Assert.Contains("dicom.bytes_per_object", all);
        Assert.All(all, slug => Assert.True(ReasonTraits.OfQuantity(slug) != Trait.None, slug));
    }
}
