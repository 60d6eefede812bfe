using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>What whole conversations tell.</summary>
public sealed class FamilyEventsTests
{
    private static string Told(ProtocolDefinition definition, Recording recording)
    {
        var stage = new Stage(Families.Compile(definition)).Play(recording).End();
        return string.Join('\n', stage.Sink.Of<PumpEvent>().Select(e => Brief(e, stage.Sink))) + "\n" + stage.CountersText;
    }

    /// <summary>An event in a line: what is nothing is left out.</summary>
    internal static string Brief(PumpEvent e, ListSink names)
    {
        List<string> words = [e.What.ToString(), names.Name(e.Serial), names.Name(e.Command)];
        if (e.What is PumpEventKind.Query or PumpEventKind.Set)
        {
            words.AddRange([e.Class.ToString(), e.Outcome.ToString(), names.Name(e.Reason), e.LatencyNanoseconds >= 0 ? "" : "no latency"]);
        }

        for (var i = 0; i < e.ReadingCount; i++)
        {
            var reading = e.Readings[i];
            words.Add($"{reading.Quantity} {Wire.Number(reading.New)}{(double.IsNaN(reading.Old) ? "" : " was " + Wire.Number(reading.Old))} {reading.Unit}");
        }

        words.AddRange(
        [
            e.State == PumpState.Unknown ? "" : e.State.ToString(), e.OldState == PumpState.Unknown ? "" : "was " + e.OldState,
            names.Name(e.Model), names.Name(e.Firmware), names.Name(e.Library), names.Name(e.Drug), names.Name(e.Alarm), e.HasEnded ? "ended" : "",
            e.Remote == Tristate.Unknown ? "" : "remote " + e.Remote, e.Silenced == Tristate.Unknown ? "" : "silenced " + e.Silenced,
            e.CodeIsRight == Tristate.Unknown ? "" : "code " + e.CodeIsRight, e.IsForeign ? "foreign" : "", e.Failures > 0 ? $"{e.Failures} failed" : "",
            e.Patient.IsNone ? "" : "patient", e.Quality == Contract.Quality.Clean ? "" : e.Quality.ToString(),
        ]);
        return string.Join(' ', words.Where(w => w.Length > 0));
    }

    [Fact]
    public void Alaris() => Assert.Fail(Told(Families.Alaris, AlarisSuite.Session));

    [Fact]
    public void Bcc() => Assert.Fail(Told(Families.Bcc, BccSuite.Session));

    [Fact]
    public void Dianet() => Assert.Fail(Told(Families.Dianet, DianetSuite.Session));

    [Fact]
    public void Fresenius() => Assert.Fail(Told(Families.Fresenius, FreseniusSuite.Session));

    [Fact]
    public void Terumo() => Assert.Fail(Told(Families.Terumo, TerumoSuite.Session));
}
