using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>
/// Pump commands of a connection that wait for the first word about their message, acceptance or answer: then, or when it is given up, they are told.
/// At most <see cref="Capacity"/>; those beyond are told at once, with nothing known of how they end.
/// </summary>
internal sealed class PumpOrders(FactSink facts, Hl7Counters counters)
{
    public const int Capacity = 16;

    private (int Group, PumpEvent Event)[] _waiting = [];
    private int _lastGroup;

    public int Count { get; private set; }

    public void Reset() => Count = 0;

    /// <summary>Keeps the commands of one message.</summary>
    public void Hold(ref Exchange message, ReadOnlySpan<PumpEvent> commands, in FlowIdentity flow, in Moment at)
    {
        if (commands.Length > Capacity - Count)
        {
            counters.GivenUp++;
            foreach (ref readonly var command in commands)
            {
                facts.Write(command, flow, at.Time, message.FirstOrdinal, command.Quality, command.Actor);
            }

            return;
        }

        if (_waiting.Length < Count + commands.Length)
        {
            Array.Resize(ref _waiting, Math.Min(Capacity, Math.Max(Count + commands.Length, 2 * Count)));
        }

        message.Orders = ++_lastGroup;
        foreach (ref readonly var command in commands)
        {
            _waiting[Count++] = (_lastGroup, command);
        }
    }

    /// <summary>Tells the commands of a message with what is known of how it ended. Does nothing the second time.</summary>
    public void Tell(ref Exchange message, in FlowIdentity flow, in Moment at)
    {
        if (message.Orders == 0)
        {
            return;
        }

        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            ref var waiting = ref _waiting[i];
            if (waiting.Group != message.Orders)
            {
                _waiting[kept++] = waiting;
                continue;
            }

            Conclude(ref waiting.Event, message);
            facts.Write(waiting.Event, flow, at.Time, message.FirstOrdinal, waiting.Event.Quality, waiting.Event.Actor);
        }

        Count = kept;
        message.Orders = 0;
    }

    private static void Conclude(ref PumpEvent command, in Exchange message)
    {
        ref readonly var said = ref message.Message;
        command.Outcome = (said.Ack, said.Commit) switch
        {
            (AckCode.AA, _) => Outcome.Ok,
            (AckCode.AE, _) => Outcome.Failure,
            (AckCode.AR, _) => Outcome.Refused,

            // In safe keeping: what the application makes of it is said on a connection of its own.
            (AckCode.None, AckCode.CA) => message.EndsWithCommit ? Outcome.Ok : Outcome.Pending,
            (AckCode.None, AckCode.CE) => Outcome.Failure,
            (AckCode.None, AckCode.CR) => Outcome.Refused,
            (AckCode.None, AckCode.None) => message is { Accept: AckCondition.Never, Application: AckCondition.Never } ? Outcome.Unknown : Outcome.NoAnswer,
            _ => Outcome.Unknown,
        };
        command.LatencyNanoseconds = said.Ack != AckCode.None ? said.AckNanoseconds : said.CommitNanoseconds;
        command.Reason = message.Reason;
        command.Quality = said.Quality;
    }
}
