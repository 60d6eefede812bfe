using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7.Pcd;

namespace Sensor.Dissectors.Hl7;

/// <summary>Puts the segments of a direction together to messages and hands these on for pairing.</summary>
internal sealed class MessageAssembly(PartitionContext context, Hl7Counters counters, AckPairing pairing, PcdListener pumps, Talker[] talkers)
{
    private FlowIdentity _flow;

    /// <summary>Messages and acknowledgements of the connection.</summary>
    public long Messages { get; private set; }

    /// <summary>Packet of the first of them.</summary>
    public long FirstOrdinal { get; private set; }

    public void Reset(in FlowIdentity flow)
    {
        _flow = flow;
        Messages = 0;
        FirstOrdinal = 0;
    }

    /// <summary>Takes the segment the reader stands on.</summary>
    public void Take(Talker talker, ref MllpReader reader, in Moment at)
    {
        switch (reader.Kind)
        {
            case SegmentKind.Msh:
                var msh = reader.IsWhole
                    ? talker.MshMemory.Read(reader.Segment, context, talker.Msh)
                    : MshSegment.Read(reader.Segment, whole: false, context, talker.Msh);
                Open(talker, msh, reader.LineStart, at);
                return;
            case SegmentKind.Fhs or SegmentKind.Bhs or SegmentKind.Bts or SegmentKind.Fts:
                Close(talker, reader.LineStart, whole: true, at);
                TakeBatch(talker, reader.Kind);
                return;
            case var _ when !talker.IsOpen:
                return;
            case SegmentKind.Obx:
                talker.Current.Message.Observations++;
                break;
            case SegmentKind.Err:
                talker.Current.Message.HasError = true;
                break;
            case SegmentKind.Msa:
                TakeMsa(talker, new SegmentReader(Known(talker, reader), talker.Msh.Characters), at);
                break;
            case SegmentKind.Pid or SegmentKind.Pv1 or SegmentKind.Orc or SegmentKind.Obr:
                var segment = new SegmentReader(Known(talker, reader), talker.Msh.Characters);
                Identifiers.Take(reader.Kind, segment, talker.Msh.Characters, context.Pseudonyms, ref talker.Current.Message);
                break;
            default:
                break;
        }

        if (talker.Mllp.ForPumps.Has(reader.Kind))
        {
            TakeOfPumps(talker, reader);
        }

        talker.Current.Message.Segments++;
    }

    private void TakeOfPumps(Talker talker, in MllpReader reader)
    {
        if (reader.Token == MllpToken.Segment && PcdListener.Wants(talker, reader.Segment))
        {
            pumps.Take(talker, reader.Kind, new SegmentReader(Known(talker, reader), talker.Msh.Characters));
        }
    }

    public void EndFrame(Talker talker, bool whole, in Moment at)
    {
        Close(talker, talker.Mllp.DataEnd, whole, at);
        talker.InBatch = false;
    }

    /// <summary>Keeps what a segment says that isn't all there: the capture may have cut off the rest, or its sender never ends it.</summary>
    public void Hold(Talker talker, SegmentKind kind, ReadOnlySpan<byte> segment)
    {
        if (kind == SegmentKind.Msh)
        {
            talker.HeldMsh = MshSegment.Read(segment, whole: false, context, talker.Msh);
        }
        else if (kind == SegmentKind.Msa && talker.IsOpen && talker.Current.Message.Answer == AckCode.None)
        {
            var msa = new SegmentReader(segment, talker.Msh.Characters);
            talker.HeldAnswer = AckCodes.Parse(msa.Field(1));
            talker.HeldAnswersTo = Canonical.Pseudonym(PseudonymKind.Message, msa.Field(2), talker.Msh.Characters, context.Pseudonyms);
        }
    }

    /// <summary>Bytes that follow are missing, and with them the end of what is being read.</summary>
    public void Interrupt(Talker talker, Quality quality, in Moment at)
    {
        if (talker.HeldMsh.ReachesControlId)
        {
            Open(talker, talker.HeldMsh, talker.Mllp.Offset, talker.LastUsed);
        }

        // After FS, what is missing belongs to other messages.
        var whole = talker.Mllp.IsAfterFs;
        if (talker.IsOpen && !whole)
        {
            talker.Current.Message.Quality |= quality;
        }

        Close(talker, whole ? talker.Mllp.DataEnd : talker.Mllp.Offset, whole, at);
        talker.ForgetHeld();
        talker.InBatch = false;
    }

    /// <summary>The direction has ended: what is held is all there will be.</summary>
    public void End(Talker talker, in Moment at)
    {
        if (talker.HeldMsh.ReachesControlId)
        {
            Open(talker, talker.HeldMsh, talker.Mllp.Offset, talker.LastUsed);
        }
        else if (talker.HeldAnswer != AckCode.None)
        {
            talker.Current.Message.Answer = talker.HeldAnswer;
            talker.Current.Message.AnswersTo = talker.HeldAnswersTo;
            talker.Current.Message.Segments++;
            talker.Current.Answered = talker.LastUsed.Time;
            counters.AckCodes.Count(talker.HeldAnswer.Text());
        }

        if (talker.IsOpen && !talker.Mllp.MayHaveEnded)
        {
            talker.Current.Message.Quirks |= talker.Mllp.Framing == Framing.Bare ? Hl7Quirks.NoFinalSegmentEnd : Hl7Quirks.MissingTrailer;
            Close(talker, talker.Mllp.Offset, talker.Mllp.Framing == Framing.Bare, at);
        }

        Settle(talker, at);
        talker.ForgetHeld();
        TakeFileHeader(talker);
    }

