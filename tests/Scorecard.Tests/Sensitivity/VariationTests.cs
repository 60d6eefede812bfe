using System.Reflection;
using Scorecard.Sensitivity;
using Sensor.Models;

namespace Scorecard.Tests.Sensitivity;

/// <summary>One default at a time, and all of them.</summary>
public sealed class VariationTests
{
    private static readonly PropertyInfo[] Settings = [.. typeof(ModelSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)];

    [Fact]
    public void Every_setting_of_the_models_is_tried_both_ways_or_it_is_said_why_not()
    {
        foreach (var setting in Settings)
        {
            var ways = Variations.All.Count(v => v.Setting == setting.Name) + Variations.Left.Count(n => n.Setting.StartsWith(setting.Name + " ", StringComparison.Ordinal));
            Assert.True(ways == 2, setting.Name);
        }

        Assert.True(Variations.All.Count > 80);
    }

    [Fact]
    public void Nothing_else_is_otherwise()
    {
        foreach (var variation in Variations.All)
        {
            var others = Settings.Where(s => !Equals(s.GetValue(variation.Options.Models), s.GetValue(ModelSettings.Default))).Select(s => s.Name).ToList();
            if (others.Count > 0)
            {
                Assert.Equal([variation.Setting], others);
            }
            else
            {
                Assert.NotEqual(new Scorecard.Feed.SensorOptions().Quiet, variation.Options.Quiet);
            }
        }
    }

    [Fact]
    public void A_day_of_patience_is_a_day_and_a_half_or_half_a_day() =>
        Assert.Equal([("24 h", "12 h"), ("24 h", "36 h")], Variations.All.Where(v => v.Setting == nameof(ModelSettings.MatureShiftSpan)).Select(v => (v.Default, v.Value)));
}
