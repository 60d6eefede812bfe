using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Telnet;

/// <summary>One Telnet connection: reads what the server writes until it asks for a password, or long enough, and then nothing more.</summary>
public sealed class TelnetConversation(PartitionContext context) : IdentityConversation(context)
{
    /// <summary>Bytes of a direction that are looked at: whoever asks for a password does so early.</summary>
    private const int Most = 4096;

    /// <summary>Bytes of a line that are kept.</summary>
    private const int MaxLine = 80;

    private readonly byte[] _line = new byte[MaxLine];
    private readonly byte[] _first = new byte[MaxLine];
    private readonly TelnetState[] _states = new TelnetState[2];
    private readonly int[] _seen = new int[2];
    private TelnetSession _session;
    private int _lineLength;
    private int _firstLength;
    private bool _isTold;

    protected override void Reset()
    {
        _states.AsSpan().Clear();
        _seen.AsSpan().Clear();
        _session = default;
        _lineLength = _firstLength = 0;
        _isTold = false;
    }

    protected override Step Read(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        ref var state = ref _states[(int)direction];
        ref var seen = ref _seen[(int)direction];
        for (var i = 0; i < data.Length && !_isTold && seen < Most; i++)
        {
            seen++;
            if (state.IsText(data[i]) && direction == Direction.ToClient)
            {
                Take(data[i]);
            }

            if (_session.HasPasswordPrompt || state.IsInCipher || (seen == Most && direction == Direction.ToClient))
            {
                Tell(at);
            }
        }

        return _isTold || seen == Most ? NoMore(data.Length) : Step.Done(data.Length);
    }

    /// <summary>Where commands and lines begin isn't known any more; prompts are recognised all the same.</summary>
    protected override void Lose(Direction direction, long bytes, in Moment at)
    {
        if (direction == Direction.ToClient)
        {
            _lineLength = 0;
        }
    }

    protected override void Finish(in Moment at)
    {
        if (!_isTold)
        {
            Tell(at);
        }
    }

    private void Take(byte value)
    {
        if (value is (byte)'\r' or (byte)'\n')
        {
            KeepFirst();
            _lineLength = 0;
        }
        else if (_lineLength < MaxLine && value != 0)
        {
            _line[_lineLength++] = value;
            TakePrompt(value == (byte)':' ? Prompts.Of(_line.AsSpan(0, _lineLength)) : Prompt.None);
        }
    }

    private void TakePrompt(Prompt prompt)
    {
        if (prompt == Prompt.None)
        {
            return;
        }

        // What stands before the first prompt is shown to everyone; what stands after it may be what someone typed.
        if (!_session.HasLoginPrompt && !_session.HasPasswordPrompt)
        {
            _session.Banner = PlainText.Banner(Context, _first.AsSpan(0, _firstLength));
        }

        _session.HasLoginPrompt |= prompt == Prompt.Login;
        _session.HasPasswordPrompt |= prompt == Prompt.Password;
    }

    private void KeepFirst()
    {
        if (_firstLength == 0 && !PlainText.Printable(_line.AsSpan(0, _lineLength), MaxLine).IsEmpty)
        {
            _line.AsSpan(0, _lineLength).CopyTo(_first);
            _firstLength = _lineLength;
        }
    }

    private void Tell(in Moment at)
    {
        _isTold = true;
        _session.HasNegotiated = _states[0].HasNegotiated || _states[1].HasNegotiated;
        _session.IsInCipher = _states[0].IsInCipher || _states[1].IsInCipher;
        _session.Quality = Quality;
        Write(_session, at, Endpoint.Client);
    }
}
