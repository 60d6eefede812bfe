using System.Buffers;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Compiled.Messages;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>One connection of pumps and who controls or asks them: who is who, and what they say to each other.</summary>
internal sealed partial class PumpConversation : Conversation
{
    /// <summary>Longest name of a command that isn't in the table, in bytes.</summary>
    private const int MaxUnknown = 32;

    private const ulong Seed = 0x7265706574656421;

    private static readonly SearchValues<byte> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:.-"u8);

    private readonly ProtocolPlan _plan;
    private readonly PartitionContext _context;
    private readonly PumpProtocolCounters _counters;
    private readonly ProtocolNames _names;
    private readonly byte[] _scratch;
    private readonly Slot[] _slots;

    /// <summary>Of a number that something is looked up by.</summary>
    private readonly byte[] _digits = new byte[CommandKey.MaxNumber];
    private readonly Talker[] _talkers;
    private readonly KnownPumps _pumps;
    private readonly PumpTeller _teller;
    private readonly PumpHearer _pumpHearer;
    private readonly RequestHearer _requestHearer;
    private readonly Waiting<Request> _waiting = new(Exchanges.MaxWaiting);
    private readonly Exchanges _exchanges;
    private FlowIdentity _flow;
    private bool _midStream;
    private bool _isOrderly;

    /// <summary>Who frames are from is known, or assumed.</summary>
    private bool _hasSides;

    /// <summary>Who is the pump is certain.</summary>
    private bool _isCertain;
    private SidesInDoubt _doubt;
    private bool _hasSpoken;
    private long _firstOrdinal;
    private Outcome _chainOutcome;
    private NameId _chainReason;
    private ulong _lastStatement;

    public PumpConversation(ProtocolPlan plan, PartitionContext context, PumpProtocolCounters counters, ProtocolNames names, byte[] scratch)
    {
        _plan = plan;
        _context = context;
        _counters = counters;
        _names = names;
        _scratch = scratch;
        _slots = new Slot[plan.Slots];
        _talkers = [new(plan.Frames), new(plan.Frames)];
        _pumps = new KnownPumps(plan.Quantities);
        _teller = new PumpTeller(plan, context, names, _pumps);
        _pumpHearer = new PumpHearer(_pumps, names, context.Pseudonyms);
        _requestHearer = new RequestHearer(_waiting, names, context.Pseudonyms);
        _exchanges = new Exchanges(plan, counters, _teller, _pumps, _pumpHearer, _waiting, _talkers);
    }

    /// <summary>Flows that a conversation counts for: KB that it may remember, of pumps, requests, early answers, frames under way and frames seen.</summary>
    public static int WeightOf(ProtocolPlan plan)
    {
        var pump = 256 + (plan.Quantities.Length * 32);
        var bytes = (plan.HasAddresses ? KnownPumps.Max * pump : pump) + 8 * 1024;
        return Math.Max(1, (bytes + 1023) / 1024);
    }

    public void Reset(in FlowIdentity flow, bool midStream)
    {
        _flow = flow;
        _midStream = midStream;
        _isOrderly = !midStream;
        _hasSpoken = false;
        _firstOrdinal = 0;
        _hasSides = _plan.Side != PumpSide.Answers || midStream;
        _isCertain = _plan.Side != PumpSide.Answers;
        _doubt = default;
        foreach (var talker in _talkers)
        {
            talker.Reset(midStream);
        }

        _pumps.Reset();
        _teller.Reset(flow);
        _teller.Pump = _plan.Side == PumpSide.Client ? Endpoint.Client : Endpoint.Server;
        _exchanges.Reset(midStream);
        ForgetChain();
        _lastStatement = 0;
    }

