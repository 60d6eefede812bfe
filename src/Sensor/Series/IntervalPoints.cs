using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Inventory;

namespace Sensor.Series;

/// <summary>Makes points of an interval's figures.</summary>
/// <param name="sensor">Name of the sensor.</param>
/// <param name="protocols">Those that are numbered.</param>
/// <param name="devices">The inventory.</param>
/// <param name="words">Words of tags.</param>
internal sealed class IntervalPoints(string sensor, IReadOnlyList<IProtocol> protocols, DeviceTable devices, Vocabulary words)
{
    /// <summary>Words for them, by their number.</summary>
    public static readonly string[] Expectations = ["relation", "rate", "sequence"];

    public void Write(LineProtocol to, Figures figures)
    {
        WriteTraffic(to, figures.Traffic, figures.End);
        WriteCommands(to, figures.Commands, figures.End);
        WriteQuantities(to, figures.Quantities, figures.End);
        WriteJudgements(to, figures.Judgements, figures.End);
        WriteAlerts(to, figures.Alerts, figures.End);
    }

    private void WriteTraffic(LineProtocol to, FigureTable<FigureKey, TrafficFigures> table, long time)
    {
        table.Sort();
        for (var i = 0; i < table.Count; i++)
        {
            ref readonly var row = ref table.RowAt(i);
            Begin(to, "sensor_traffic", in table.KeyAt(i), withProtocol: true)
                .Field("bytes_in", row.BytesIn).Field("bytes_out", row.BytesOut).Field("packets_in", row.PacketsIn).Field("packets_out", row.PacketsOut)
                .Field("conversations", row.Conversations).Field("commands", row.Commands).End(time);
        }
    }

    private void WriteCommands(LineProtocol to, FigureTable<FigureKey, CommandFigures> table, long time)
    {
        table.Sort();
        for (var i = 0; i < table.Count; i++)
        {
            ref readonly var row = ref table.RowAt(i);
            ref readonly var key = ref table.KeyAt(i);
            Begin(to, "sensor_command", in key, withProtocol: true).Tag("side", key.Side == (byte)Part.Does ? "asks" : "serves").Tag("command", words[key.Word])
                .Field("count", row.Count).Field("failures", row.Failures).Field("unanswered", row.Unanswered);
            if (row.Latency.Count > 0)
            {
                to.Field("latency_min", row.Latency.Least / 1000).Field("latency_mean", row.Latency.Mean / 1000)
                    .Field("latency_p95", row.Latencies.Percentile(0.95, in row.Latency) / 1000).Field("latency_max", row.Latency.Most / 1000);
            }

            if (row.Size.Count > 0)
            {
                to.Field("size_mean", row.Size.Mean).Field("size_max", row.Size.Most);
            }

            to.End(time);
        }
    }

    private void WriteQuantities(LineProtocol to, FigureTable<FigureKey, QuantityFigures> table, long time)
    {
        table.Sort();
        for (var i = 0; i < table.Count; i++)
        {
            ref readonly var row = ref table.RowAt(i);
            ref readonly var key = ref table.KeyAt(i);

            // The slug and the unit stand in one word.
            var word = words[key.Word].AsSpan();
            var space = word.IndexOf(' ');
            Begin(to, "sensor_expectation", in key, withProtocol: true).Tag("quantity", word[..Math.Max(space, 0)].ToString()).Tag("unit", word[(space + 1)..].ToString())
                .Field("n", row.Observed.Count).Field("observed_min", row.Observed.Least).Field("observed_mean", row.Observed.Mean).Field("observed_max", row.Observed.Most);
            if (row.History > 0)
            {
                to.Field("low", row.Low).Field("typical", row.Typical).Field("high", row.High).Field("history", row.History);
            }

            if (row.Judged > 0)
            {
                to.Field("score", row.Score);
            }

            to.End(time);
        }
    }

    private void WriteJudgements(LineProtocol to, FigureTable<FigureKey, JudgementFigures> table, long time)
    {
        table.Sort();
        for (var i = 0; i < table.Count; i++)
        {
            ref readonly var row = ref table.RowAt(i);
            ref readonly var key = ref table.KeyAt(i);
            Begin(to, "sensor_score", in key, withProtocol: false).Tag("expectation", Expectations[key.Word])
                .Field("judged", row.Judged).Field("informational", row.Informational).Field("surprising", row.Surprising);
            if (row.Scored > 0)
            {
                to.Field("score", row.Score);
            }

            to.End(time);
        }
    }

    private void WriteAlerts(LineProtocol to, FigureTable<FigureKey, long> table, long time)
    {
        table.Sort();
        for (var i = 0; i < table.Count; i++)
        {
            ref readonly var key = ref table.KeyAt(i);
            to.Begin("sensor_alerts").Tag("sensor", sensor).Tag("severity", ((Severity)key.Side).ToString().ToLowerInvariant()).Tag("kind", words[key.Word])
                .Field("told", table.RowAt(i)).End(time);
        }
    }

    private LineProtocol Begin(LineProtocol to, string measurement, in FigureKey key, bool withProtocol)
    {
        to.Begin(measurement).Tag("sensor", sensor);
        if (key.Device == SeriesDevices.Rest)
        {
            to.Tag("device", "other");
        }
        else
        {
            // One that was forgotten meanwhile is told by its number: a second row of others would take the first one's place.
            to.Tag("device", Device.IdOf(key.Device)).Tag("role", devices.OfNumber(key.Device)?.Kind);
        }

        return withProtocol ? to.Tag("protocol", key.App == 0 ? "none" : protocols[key.App - 1].Name) : to;
    }
}
