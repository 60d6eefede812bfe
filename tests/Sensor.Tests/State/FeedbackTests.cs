using System.Text;
using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Facts;
using Sensor.Models;
using Sensor.Pipeline;
using Sensor.State;
using Sensor.Tests.Live;
using Sensor.Tests.Support;

namespace Sensor.Tests.State;

/// <summary>What an analyst said of an alert changes what is expected from the next start on.</summary>
public sealed class FeedbackTests
{
    private static readonly RecordedFacts _facts = RecordedFacts.Of(Path.Combine(Machine.Root, "pcaps", "radiology.pcap"), workers: 1);

    private static LearningPlan Plan => new(LearningMode.Auto, _facts.All[0].Header.Time + 169_000_000_000);

    [Fact]
    public void What_was_called_expected_is_not_told_again()
    {
        var told = AlertsFrom(0, new AnalysisBench(Plan, new StringBuilder()));
        var (before, alert) = told.First(a => a.Alert.Judged is not null && a.Alert.Reason == AlertCatalogue.NewPeer);

        // The same once more, from just before it, with and without a word about it.
        using var folder = new TempFolder();
        foreach (var isSaid in (bool[])[false, true])
        {
            var path = folder.Named($"{isSaid}.db");
            using var saved = StateDatabase.Open(path);
            var bench = new AnalysisBench(Plan, new StringBuilder());
            for (var i = 0; i < before; i++)
            {
                bench.Take(_facts.All[i]);
            }

            saved.Write(bench.Snapshot(before), new SavedInput { Facts = before, Time = 0, IsComplete = false }, new StateSettings());
            if (isSaid)
            {
                saved.Add(new FeedbackRow(alert.Device!.Number, new Feedback(FeedbackVerb.Expected, alert.Judged!.Value, 0, long.MaxValue))
                {
                    Alert = "alert-000001", Who = "ana", Said = 1,
                });
            }

            var restored = new AnalysisBench(Plan, new StringBuilder());
            foreach (var name in _facts.All.Take(before).Where(f => f.Header.KindId == FactPublisher.NameDefinition))
            {
                restored.Analysis.PassOver(in name.Header, name.Body);
            }

            var (news, _) = StateLoader.Load(saved, restored.Analysis, sameInput: true, new StateSettings());
            Assert.Equal(isSaid ? 1 : 0, news.Feedback.Count);
            Assert.Equal(!isSaid, AlertsFrom(before, restored).Any(a => IsSame(a.Alert, alert)));
        }
    }

    private static bool IsSame(Alert one, Alert other) =>
        one.Reason == other.Reason && one.DeviceAddress == other.DeviceAddress && one.Judged == other.Judged;

    /// <summary>Alerts of the facts from one on, each with the fact's place.</summary>
    private static List<(int Fact, Alert Alert)> AlertsFrom(int first, AnalysisBench bench)
    {
        var alerts = new List<(int, Alert)>();
        for (var i = first; i < _facts.All.Count; i++)
        {
            var known = bench.Alerts.Count;
            bench.Take(_facts.All[i]);
            alerts.AddRange(bench.Alerts.Skip(known).Select(a => (i, a)));
        }

        return alerts;
    }
}