    public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        var talker = _talkers[(int)direction];
        for (var offset = 0; ;)
        {
            var sign = talker.Reader.Read(data[offset..], SenderIn(direction), at, out var frame, out var consumed, out var needed);
            offset += consumed;
            switch (sign)
            {
                case FrameSign.Frame:
                    Take(talker, direction, frame, at);
                    break;
                case FrameSign.Token:
                    TakeToken(direction, frame, at);
                    break;
                case FrameSign.Passed:
                    break;
                default:
                    _counters.Resyncs += talker.TakeResyncs();
                    return Rest(talker, data.Length, offset, needed);
            }

            if (offset == data.Length)
            {
                _counters.Resyncs += talker.TakeResyncs();
                return Step.Need(offset, 1);
            }
        }
    }

    public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        var talker = _talkers[(int)direction];
        talker.Reader.Lose();
        talker.Damage |= cause == MissingCause.Cut ? Quality.Cut : Quality.Gap;
        talker.LastDamage = at.Time;
        _isOrderly = false;
        ForgetChain();
        _exchanges.Lose(at);
    }

    public override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
        var talker = _talkers[(int)direction];
        if (talker.Reader.TryFinish(out var frame))
        {
            Take(talker, direction, frame, at);
        }

        _counters.Resyncs += talker.TakeResyncs();
        talker.HasEnded = true;
        _isOrderly &= cause == EndCause.Fin;
        if (!_talkers[(int)direction.Opposite()].HasEnded)
        {
            return;
        }

        _exchanges.Expire(at);
        _exchanges.End(cause is EndCause.Fin or EndCause.Reset ? Outcome.NoAnswer : Outcome.Unknown, at);
        _teller.TellNews(at);
        _counters.GivenUp += _pumps.TakeOverflows();
        if (_hasSpoken)
        {
            var quality = _talkers[0].Damage | _talkers[1].Damage | (_midStream ? Quality.MidStream : Quality.Clean)
                | (_talkers[0].HasSpoken && _talkers[1].HasSpoken ? Quality.Clean : Quality.OneSided);
            _context.Facts.Write(new PumpSession { IsOrderly = _isOrderly }, _flow, at.Time, _firstOrdinal, quality, _teller.Pump.Peer());
        }
    }

    /// <summary>What is left of a datagram belongs to nothing that could follow.</summary>
    private Step Rest(Talker talker, int length, int offset, int needed)
    {
        const byte Udp = 17;
        if (_flow.Protocol != Udp || offset == length)
        {
            return Step.Need(offset, Math.Min(needed, Step.MaxNeeded));
        }

        talker.Reader.Lose();
        return Step.Done(length);
    }

    private Sender SenderIn(Direction direction) =>
        !_hasSides ? Sender.Either : direction.Sender() == _teller.Pump ? Sender.Pump : Sender.Controller;

    private void Take(Talker talker, Direction direction, in Frame frame, in Moment at)
    {
        _counters.CountFrame(isBad: frame.Check == FrameCheck.Bad);
        if (frame.Check == FrameCheck.Bad)
        {
            if (talker.Fails())
            {
                _teller.TellDamage(direction.Sender(), talker.Failures, at);
            }

            if (direction.Sender() != _teller.Pump)
            {
                _exchanges.Spoil(at);
            }

            return;
        }

        talker.Succeeds();
        var excerpt = new Excerpt(frame.Content, _scratch, _slots);
        if (Match(ref excerpt, direction) is not { } message)
        {
            _counters.CountUnfit();
            return;
        }

        talker.HasSpoken = true;
        _firstOrdinal = _hasSpoken ? _firstOrdinal : at.Ordinal;
        _hasSpoken = true;
        _exchanges.Expire(at);
        if (!_isCertain && direction.Sender() != _teller.Pump && IsSaid(message, excerpt))
        {
            var (command, asked) = (_doubt.Command - 1, _doubt.Asked);
            Settle(direction, Sender.Pump);
            _exchanges.AwaitBare(command, asked);
        }

        if (direction.Sender() == _teller.Pump)
        {
            TakeStatement(message, ref excerpt, frame, at);
        }
        else
        {
            _lastStatement = 0;
            TakeRequest(message, ref excerpt, at);
        }
    }
}
