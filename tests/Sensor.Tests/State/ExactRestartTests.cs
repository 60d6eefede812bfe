using System.Text;
using Sensor.Detection;
using Sensor.Facts;
using Sensor.Models;
using Sensor.Pipeline;
using Sensor.State;
using Sensor.Tests.Support;

namespace Sensor.Tests.State;

/// <summary>An analysis that is saved and loaded between any two facts goes on as if nothing had happened.</summary>
public sealed class ExactRestartTests
{
    private const int Turns = 24;

    private static readonly Lazy<RecordedFacts> _facts = new(() => RecordedFacts.Of(Path.Combine(Sensor.Tests.Live.Machine.Root, "pcaps", "radiology.pcap"), workers: 1).Repeated(Turns));

    private static LearningPlan Plan => new(LearningMode.Auto, _facts.Value.All[^1].Header.Time - ((Turns - 9) * 5 * 3_600_000_000_000));

    /// <summary>Hundreds of restarts in one run, each from a database on disk.</summary>
    [Theory]
    [InlineData(997)]
    [InlineData(1409)]
    public void Restarts_through_the_database_show_in_nothing(int every)
    {
        var (undisturbed, alerts, series) = Undisturbed();
        using var folder = new TempFolder();
        var facts = _facts.Value.All;
        var (said, points) = (new StringBuilder(), new StringBuilder());
        var bench = new AnalysisBench(Plan, said, points);
        var restarts = 0;
        using var written = StateDatabase.Open(folder.Named("sensor.db"));
        for (var i = 0; i < facts.Count; i++)
        {
            if (i % every == every - 1)
            {
                // Most of the time only what has changed is written, as in a run.
                written.Write(bench.Snapshot(i, isWhole: restarts == 0), new SavedInput { Facts = i, Time = 0, IsComplete = false }, new StateSettings());
                using var saved = StateDatabase.Open(folder.Named("sensor.db"));
                bench = Restored(i, said, points, fresh => StateLoader.Load(saved, fresh.Analysis, sameInput: true, new StateSettings()));
                restarts++;
            }

            bench.Take(facts[i]);
        }

        bench.Analysis.End();
        bench.Meter!.End();
        Assert.True(restarts > 50, $"{restarts} restarts of {facts.Count} facts");
        Assert.Equal(alerts, said.ToString());
        Assert.Equal(series, points.ToString());
        Assert.Equal(undisturbed, bench.Remembered());
    }

    /// <summary>What was loaded is saved as the same bytes, wherever it was saved.</summary>
    [Fact]
    public void What_was_loaded_is_saved_as_the_same_bytes()
    {
        var facts = _facts.Value.All;
        var bench = new AnalysisBench(Plan, new StringBuilder());
        var different = new HashSet<string>();
        for (var i = 0; i < facts.Count; i++)
        {
            if (i % 401 == 0)
            {
                var (devices, parts) = bench.State;
                var fresh = Restored(i, new StringBuilder(), points: null, fresh => Load(fresh.Analysis, devices, parts));
                Assert.Equal(bench.Remembered(), fresh.Remembered());
                different.Add(bench.Remembered());
            }

            bench.Take(facts[i]);
        }

        Assert.True(different.Count > 200, $"{different.Count} states");
    }

    /// <summary>Saving changes nothing, and neither does the number of workers that found the facts.</summary>
    [Fact]
    public void Any_number_of_workers_comes_to_the_same_state()
    {
        var one = Through(RecordedFacts.Of(Path.Combine(Sensor.Tests.Live.Machine.Root, "pcaps", "radiology.pcap"), workers: 1), save: false);
        var three = Through(RecordedFacts.Of(Path.Combine(Sensor.Tests.Live.Machine.Root, "pcaps", "radiology.pcap"), workers: 3), save: true);

        Assert.Equal(one, three);
    }

    private static string Through(RecordedFacts facts, bool save)
    {
        var bench = new AnalysisBench(new LearningPlan(LearningMode.Auto, null), new StringBuilder());
        foreach (var fact in facts.All)
        {
            bench.Take(fact);
            if (save)
            {
                _ = bench.State;
            }
        }

        return bench.Remembered();
    }

    /// <summary>The stream is worth the test: all that can be remembered is.</summary>
    private static (string Remembered, string Alerts, string Points) Undisturbed()
    {
        var (said, points) = (new StringBuilder(), new StringBuilder());
        var bench = new AnalysisBench(Plan, said, points);
        foreach (var fact in _facts.Value.All)
        {
            bench.Take(fact);
        }

        bench.Analysis.End();
        bench.Meter!.End();
        Assert.True(bench.Analysis.Devices.All.Count > 100, $"{bench.Analysis.Devices.All.Count} devices");
        Assert.True(bench.Analysis.Pauses.Count > 0, "learning never paused");
        Assert.Contains(bench.Analysis.Devices.All, d => d.Kind is not null);
        Assert.Contains(bench.State.Parts, p => p is { Name: "groups", Data.Length: > 1000 });
        Assert.True(said.ToString().Count(c => c == '\n') > 30, "few alerts");
        Assert.True(points.Length > 100_000, $"{points.Length} bytes of points");
        return (bench.Remembered(), said.ToString(), points.ToString());
    }

    private static AnalysisBench Restored(int facts, StringBuilder said, StringBuilder? points, Action<AnalysisBench> load)
    {
        var fresh = new AnalysisBench(Plan, said, points);
        load(fresh);
        for (var i = 0; i < facts; i++)
        {
            var (header, body) = _facts.Value.All[i];
            if (header.KindId == FactPublisher.NameDefinition)
            {
                fresh.Analysis.PassOver(in header, body);
            }
        }

        return fresh;
    }

    private static void Load(Analysis analysis, IReadOnlyList<DeviceRow> devices, IReadOnlyList<PartRow> parts)
    {
        foreach (var row in devices)
        {
            Assert.True(DeviceModel.TryLoad(row.Model, out var model));
            Assert.True(Seal.TryOpen(row.Inventory, out var body));
            var reader = new PartReader(body);
            Assert.True(Sensor.Inventory.DeviceState.TryLoad(ref reader, model, analysis.Names, out var device));
            Assert.True(analysis.Devices.Restore(device));
        }

        foreach (var (part, row) in analysis.Parts.Zip(parts))
        {
            Assert.True(Seal.TryOpen(row.Data, out var body));
            var reader = new PartReader(body);
            Assert.True(part.TryLoad(ref reader, new PartOrigin(row.Version, SameInput: true)), part.Name);
        }
    }
}
