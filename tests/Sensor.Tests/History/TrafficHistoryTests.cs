using System.Runtime.InteropServices;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.History;
using Sensor.State;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.History;

/// <summary>What went by adds up to what facts say, and remembering it costs nothing.</summary>
public sealed class TrafficHistoryTests
{
    private static readonly Lazy<RecordedFacts> _facts = new(() => RecordedFacts.Of(Path.Combine(Sensor.Tests.Live.Machine.Root, "pcaps", "radiology.pcap"), workers: 1));

    private static TrafficHistory Radiology()
    {
        var bench = new AnalysisBench(new LearningPlan(Sensor.Models.LearningMode.Auto, null), new System.Text.StringBuilder());
        foreach (var fact in _facts.Value.All)
        {
            bench.Take(fact);
        }

        return bench.Analysis.History;
    }

    private static IEnumerable<FlowEnded> Flows => _facts.Value.All.Where(f => f.Header.KindId == FlowEnded.Kind.Id).Select(f => MemoryMarshal.Read<FlowEnded>(f.Body));

    [Fact]
    public void Every_packet_and_byte_of_a_flow_is_in_some_stretch_of_time()
    {
        var history = Radiology();
        foreach (var buckets in new IEnumerable<long[]>[] { Enumerable.Range(0, history.Timeline.Count).Select(i => history.Timeline[i].ToArray()), history.Hours.Rows.Select(r => r.Row) })
        {
            var rows = buckets.ToList();
            Assert.Equal(Flows.Sum(f => f.PacketsToClient + f.PacketsToServer), Total(rows, Measures.Packets));
            Assert.Equal(Flows.Sum(f => f.BytesToClient + f.BytesToServer), Total(rows, Measures.Bytes));
            Assert.Equal(Flows.Count(), Total(rows, Measures.Conversations));
            Assert.True(Total(rows, Measures.Commands) > 1000);
        }

        Assert.Equal(Flows.Count(), history.Pairs.All.Sum(p => p.What.Conversations));
        Assert.Equal(Flows.Sum(f => f.BytesToClient + f.BytesToServer), history.Pairs.All.Sum(p => p.What.Bytes));

        long Total(List<long[]> rows, int measure) => rows.Sum(r => Enumerable.Range(0, ProtocolRegister.All.Count + 1).Sum(app => r[Measures.Of(app, measure)]));
    }

    /// <summary>What was told while it went on isn't counted again at its end.</summary>
    [Fact]
    public void A_long_conversation_counts_as_it_goes()
    {
        var history = Empty();
        var from = 1_700_000_000_000_000_000;
        for (var minute = 0; minute < 9; minute++)
        {
            Take(history, new FlowProgress { Amount = new TrafficAmount { BytesToServer = 1000, PacketsToServer = 2 } }, from + (minute * 60_000_000_000));
        }

        Take(history, new FlowEnded { StartTime = from, EndTime = from + 540_000_000_000, BytesToServer = 9_003, PacketsToServer = 19, Told = new TrafficAmount { BytesToServer = 9_000, PacketsToServer = 18 } }, from + 541_000_000_000);

        var bytes = Enumerable.Range(0, 10).Select(m => history.Timeline.At(from + (m * 60_000_000_000))[Measures.Of(0, Measures.Bytes)]).ToList();
        Assert.Equal([1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 3], bytes);
        Assert.Equal(1, history.Timeline.At(from)[Measures.Of(0, Measures.Conversations)]);
        Assert.Equal((9_003, 1), (history.Pairs.All.Single().What.Bytes, history.Pairs.All.Single().What.Conversations));
    }

    /// <summary>One damaged packet can claim any time.</summary>
    [Fact]
    public void A_flow_that_claims_to_be_years_old_widens_nothing()
    {
        var history = Empty();
        Take(history, new LossSample { Delivered = 100 }, 1_700_000_000_000_000_000);
        Take(history, new FlowEnded { StartTime = 1, EndTime = long.MaxValue, BytesToServer = 500 }, 1_700_000_005_000_000_000);

        Assert.Equal(Timeline.Finest, history.Timeline.Width);
        Assert.InRange(history.Timeline.Count, 1, 2);
        Assert.Equal(500, Enumerable.Range(0, history.Timeline.Count).Sum(i => history.Timeline[i][Measures.Of(0, Measures.Bytes)]));
    }

    [Fact]
    public void Remembering_allocates_nothing()
    {
        var bench = new AnalysisBench(new LearningPlan(Sensor.Models.LearningMode.Auto, null), new System.Text.StringBuilder());
        foreach (var fact in _facts.Value.All)
        {
            bench.Take(fact);
        }

        var facts = _facts.Value.All.Where(f => f.Header.KindId != FactPublisher.NameDefinition).ToArray();
        var (history, devices) = (bench.Analysis.History, bench.Analysis.Devices);
        Assert.Equal(0, Allocation.Least(() =>
        {
            foreach (var (header, body) in facts)
            {
                history.Take(FactKind.Get(header.KindId), in header, body, devices.Find(header.Flow.Client), devices.Find(header.Flow.Server));
            }
        }));
    }

    /// <summary>A sensor with other protocols reads what this one saved: those it doesn't know count as none.</summary>
    [Fact]
    public void Protocols_may_come_and_go()
    {
        var history = Radiology();
        var writer = new PartWriter();
        history.Save(writer);
        var other = new TrafficHistory([.. ProtocolRegister.All.Reverse().Where(p => p.Name != "dicom")]);
        var reader = new PartReader(writer.Written);
        Assert.True(other.TryLoad(ref reader, new PartOrigin(1, SameInput: false)));

        long Commands(TrafficHistory of, string protocol) =>
            of.Hours.Rows.Sum(r => r.Row[Measures.Of(protocol.Length == 0 ? 0 : of.Protocols.ToList().IndexOf(protocol) + 1, Measures.Commands)]);
        Assert.Equal(Commands(history, "hl7"), Commands(other, "hl7"));
        Assert.Equal(Commands(history, "dicom"), Commands(other, ""));
        Assert.Equal(history.Pairs.All.Sum(p => p.What.Bytes), other.Pairs.All.Sum(p => p.What.Bytes));
        Assert.Equal(history.Times, other.Times);
    }

    private static TrafficHistory Empty() => new(ProtocolRegister.All);

    private static void Take<T>(TrafficHistory history, T fact, long time)
        where T : unmanaged, IFact<T>
    {
        var header = new FactHeader { Time = time, KindId = T.Kind.Id };
        history.Take(T.Kind, in header, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in fact)), null, null);
    }
}
