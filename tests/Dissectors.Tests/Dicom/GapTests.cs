using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>Mirrors lose frames. Commands whose own bytes were captured are found all the same.</summary>
public sealed class GapTests
{
    private static readonly Vector Store = Vector.Load("store");

    [Theory]
    [InlineData(MissingCause.Lost)]
    [InlineData(MissingCause.Cut)]
    public void Any_one_segment_may_be_missing(MissingCause cause)
    {
        var length = Store[Direction.ToServer].Length;
        for (var start = 0; start < length; start += 1448)
        {
            Check(start, Math.Min(1448, length - start), cause);
        }
    }

    [Fact]
    public void A_hole_of_any_size_may_be_anywhere()
    {
        var random = new Random(1);
        var length = Store[Direction.ToServer].Length;
        for (var i = 0; i < 3000; i++)
        {
            var start = random.Next(length);
            Check(start, 1 + random.Next(Math.Min(length - start, i % 3 == 0 ? 20 : 12_000)), MissingCause.Lost);
        }
    }

    [Fact]
    public void With_one_percent_of_the_segments_lost_99_percent_of_captured_commands_are_found()
    {
        long captured = 0, found = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var session = new Session();
            var stream = Store[Direction.ToServer];
            var isLost = new bool[stream.Length];
            for (var offset = 0; offset < stream.Length; offset += 536)
            {
                var size = Math.Min(536, stream.Length - offset);
                if (random.Next(100) == 0)
                {
                    isLost.AsSpan(offset, size).Fill(true);
                    session.Feeder.Missing(Direction.ToServer, size);
                }
                else
                {
                    session.Feeder.Segment(Direction.ToServer, stream.AsSpan(offset, size));
                }
            }

            session.Feeder.End();
            found += session.Counters.Commands(DimseCommand.StoreRequest);
            captured += Commands(stream).Count(c => !isLost.AsSpan(c.Start, c.Length).Contains(true));
        }

