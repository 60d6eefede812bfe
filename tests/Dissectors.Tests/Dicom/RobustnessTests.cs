using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>Whatever comes: no exception, no endless loop, every step by the contract (the feeder checks each).</summary>
public sealed class RobustnessTests
{
    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void An_exchange_may_end_at_any_byte(string name)
    {
        var vector = Vector.Load(name);
        var total = vector.Chunks.Sum(c => c.Bytes.Length);
        for (var length = 0; length < total; length += total > 8000 ? 61 : 1)
        {
            var left = length;
            var session = Session.Play(vector, (s, direction, bytes) =>
            {
                var taken = Math.Min(left, bytes.Length);
                left -= taken;
                s.Feeder.Bytes(direction, bytes.AsSpan(0, taken));
            });
            Assert.Equal(session.Counters[PduType.AssociateRequest], session.Sink.Of<DicomAssociation>().Count);
            Assert.Equal(session.Counters.Associations, session.Sink.Of<DicomAssociationRequested>().Count);
            Assert.Equal("", session.Violations);
        }
    }

    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void Any_bytes_may_be_others(string name)
    {
        var vector = Vector.Load(name);
        var random = new Random(11);
        for (var i = 0; i < 400; i++)
        {
            Session.Play(Mutate(vector, random), (s, direction, bytes) =>
            {
                if (random.Next(30) == 0)
                {
                    s.Feeder.Missing(direction, random.Next(1, 5000), (MissingCause)random.Next(2));
                }

                s.Feeder.Bytes(direction, bytes, 1 + random.Next(3000), 1 + random.Next(30));
            });
        }
    }

    [Fact]
    public void Noise_is_looked_through_and_left()
    {
        var random = new Random(3);
        var noise = new byte[50_000];
        for (var i = 0; i < 200; i++)
        {
            // From few values, so that they look like lengths, types and flags.
            var values = 1 + random.Next(256);
            for (var k = 0; k < noise.Length; k++)
            {
                noise[k] = (byte)random.Next(values);
            }

            var session = new Session(midStream: i % 2 == 0);
            session.Feeder.Bytes(Direction.ToServer, noise, 1 + random.Next(5000));
            session.Feeder.End();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_flood_of_one_value_is_looked_through_in_bounded_steps(byte value)
    {
        var session = new Session(midStream: true);
        var flood = new byte[1448];
        flood.AsSpan().Fill(value);
        for (var i = 0; i < 2000; i++)
        {
            session.Feeder.Segment(Direction.ToServer, flood);
        }

        Assert.InRange(session.Counters.ScannedBytes, (2000 * flood.Length) - 8, 2000 * flood.Length);
    }

    [Fact]
    public void Bad_lengths_at_a_boundary_are_a_violation_and_the_next_pdu_is_found()
    {
        byte[][] headers =
        [
            [4, 0, 0xFF, 0xFF, 0xFF, 0xFF], [1, 0, 0, 0x20, 0, 0], [4, 0, 0, 0, 0, 3], [9, 0, 0, 0, 0, 4], [5, 0, 0, 0, 0, 5], [0, 0, 0, 0, 0, 0],
        ];
        foreach (var bad in headers)
        {
            var session = new Session();
            session.Feeder.Segment(Direction.ToServer, [.. Wire.Request(), .. bad, .. Wire.Command(Wire.Ask(0x30, 3))]);
            session.Feeder.End();
            Assert.Equal("PduHeader=1", session.Violations);
            Assert.Equal((1, 1), ((int)session.Counters.Resyncs, session.Operations.Count));
        }
    }

    [Fact]
    public void A_pdv_that_overruns_its_pdu_is_left_with_it()
    {
        var overrun = Wire.Data([0xFF, 0xFF, 0xFF, 0xFE, 1, 3, 0, 0, 0, 0]);
        var session = new Session();
        session.Feeder.Segment(Direction.ToServer, [.. Wire.Request(), .. overrun, .. Wire.Command(Wire.Ask(0x30, 3))]);
        session.Feeder.End();
        Assert.Equal("PdvOverrun=1", session.Violations);
        Assert.Single(session.Operations);
    }

    private static Vector Mutate(Vector vector, Random random)
    {
        var chunks = vector.Chunks.Select(c => (c.Direction, (byte[])c.Bytes.Clone())).ToList();
        for (var edits = 1 + random.Next(8); edits > 0; edits--)
        {
            var (_, bytes) = chunks[random.Next(chunks.Count)];

            // Half of them near the front, where the headers are.
            var at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 100) : bytes.Length);
            bytes[at] = random.Next(4) switch { 0 => 0, 1 => 0xFF, 2 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
        }

        return vector with { Chunks = chunks };
    }
}
