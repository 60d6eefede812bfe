using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Support;

/// <summary>Feeds a conversation by the contract, as the stream engine does, from segments of any size.</summary>
public sealed class Feeder(Conversation conversation)
{
    private readonly byte[][] _left = [[], []];
    private readonly int[] _needed = new int[2];
    private readonly long[] _skip = new long[2];

    public long Time { get; set; } = 1_700_000_000_000_000_000;

    public long Ordinal { get; set; }

    public void Segment(Direction direction, ReadOnlySpan<byte> segment)
    {
        var d = (int)direction;
        var at = Next();
        var skipped = (int)Math.Min(_skip[d], segment.Length);
        _skip[d] -= skipped;
        segment = segment[skipped..];
        if (segment.IsEmpty)
        {
            return;
        }

        byte[] all = [.. _left[d], .. segment];
        _left[d] = all;
        if (all.Length < _needed[d])
        {
            return;
        }

        var offset = 0;
        while (offset < all.Length)
        {
            var step = conversation.OnData(direction, all.AsSpan(offset), at);
            Assert.InRange(step.Consumed, 0, all.Length - offset);
            Assert.InRange(step.Needed, 0, Step.MaxNeeded);
            Assert.True(step.Skip >= 0);
            offset += step.Consumed;
            var skip = Math.Min(step.Skip, all.Length - offset);
            offset += (int)skip;
            _skip[d] = step.Skip - skip;
            _needed[d] = step.Needed;
            if (_skip[d] > 0 || step.Needed > all.Length - offset)
            {
                break;
            }

            Assert.True(step.Consumed > 0 || step.Skip > 0 || offset == all.Length, "no progress");
        }

        _left[d] = all[offset..];
    }

    /// <summary>Cuts <paramref name="bytes"/> into pieces of the given sizes (repeated) and feeds them.</summary>
    public void Bytes(Direction direction, ReadOnlySpan<byte> bytes, params int[] sizes)
    {
        for (var i = 0; !bytes.IsEmpty; i++)
        {
            var size = Math.Min(bytes.Length, sizes.Length == 0 ? 1448 : Math.Max(1, sizes[i % sizes.Length]));
            Segment(direction, bytes[..size]);
            bytes = bytes[size..];
        }
    }

    public void Missing(Direction direction, long bytes, MissingCause cause = MissingCause.Lost)
    {
        var d = (int)direction;
        var skipped = Math.Min(_skip[d], bytes);
        _skip[d] -= skipped;
        bytes -= skipped;
        if (bytes > 0)
        {
            bytes += _left[d].Length;
            _left[d] = [];
            _needed[d] = 0;
            conversation.OnMissing(direction, bytes, cause, Next());
        }
    }

    public void End(EndCause cause = EndCause.Fin)
    {
        conversation.OnEnd(Direction.ToServer, cause, Next());
        conversation.OnEnd(Direction.ToClient, cause, Next());
    }

    private Moment Next() => new(Time += 1_000_000, ++Ordinal);
}
