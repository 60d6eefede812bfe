using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>Numbers as pumps write them, and as nobody should.</summary>
public sealed class NumberTests
{
    [Theory]
    [InlineData("5", 5)]
    [InlineData("0.1", 0.1)]
    [InlineData("0,1", 0.1)]
    [InlineData("+12.50", 12.5)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData(".00000000000000000000000", 0)]
    [InlineData("0.0000000000000000000001", 1e-22)]
    public void What_is_a_number_is_read(string text, double value) => Assert.Equal(value, Rate(text)!.Value, value * 1e-12);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1e3")]
    [InlineData("1.2.3")]
    [InlineData("NaN")]
    [InlineData("1 0")]
    [InlineData("0x10")]
    [InlineData("0000000000000000000000000")]
    [InlineData("999999999999999999999999")]
    [InlineData("99999999999999999999.999")]
    public void What_is_none_is_passed_over(string text) => Assert.Null(Rate(text));

    private static double? Rate(string text)
    {
        var play = new Play(new Stage(Families.Compile(Families.Alaris))).Host("COMMS_PROTOCOL").Pump("COMMS_PROTOCOL^R").Host($"INF_RATE^{text}^ml/h").Pump("INF_RATE^1^ml/h");
        _ = play.Done();
        var set = play.Stage.Sink.Of<PumpEvent>().Single(e => e.What == PumpEventKind.Set);
        return set.ReadingCount == 0 ? null : set.Of(PumpQuantity.Rate).New;
    }
}
