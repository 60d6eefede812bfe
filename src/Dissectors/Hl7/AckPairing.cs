using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>
/// Brings messages of one connection together with their acknowledgements, by MSA-2 = MSH-10 (HL7 v2.5.1 2.9), and writes the facts. Bounded in
/// number and in packet time: what waits too long is written as it is.
/// </summary>
internal sealed class AckPairing(FactSink facts, Talker[] talkers)
{
    /// <summary>How long an answer may be ahead of its message: the two sides of a mirror port drift apart by far less.</summary>
    private const long EarlyPatience = 1_000_000_000;

    /// <summary>How long an answer may take: senders give up after seconds.</summary>
    private const long AnswerPatience = 60_000_000_000;

    private FlowIdentity _flow;
    private bool _midStream;

    public void Reset(in FlowIdentity flow, bool midStream)
    {
        _flow = flow;
        _midStream = midStream;
    }

    /// <summary>A message or an acknowledgement has been read to its end.</summary>
    public void Add(Talker from, ref Exchange exchange, in Moment at)
    {
        Expire(at);
        if (exchange.Message.Answer != AckCode.None)
        {
            TakeAnswer(from, ref exchange, at);
        }
        else if (exchange.IsAck)
        {
            WriteUnsolicited(from, ref exchange, at);
        }
        else
        {
            Await(from, ref exchange, at);
        }
    }

    /// <summary>MLLP release 2: a frame was committed, before and apart from any HL7 acknowledgement.</summary>
    public void Commit(Talker from, bool positive)
    {
        var waiting = PeerOf(from).Outstanding;
        if (waiting.Count > 0)
        {
            waiting[waiting.Count - 1].Message.Quirks |= positive ? Hl7Quirks.CommitFrame : Hl7Quirks.CommitFrameNak;
        }
    }

    /// <summary>Both directions have ended: nothing that waits will be answered.</summary>
    public void End(in Moment at)
    {
        foreach (var talker in talkers)
        {
            while (talker.Outstanding.Count > 0)
            {
                WriteFirst(talker, at);
            }
        }

        foreach (var talker in talkers)
        {
            while (talker.Early.Count > 0)
            {
                GiveUpFirst(talker, at);
            }
        }
    }

    private void TakeAnswer(Talker from, ref Exchange answer, in Moment at)
    {
        if (!answer.IsAck)
        {
            // A reply that is a message of its own (ORR, RSP, RRG). It may answer what came by another connection (IHE PCD-03).
            if (answer.WantsNoAck)
            {
                Write(from, ref answer, at);
            }
            else
            {
                Await(from, ref answer, at);
            }

            answer.IsWritten = true;
        }

        var asker = PeerOf(from);
        var index = asker.Outstanding.IndexOfMessage(answer.Message.AnswersTo);
        if (index >= 0)
        {
            Apply(asker, index, answer, at);
            return;
        }

        if (from.Early.IsFull)
        {
            GiveUpFirst(from, at);
        }

        from.Early.Add(answer);
    }

    private void Await(Talker from, ref Exchange message, in Moment at)
    {
        var waiting = from.Outstanding;
        var id = message.Message.Header.ControlId;
        var earlier = id.IsNone ? -1 : waiting.IndexOfMessage(id);
        if (earlier >= 0)
        {
            ref var old = ref waiting[earlier];
            message.Message.Retry = !old.IsAnswered;
            message.Message.Duplicate = old.IsAnswered;
            old.Message.Superseded = !old.IsAnswered;
            Write(from, ref old, at);
            waiting.RemoveAt(earlier);
        }
        else
        {
            message.Message.Duplicate = from.Remembers(id);
        }

        if (waiting.IsFull)
        {
            WriteFirst(from, at);
        }

        waiting.Add(message);
        var early = PeerOf(from).Early;
        for (var done = false; !done;)
        {
            var answer = early.IndexOfAnswerTo(id);
            done = answer < 0 || Apply(from, waiting.Count - 1, early[answer], at);
            if (answer >= 0)
            {
                early.RemoveAt(answer);
            }
        }
    }

    /// <summary>True when the message is fully answered, and so written.</summary>
    private bool Apply(Talker asker, int index, in Exchange answer, in Moment at)
    {
        ref var message = ref asker.Outstanding[index];
        if (!message.Take(answer))
        {
            return false;
        }

        asker.Remember(message.Message.Header.ControlId);
        Write(asker, ref message, at);
        asker.Outstanding.RemoveAt(index);
        return true;
    }

    private void Expire(in Moment at)
    {
        foreach (var talker in talkers)
        {
            while (talker.Outstanding.Count > 0 && at.Time - talker.Outstanding[0].Ended > AnswerPatience)
            {
                WriteFirst(talker, at);
            }

            while (talker.Early.Count > 0 && at.Time - talker.Early[0].Answered > EarlyPatience)
            {
                GiveUpFirst(talker, at);
            }
        }
    }

    private void WriteFirst(Talker talker, in Moment at)
    {
        Write(talker, ref talker.Outstanding[0], at);
        talker.Outstanding.RemoveAt(0);
    }

    private void GiveUpFirst(Talker talker, in Moment at)
    {
        ref var answer = ref talker.Early[0];
        if (!answer.IsWritten)
        {
            WriteUnsolicited(talker, ref answer, at);
        }

        talker.Early.RemoveAt(0);
    }

    private void WriteUnsolicited(Talker from, ref Exchange ack, in Moment at)
    {
        ack.Message.Unsolicited = true;
        ack.Message.Quality |= _midStream ? Quality.MidStream : Quality.Clean;
        AddDoubt(ref ack, PeerOf(from), since: 0);
        Write(from, ref ack, at);
    }

    private void Write(Talker from, ref Exchange exchange, in Moment at)
    {
        ref var message = ref exchange.Message;
        if (!exchange.IsAck && !exchange.IsAnswered)
        {
            AddDoubt(ref exchange, PeerOf(from), exchange.Began);
        }

        facts.Write(message, _flow, at.Time, exchange.FirstOrdinal, message.Quality, message.Sender);
    }

    /// <summary>The other side's part is missing; it may have been said and not captured.</summary>
    private static void AddDoubt(ref Exchange exchange, Talker other, long since)
    {
        exchange.Message.Quality |= other.HasSpoken ? Quality.Clean : Quality.OneSided;
        exchange.Message.Quality |= other.LastDamage >= since ? other.Damage : Quality.Clean;
    }

    private Talker PeerOf(Talker talker) => talkers[(int)talker.Direction.Opposite()];
}
