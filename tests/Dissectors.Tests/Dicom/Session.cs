using System.Text;
using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>One conversation under test: fed like the stream engine feeds, heard like analysis hears.</summary>
public sealed class Session
{
    private readonly DicomShare _share;
    private readonly Feeder _feeder;

    public Session(bool midStream = false)
    {
        _share = (DicomShare)new DicomProtocol().Open(new PartitionContext(Sink, new NameTable(1024, 1), new Pseudonymizer("key"u8)));
        _feeder = new Feeder(_share.Begin(new FlowIdentity { Id = 1, ClientPort = 50000, ServerPort = 104, Protocol = 6 }, midStream));
    }

    public ListSink Sink { get; } = new();

    public Feeder Feeder => _feeder;

    public DicomCounters Counters => (DicomCounters)_share.Counters;

    /// <summary>Violations, none of which well-behaved software commits.</summary>
    public string Violations => string.Join(' ', Enum.GetValues<DicomViolation>().Where(v => Counters[v] != 0).Select(v => $"{v}={Counters[v]}"));

    public IReadOnlyList<DimseOperation> Operations => Sink.Of<DimseOperation>();

    public DicomAssociation Association => Assert.Single(Sink.Of<DicomAssociation>());

    /// <summary>The whole exchange in the order it was recorded.</summary>
    public static Session Of(Vector vector, params int[] sizes) =>
        Play(vector, (session, direction, bytes) => session.Feeder.Bytes(direction, bytes, sizes));

    public static Session Play(Vector vector, Action<Session, Direction, byte[]> feed)
    {
        var session = new Session();
        foreach (var (direction, bytes) in vector.Chunks)
        {
            feed(session, direction, bytes);
        }

        session.Feeder.End();
        return session;
    }

    /// <summary>One direction after the other.</summary>
    public static Session InOrder(Vector vector, bool midStream, params Direction[] directions)
    {
        var session = new Session(midStream);
        foreach (var direction in directions)
        {
            session.Feeder.Bytes(direction, vector[direction]);
        }

        session.Feeder.End();
        return session;
    }

    public string Name(NameId id) => Sink.Name(id);

    /// <summary>Commands of all operations told, as a reader of the events sees them.</summary>
    public string Commands() => string.Join(' ', Operations.Select(o => Encoding.UTF8.GetString(DimseCommand.Operation(o.Command, new byte[6]))));

    /// <summary>Events without what depends on when segments came: times.</summary>
    public string Events()
    {
        var lines = Sink.Events().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            string.Join(' ', JsonDocument.Parse(line).RootElement.EnumerateObject().Where(m => !m.Name.EndsWith("_ms", StringComparison.Ordinal))));
        return string.Join('\n', lines);
    }

    public string Summary()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Counters.WriteTo(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