        Assert.InRange((double)found / captured, 0.99, 1.01);
    }

    [Fact]
    public void A_hole_within_skipped_bulk_costs_nothing()
    {
        var session = new Session();
        session.Feeder.Segment(Direction.ToServer, Wire.Request());
        session.Feeder.Segment(Direction.ToClient, Wire.Accept());
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(DimseCommand.StoreRequest, 1, dataSet: true)));
        var data = Wire.Data(Wire.Pdv(1, 2, new byte[20_000]));
        session.Feeder.Segment(Direction.ToServer, data.AsSpan(0, 100));
        session.Feeder.Missing(Direction.ToServer, data.Length - 100);
        session.Feeder.Segment(Direction.ToServer, Wire.Release);
        session.Feeder.Segment(Direction.ToClient, Wire.Command(Wire.Answer(DimseCommand.StoreRequest, 1)));
        session.Feeder.Segment(Direction.ToClient, Wire.Released);
        session.Feeder.End();
        Assert.Equal((Quality.Clean, 20_000), (Assert.Single(session.Operations).Quality, session.Operations[0].RequestBytes));
        Assert.Equal((AssociationResult.Released, Quality.Clean), (session.Association.Result, session.Association.Quality));
    }

    [Fact]
    public void An_operation_whose_object_has_a_hole_goes_on_and_says_so()
    {
        var session = Around(4000, 1448, MissingCause.Lost);
        Assert.Equal(7, session.Operations.Count(o => o.WasRequested && o.IsFinal));
        Assert.Equal(1, session.Operations.Count(o => o.Quality == Quality.Gap));
        Assert.Equal(Quality.Gap, session.Association.Quality);
    }

    [Fact]
    public void A_command_cut_by_the_snap_length_is_told_as_far_as_it_was_captured()
    {
        var command = Wire.Command(Wire.Ask(DimseCommand.StoreRequest, 7, dataSet: true));
        var session = new Session(midStream: true);
        session.Feeder.Segment(Direction.ToServer, command.AsSpan(0, command.Length - 10));
        session.Feeder.Missing(Direction.ToServer, 10, MissingCause.Cut);
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(0x30, 8)));
        session.Feeder.End();
        Assert.Equal([7, 8], session.Operations.Select(o => (int)o.MessageId));
        Assert.True(session.Operations[0].Quality.HasFlag(Quality.Cut));
        Assert.False(session.Operations[1].Quality.HasFlag(Quality.Cut));
        Assert.Equal(0, session.Counters.Resyncs);
    }

    [Fact]
    public void An_association_request_cut_behind_its_titles_still_says_who_calls()
    {
        var request = Wire.Request();
        var session = new Session();
        session.Feeder.Segment(Direction.ToServer, request.AsSpan(0, 42));
        session.Feeder.Missing(Direction.ToServer, request.Length - 42, MissingCause.Cut);
        session.Feeder.Segment(Direction.ToClient, Wire.Accept());
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(0x30, 1, Wire.Verification)));
        session.Feeder.End();
        Assert.Equal("MODALITY", session.Name(Assert.Single(session.Sink.Of<DicomAssociationRequested>()).CallingAe));
        Assert.Equal((1, Quality.Cut), (session.Counters.Associations, session.Association.Quality));
        Assert.Single(session.Operations);
    }

    [Fact]
    public void A_command_is_found_though_the_headers_in_front_of_it_were_lost()
    {
        var session = new Session();
        session.Feeder.Segment(Direction.ToServer, Wire.Request());
        session.Feeder.Missing(Direction.ToServer, 12);
        session.Feeder.Segment(Direction.ToServer, Wire.Ask(DimseCommand.StoreRequest, 9, dataSet: true));
        session.Feeder.Segment(Direction.ToServer, Wire.Data(Wire.Pdv(1, 2, new byte[5000])));
        session.Feeder.End();
        var store = Assert.Single(session.Operations);
        Assert.Equal((9, 1, 5000), ((int)store.MessageId, (int)store.ContextId, (int)store.RequestBytes));
        Assert.Equal(1, session.Counters.Resyncs);
    }

    [Fact]
    public void A_lost_answer_is_not_replaced_by_the_next_one_of_the_same_id()
    {
        // A client that numbers all its messages 1.
        var session = new Session(midStream: true);
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(0x30, 1)));
        session.Feeder.Missing(Direction.ToClient, 100);
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(0x30, 1)));
        session.Feeder.Segment(Direction.ToClient, Wire.Command(Wire.Answer(0x30, 1)));
        session.Feeder.End();
        Assert.Equal([false, true], session.Operations.Select(o => o.WasAnswered));
    }

    private static void Check(int start, int length, MissingCause cause)
    {
        var session = Around(start, length, cause);
        var found = session.Counters.Commands(DimseCommand.StoreRequest);
        var whole = Commands(Store[Direction.ToServer]).Count(c => c.Start + c.Length <= start || c.Start >= start + length);
        Assert.True(found >= whole && found <= 7, $"hole {start}+{length}: {found} of {whole}");
        Assert.Equal(7, session.Counters.Commands(DimseCommand.StoreRequest | DimseCommand.ResponseBit));
        Assert.True(session.Counters.Resyncs <= 1 || length < 12, $"hole {start}+{length}: {session.Counters.Resyncs} resyncs");
    }

    // The recorded exchange with a hole in the client's bytes.
    private static Session Around(int start, int length, MissingCause cause)
    {
        var offset = 0;
        return Session.Play(Store, (session, direction, bytes) =>
        {
            if (direction == Direction.ToClient)
            {
                session.Feeder.Bytes(direction, bytes);
                return;
            }

            var before = Math.Clamp(start - offset, 0, bytes.Length);
            var after = Math.Clamp(start + length - offset, before, bytes.Length);
            session.Feeder.Bytes(direction, bytes.AsSpan(0, before));
            if (after > before)
            {
                session.Feeder.Missing(direction, after - before, cause);
            }

            session.Feeder.Bytes(direction, bytes.AsSpan(after));
            offset += bytes.Length;
        });
    }

    // Where the command sets lie, headers not counted.
    private static IEnumerable<(int Start, int Length)> Commands(byte[] stream)
    {
        for (var offset = 0; offset < stream.Length;)
        {
            var header = PduHeader.Read(stream.AsSpan(offset));
            if (header.Type == PduType.Data && PdvHeader.Read(stream.AsSpan(offset + PduHeader.Size)).IsCommand)
            {
                yield return (offset + PduHeader.Size + PdvHeader.Size, (int)header.Length - PdvHeader.Size);
            }

            offset += PduHeader.Size + (int)header.Length;
        }
    }
}
