using Sensor.Outputs;

namespace Sensor.State;

/// <summary>How much of an input the state rests on.</summary>
internal sealed record SavedInput
{
    /// <summary>Facts taken in the order of the input, names' definitions among them.</summary>
    public required long Facts { get; init; }

    /// <summary>Packet time reached, nanoseconds since the Unix epoch.</summary>
    public required long Time { get; init; }

    /// <summary>The input was taken to its end.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The result files so far; null without any.</summary>
    public OutputMarks? Output { get; init; }

    /// <summary>It is the input that the state was last saved in.</summary>
    public bool IsLatest { get; init; }

    public void Save(PartWriter writer)
    {
        writer.Int64(Facts);
        writer.Int64(Time);
        writer.Boolean(IsComplete);
        writer.Boolean(Output is not null);
        if (Output is { } output)
        {
            writer.Text(output.Folder);
            Save(output.Events, writer);
            Save(output.Alerts, writer);
        }
    }

    public static bool TryLoad(ReadOnlySpan<byte> source, bool isLatest, out SavedInput input)
    {
        var reader = new PartReader(source);
        input = new SavedInput
        {
            Facts = reader.Tally(),
            Time = reader.Int64(),
            IsComplete = reader.Boolean(),
            Output = reader.Boolean() ? new OutputMarks(reader.Text(MaxPath), LoadMark(ref reader), LoadMark(ref reader)) : null,
            IsLatest = isLatest,
        };
        return reader.Complete;
    }

    private const int MaxPath = 16 * 1024;

    private static void Save(FileMark mark, PartWriter writer)
    {
        writer.Int64(mark.Length);
        writer.Bytes(mark.Tail);
    }

    private static FileMark LoadMark(ref PartReader reader) => new(reader.Tally(), reader.Bytes(FileMark.TailBytes).ToArray());
}
