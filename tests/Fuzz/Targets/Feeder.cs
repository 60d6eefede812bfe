using Sensor.Dissectors.Contract;

namespace Sensor.Fuzz.Targets;

/// <summary>Tells a conversation what a script says, as the streams would, without allocating.</summary>
internal sealed class Feeder
{
    private readonly byte[][] _left = [new byte[256 * 1024], new byte[256 * 1024]];
    private readonly int[] _length = new int[2];
    private readonly int[] _needed = new int[2];
    private readonly long[] _skip = new long[2];
    private Conversation _conversation = null!;

    public void Begin(Conversation conversation)
    {
        _conversation = conversation;
        Array.Clear(_length);
        Array.Clear(_needed);
        Array.Clear(_skip);
    }

    public void Data(Direction direction, ReadOnlySpan<byte> bytes, in Moment at)
    {
        var d = (int)direction;
        while (!bytes.IsEmpty)
        {
            var skipped = (int)Math.Min(_skip[d], bytes.Length);
            _skip[d] -= skipped;
            bytes = bytes[skipped..];

            // More than a conversation can ask for is never held.
            var take = Math.Min(bytes.Length, _left[d].Length - _length[d]);
            bytes[..take].CopyTo(_left[d].AsSpan(_length[d]));
            bytes = bytes[take..];
            _length[d] += take;
            if (_length[d] >= _needed[d])
            {
                Show(direction, at);
            }
        }
    }

    public void Missing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        var d = (int)direction;
        Skip(d, ref bytes);
        if (bytes > 0)
        {
            LastLook(direction, at);
            Skip(d, ref bytes);
        }

        if (bytes > 0)
        {
            bytes += _length[d];
            _length[d] = _needed[d] = 0;
            _conversation.OnMissing(direction, bytes, cause, at);
        }
    }

    public void End(Direction direction, EndCause cause, in Moment at)
    {
        LastLook(direction, at);
        _length[(int)direction] = 0;
        _conversation.OnEnd(direction, cause, at);
    }

    private void Skip(int d, ref long bytes)
    {
        var skipped = Math.Min(_skip[d], bytes);
        _skip[d] -= skipped;
        bytes -= skipped;
    }

    /// <summary>What was asked for won't come any more.</summary>
    private void LastLook(Direction direction, in Moment at)
    {
        if (_length[(int)direction] > 0)
        {
            Show(direction, at);
        }
    }

    private void Show(Direction direction, in Moment at)
    {
        var d = (int)direction;
        var all = _left[d].AsSpan(0, _length[d]);
        var offset = 0;
        _needed[d] = 0;
        while (offset < all.Length)
        {
            var step = _conversation.OnData(direction, all[offset..], at);
            WatchedConversation.Check(step, all.Length - offset);
            offset += step.Consumed;
            var skip = Math.Min(step.Skip, all.Length - offset);
            offset += (int)skip;
            _skip[d] = step.Skip - skip;
            _needed[d] = step.Needed;
            if (step.Needed > all.Length - offset)
            {
                break;
            }
        }

        all[offset..].CopyTo(all);
        _length[d] = all.Length - offset;
    }
}
