using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7.Pcd;

namespace Sensor.Dissectors.Hl7;

/// <summary>One connection that carries HL7 v2 messages: reads both directions and notes where they are damaged and end.</summary>
public sealed class Hl7Conversation : Conversation
{
    private readonly PartitionContext _context;
    private readonly Hl7Counters _counters;
    private readonly Talker[] _talkers = [new(Direction.ToServer), new(Direction.ToClient)];
    private readonly PumpOrders _orders;
    private readonly AckPairing _pairing;
    private readonly MessageAssembly _assembly;
    private FlowIdentity _flow;
    private bool _midStream;
    private bool _isClosed;

    internal Hl7Conversation(PartitionContext context, Hl7Counters counters, PcdShare pumps)
    {
        _context = context;
        _counters = counters;
        _orders = new PumpOrders(context.Facts, counters);
        _pairing = new AckPairing(context.Facts, _talkers, counters, _orders);
        _assembly = new MessageAssembly(context, counters, _pairing, new PcdListener(context, counters, pumps, _orders), _talkers);
    }

    internal void Reset(in FlowIdentity flow, bool midStream)
    {
        _flow = flow;
        _midStream = midStream;
        _isClosed = true;
        foreach (var talker in _talkers)
        {
            talker.Reset(midStream);
        }

        _orders.Reset();
        _pairing.Reset(flow, midStream);
        _assembly.Reset(flow);
    }

    public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        var talker = _talkers[(int)direction];
        talker.HasSpoken = true;
        talker.ForgetHeld();
        var wasAfterFs = talker.Mllp.IsAfterFs;
        var reader = new MllpReader(ref talker.Mllp, data);
        while (reader.Read())
        {
            switch (reader.Token)
            {
                case MllpToken.FrameStart:
                    _counters.Frames += talker.Mllp.Framing == Framing.Bare ? 0 : 1;
                    _counters.Resyncs += reader.IsFoundAgain ? 1 : 0;
                    break;
                case MllpToken.FrameEnd:
                    _assembly.EndFrame(talker, reader.IsWhole, at);
                    break;
                case MllpToken.Commit or MllpToken.CommitNak:
                    _pairing.Commit(talker, reader.Token == MllpToken.Commit);
                    break;
                default:
                    _assembly.Take(talker, ref reader, at);
                    break;
            }
        }

        if (!reader.Held.IsEmpty)
        {
            _assembly.Hold(talker, reader.Kind, reader.Held);
        }

        // FS alone says that a message has ended: with the byte before it, not now. That byte may be an FS itself, which so was data.
        var isEndOnly = talker.Mllp.IsAfterFs && talker.Mllp.DataEnd == talker.Mllp.Offset;
        var step = reader.Finish();
        if (step.Consumed > 0)
        {
            talker.LastUsed = !isEndOnly ? at : wasAfterFs ? talker.LastSeen : talker.LastUsed;
            talker.LastSeen = at;
        }

        return step;
    }

    public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        var talker = _talkers[(int)direction];
        var quality = cause == MissingCause.Cut ? Quality.Cut : Quality.Gap;
        _assembly.Interrupt(talker, quality, at);
        talker.LastDamage = at.Time;
        talker.Damage |= quality;
        talker.Mllp.Lose(damage: true);
    }

    public override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
        var talker = _talkers[(int)direction];
        _assembly.End(talker, at);
        talker.HasEnded = true;
        _isClosed &= cause == EndCause.Fin;
        if (!_talkers[(int)direction.Opposite()].HasEnded)
        {
            return;
        }

        _pairing.End(at);
        if (_assembly.Messages > 0)
        {
            var quality = _talkers[0].Damage | _talkers[1].Damage | (_midStream ? Quality.MidStream : Quality.Clean)
                | (_talkers[0].HasSpoken && _talkers[1].HasSpoken ? Quality.Clean : Quality.OneSided);
            var session = new Hl7Session { Messages = _assembly.Messages, IsClosed = _isClosed };
            _context.Facts.Write(session, _flow, at.Time, _assembly.FirstOrdinal, quality, Endpoint.Client);
        }
    }
}
