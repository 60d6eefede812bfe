using System.Text;
using Sensor.Detection;
using Sensor.Models;
using Sensor.Pipeline;
using Sensor.State;
using Sensor.Tests.Support;

namespace Sensor.Tests.State;

/// <summary>State that somebody forged and sealed well is refused, or the analysis goes on with it to its end.</summary>
public sealed class ForgedStateTests
{
    private static readonly Lazy<RecordedFacts> _facts = new(() => RecordedFacts.Of(Path.Combine(Live.Machine.Root, "pcaps", "radiology.pcap"), workers: 1));

    private static readonly Lazy<Snapshot> _sound = new(Sound);

    /// <summary>Where the state was saved: models judge by then.</summary>
    private static int Middle => _facts.Value.All.Count * 3 / 4;

    [Theory]
    [InlineData("series")]
    [InlineData("alerts")]
    [InlineData("history")]
    [InlineData("mirror")]
    [InlineData("journal")]
    public void A_part_ends_nothing(string name)
    {
        var random = new Random(20261126);
        var part = Assert.Single(_sound.Value.Parts, p => p.Name == name);
        var wentOn = 0;
        for (var i = 0; i < 40; i++)
        {
            var forged = part with { Data = Seal.Close(i == 0 ? part.Data.AsSpan(Seal.Length) : Forgery.Of(part.Data.AsSpan(Seal.Length), random)) };
            wentOn += GoesOn([.. _sound.Value.Parts.Select(p => p.Name == name ? forged : p)]) ? 1 : 0;
        }

        Assert.InRange(wentOn, 1, 39);
    }

    /// <returns>It wasn't refused.</returns>
    private static bool GoesOn(IReadOnlyList<PartRow> parts)
    {
        using var folder = new TempFolder();
        using var database = StateDatabase.Open(folder.Named("sensor.db"));
        var snapshot = new Snapshot
        {
            IsWhole = true, Identity = [1], Input = _sound.Value.Input, Devices = _sound.Value.Devices, Parts = parts, Alerts = [], FeedbackApplied = 0,
        };
        database.Write(snapshot, snapshot.Input, new StateSettings());
        var bench = Bench();
        try
        {
            StateLoader.Load(database, bench.Analysis, sameInput: true, new StateSettings());
        }
        catch (StateException e)
        {
            Assert.Equal(StateFault.Damaged, e.Fault);
            return false;
        }

        foreach (var (header, body) in _facts.Value.All.Take(Middle))
        {
            bench.Analysis.PassOver(in header, body);
        }

        foreach (var fact in _facts.Value.All.Skip(Middle).Take(3000))
        {
            bench.Take(fact);
        }

        bench.Analysis.End();
        bench.Meter!.End();
        Assert.NotEmpty(bench.State.Parts);
        return true;
    }

    private static AnalysisBench Bench() =>
        new(new LearningPlan(LearningMode.Auto, _facts.Value.All[_facts.Value.All.Count / 2].Header.Time), new StringBuilder(), new StringBuilder());

    private static Snapshot Sound()
    {
        var bench = Bench();
        foreach (var fact in _facts.Value.All.Take(Middle))
        {
            bench.Take(fact);
        }

        Assert.NotEmpty(bench.Alerts);
        var alert = bench.Alerts[0];
        var about = new Matter(alert.Reason.SignatureId, alert.Device?.Number ?? 0, alert.Peer?.Number, "", null);
        bench.Analysis.Journal.Take(new JournalEntry(JournalVerb.Mute, 1) { Number = 1, Who = "ana", Said = 1, About = [about] }, bench.Analysis.Now, bench.Analysis.Ordinal);
        return bench.Snapshot(1);
    }
}
