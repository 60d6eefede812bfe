using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>At steady state nothing is allocated: conversations, buffers, tables and names are there already.</summary>
public sealed class AllocationTests
{
    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void A_conversation_that_is_used_again_allocates_nothing(string name)
    {
        var vector = Vector.Load(name);
        var (requests, responses) = (vector[Direction.ToServer], vector[Direction.ToClient]);
        var sink = new CountingSink();
        var share = new DicomProtocol().Open(new PartitionContext(sink, new NameTable(1024, 1), new Pseudonymizer("key"u8)));
        for (var i = 0; i < 50; i++)
        {
            Play(share, requests, responses);
        }

        var facts = sink.Facts;
        var allocated = Sensor.Tests.Support.Allocation.Least(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Play(share, requests, responses);
            }
        });

        Assert.Equal(0, allocated);
        Assert.True(sink.Facts >= 21 * facts && facts > 0);
    }

    [Fact]
    public void A_command_in_pieces_allocates_nothing_either()
    {
        byte[] bytes = [.. Wire.Request(), .. Wire.Command(Wire.Ask(0x30, 1)), .. Wire.Release];
        var sink = new CountingSink();
        var share = new DicomProtocol().Open(new PartitionContext(sink, new NameTable(1024, 1), new Pseudonymizer("key"u8)));
        var split = Wire.Request().Length + PduHeader.Size + PdvHeader.Size + 20;
        void Once()
        {
            var conversation = share.Begin(default, midStream: false);
            Feed(conversation, Direction.ToServer, bytes.AsSpan(0, split));
            Feed(conversation, Direction.ToServer, bytes.AsSpan(split));
            End(share, conversation);
        }

        Once();
        var played = 1;
        var allocated = Sensor.Tests.Support.Allocation.Least(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Once();
            }

            played += 1000;
        });

        Assert.Equal(0, allocated);
        Assert.Equal(played, ((DicomCounters)share.Counters).Commands(0x30));
    }

    private static void Play(ProtocolShare share, byte[] requests, byte[] responses)
    {
        var conversation = share.Begin(default, midStream: false);
        Feed(conversation, Direction.ToServer, requests);
        Feed(conversation, Direction.ToClient, responses);
        End(share, conversation);
    }

    // The whole direction lies in one piece, so nothing is ever left over.
    private static void Feed(Conversation conversation, Direction direction, ReadOnlySpan<byte> data)
    {
        var at = new Moment(1, 1);
        while (!data.IsEmpty)
        {
            var step = conversation.OnData(direction, data, at);
            data = data[(int)Math.Min(data.Length, step.Consumed + step.Skip)..];
            if (step.Needed > data.Length)
            {
                return;
            }
        }
    }

    private static void End(ProtocolShare share, Conversation conversation)
    {
        var at = new Moment(2, 2);
        conversation.OnEnd(Direction.ToServer, EndCause.Fin, at);
        conversation.OnEnd(Direction.ToClient, EndCause.Fin, at);
        share.Return(conversation);
    }

    private sealed class CountingSink : FactSink
    {
        private readonly byte[] _room = new byte[4096];

        public int Facts { get; private set; }

        public override void DefineName(byte partition, NameId id, ReadOnlySpan<byte> text)
        {
        }

        protected override Span<byte> Take(int length)
        {
            Facts++;
            return _room.AsSpan(0, length);
        }
    }
}
