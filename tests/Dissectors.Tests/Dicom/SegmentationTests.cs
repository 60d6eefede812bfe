namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>What is told doesn't depend on how TCP cut the bytes.</summary>
public sealed class SegmentationTests
{
    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void Byte_by_byte(string name) => Same(name, 1);

    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void In_one_piece(string name) => Same(name, int.MaxValue);

    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void In_pieces_of_random_sizes(string name)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            Same(name, [.. Enumerable.Range(0, 97).Select(_ => 1 + random.Next(random.Next(2) == 0 ? 20 : 3000))]);
        }
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("find_study")]
    [InlineData("move")]
    [InlineData("reject_called")]
    public void Cut_in_two_at_any_byte(string name)
    {
        for (var first = 1; first < 300; first++)
        {
            Same(name, first, int.MaxValue);
        }
    }

    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void In_pieces_while_the_place_is_being_looked_for(string name)
    {
        var vector = Vector.Load(name);
        var expected = MidStream(vector, 1448);
        foreach (var size in (int[])[1, 7, 100, 100_000])
        {
            Assert.Equal(expected, MidStream(vector, size));
        }
    }

    private static void Same(string name, params int[] sizes)
    {
        var vector = Vector.Load(name);
        var (expected, actual) = (Session.Of(vector), Session.Of(vector, sizes));
        Assert.Equal(expected.Events(), actual.Events());
        Assert.Equal(expected.Summary(), actual.Summary());
    }

    // Begins 10 bytes late in both directions.
    private static string MidStream(Vector vector, int size)
    {
        var session = new Session(midStream: true);
        session.Feeder.Bytes(Contract.Direction.ToServer, vector[Contract.Direction.ToServer].AsSpan(10), size);
        session.Feeder.Bytes(Contract.Direction.ToClient, vector[Contract.Direction.ToClient].AsSpan(10), size);
        session.Feeder.End();
        return session.Events() + session.Summary() + session.Counters.ScannedBytes;
    }
}