    private void Open(Talker talker, in MshSegment msh, long start, in Moment at)
    {
        var follows = talker.IsOpen && talker.Mllp.Framing != Framing.Bare && !talker.InBatch;
        Close(talker, start, whole: true, at);
        TakeFileHeader(talker);

        // Who speaks now has heard the other to its end, whatever that frame lacks.
        Settle(talkers[(int)talker.Direction.Opposite()], at);
        talker.Msh = msh;
        talker.IsOpen = true;
        ref var current = ref talker.Current;
        current = default;
        current.FirstOrdinal = at.Ordinal;
        current.Began = at.Time;
        current.Start = start;
        current.IsAck = msh.IsAck;
        current.Accept = msh.Accept;
        current.Application = msh.Application;
        current.Message.Header = msh.Header;
        current.Message.Sender = talker.Direction.Sender();
        current.Message.Segments = 1;
        current.Message.AckNanoseconds = current.Message.CommitNanoseconds = Hl7Message.NoLatency;
        current.Message.Quirks = msh.Quirks | (follows ? Hl7Quirks.Concatenated : 0) | (talker.InBatch ? Hl7Quirks.Batch : 0)
            | talker.Mllp.Framing switch { Framing.Hllp => Hl7Quirks.Hllp, Framing.Bare => Hl7Quirks.Unframed, _ => 0 };
        if (pumps.IsWanted(talker.Msh))
        {
            pumps.Open(talker);
        }

        Count(msh, at);
        Announce(talker, msh, at);
    }

    private void Count(in MshSegment msh, in Moment at)
    {
        FirstOrdinal = Messages++ == 0 ? at.Ordinal : FirstOrdinal;
        counters.Acks += msh.IsAck ? 1 : 0;
        counters.Messages += msh.IsAck ? 0 : 1;
        counters.Types.Count(msh.Type.Span);
    }

    private void Announce(Talker talker, in MshSegment msh, in Moment at)
    {
        // An acknowledgement only says who it is from: once in a connection is enough.
        if (msh.IsAck && msh.Header.SendingApplication == talker.AckApplication && msh.Header.SendingFacility == talker.AckFacility)
        {
            return;
        }

        if (msh.IsAck)
        {
            talker.AckApplication = msh.Header.SendingApplication;
            talker.AckFacility = msh.Header.SendingFacility;
        }

        var sender = talker.Direction.Sender();
        var seen = new Hl7MessageSeen { Header = msh.Header, Sender = sender, IsAck = msh.IsAck };
        context.Facts.Write(seen, _flow, at.Time, at.Ordinal, Quality.Clean, sender);
    }

    /// <summary>Ends the message being read, if there is one, at stream byte <paramref name="end"/>.</summary>
    private void Close(Talker talker, long end, bool whole, in Moment at)
    {
        if (!talker.IsOpen)
        {
            return;
        }

        talker.IsOpen = false;
        ref var current = ref talker.Current;
        current.Message.Bytes = end - current.Start;
        current.Message.Truncated = !whole;
        current.Message.Quirks |= talker.Mllp.TakeQuirks();

        // A message may be closed by what a later packet brings.
        current.Ended = end > talker.Mllp.Offset ? at.Time : Math.Max(talker.LastUsed.Time, current.Began);
        talker.Mllp.ForPumps = SegmentSet.None;
        if (talker.Pcd is not null)
        {
            pumps.Close(talker, ref current, _flow, at);
        }

        pairing.Add(talker, ref current, at);
    }

    private void Settle(Talker talker, in Moment at)
    {
        if (talker.IsOpen && talker.Mllp.MayHaveEnded)
        {
            talker.Mllp.Settle();
            Close(talker, talker.Mllp.DataEnd, whole: true, at);
        }
    }

    private void TakeMsa(Talker talker, SegmentReader msa, in Moment at)
    {
        ref var current = ref talker.Current;
        if (current.Message.Answer != AckCode.None)
        {
            return;
        }

        var code = msa.Field(1);
        current.Message.Answer = AckCodes.Parse(code);
        current.Message.AnswersTo = Canonical.Pseudonym(PseudonymKind.Message, msa.Field(2), talker.Msh.Characters, context.Pseudonyms);
        current.Answered = at.Time;
        counters.AckCodes.Count(code.IsEmpty ? "?"u8 : code[..Math.Min(code.Length, TypeText.MaxLength)]);
    }

    /// <summary>A batch: [FHS] { [BHS] { messages } [BTS] } [FTS] (HL7 v2.5.1 2.10.3), in one frame or spread over several.</summary>
    private void TakeBatch(Talker talker, SegmentKind kind)
    {
        talker.InBatch = true;
        if (kind == SegmentKind.Fhs)
        {
            TakeFileHeader(talker);
            talker.HasFileHeader = true;
        }
        else if (kind == SegmentKind.Bhs)
        {
            talker.HasFileHeader = false;
            counters.Batches++;
        }
    }

    /// <summary>A file without batch headers is a batch itself.</summary>
    private void TakeFileHeader(Talker talker)
    {
        counters.Batches += talker.HasFileHeader ? 1 : 0;
        talker.HasFileHeader = false;
    }

    /// <summary>What of the segment is beyond doubt: without the last field where it isn't whole.</summary>
    private static ReadOnlySpan<byte> Known(Talker talker, in MllpReader reader) =>
        reader.IsWhole ? reader.Segment : reader.Segment[..Math.Max(3, reader.Segment.LastIndexOf(talker.Msh.Characters.Field))];
}
