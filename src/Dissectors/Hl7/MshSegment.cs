using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7.Pcd;

namespace Sensor.Dissectors.Hl7;

/// <summary>A message's first segment, read (HL7 v2.5.1 2.15.9).</summary>
internal struct MshSegment
{
    public MessageHeader Header;
    public EncodingCharacters Characters;
    public TypeText Type;
    public Hl7Quirks Quirks;

    /// <summary>MSH-9.1 says that this only acknowledges: ACK, or the delayed mode's MCF.</summary>
    public bool IsAck;

    /// <summary>What it may say of pumps.</summary>
    public PcdTrigger Trigger;

    /// <summary>MSH-15: when a commit is wanted.</summary>
    public AckCondition Accept;

    /// <summary>MSH-16: when the application's own answer is wanted.</summary>
    public AckCondition Application;

    /// <summary>Fields before and with MSH-10 are there.</summary>
    public bool ReachesControlId;

    /// <summary>
    /// Reads the segment; where it isn't <paramref name="whole"/>, its last field counts as not there. <paramref name="previous"/> is the same
    /// direction's last one: names that repeat needn't be looked up again.
    /// </summary>
    public static MshSegment Read(ReadOnlySpan<byte> msh, bool whole, PartitionContext context, in MshSegment previous)
    {
        var result = default(MshSegment);
        if (!EncodingCharacters.TryRead(msh, out result.Characters))
        {
            return result;
        }

        if (!whole)
        {
            msh = msh[..Math.Max(4, msh.LastIndexOf(result.Characters.Field))];
            result.ReachesControlId = msh.Count(result.Characters.Field) >= 9;
        }

        var names = new NameReader(context, new SegmentReader(msh, result.Characters), result.Characters);
        ref var header = ref result.Header;
        ref readonly var last = ref previous.Header;
        header.SendingApplication = names.Party(3, last.SendingApplication);
        header.SendingFacility = names.Party(4, last.SendingFacility);
        header.ReceivingApplication = names.Party(5, last.ReceivingApplication);
        header.ReceivingFacility = names.Party(6, last.ReceivingFacility);
        result.ReadType(ref names, in last);
        header.ControlId = Canonical.Pseudonym(PseudonymKind.Message, names.Reader.Field(10), result.Characters, context.Pseudonyms);
        header.ProcessingId = names.First(NameKind.Other, names.Reader.First(11), last.ProcessingId);
        header.Version = names.First(NameKind.Version, names.Reader.First(12), last.Version);
        result.Accept = AckCodes.Condition(names.Reader.Field(15));
        result.Application = AckCodes.Condition(names.Reader.Field(16));
        var charset = names.Reader.Repetition(18, 1);
        header.Charset = names.First(NameKind.Other, charset, last.Charset);
        result.Quirks = Deviations(result.Characters, charset, whole && names.Reader.Field(12).IsEmpty);
        return result;
    }

    /// <summary>The same as this one, but for what two headers of one sender differ in: <paramref name="msh"/> is its like in all other fields.</summary>
    public readonly MshSegment With(ReadOnlySpan<byte> msh, bool sameType, ReadOnlySpan<byte> controlId, PartitionContext context)
    {
        var result = this;
        if (!sameType)
        {
            var names = new NameReader(context, new SegmentReader(msh, Characters), Characters);
            result.ReadType(ref names, in Header);
        }

        result.Header.ControlId = Canonical.Pseudonym(PseudonymKind.Message, controlId, Characters, context.Pseudonyms);
        return result;
    }

    private void ReadType(ref NameReader names, in MessageHeader last)
    {
        var code = names.Reader.First(9);
        IsAck = code.SequenceEqual("ACK"u8) || code.SequenceEqual("MCF"u8);
        var trigger = names.Reader.Component(9, 2);
        Type = TypeText.Of(code, trigger);
        Trigger = PcdTriggers.Of(code, trigger);
        Header.Type = names.Plain(NameKind.MessageType, Type.Span, last.Type);
        Header.Structure = names.First(NameKind.MessageType, names.Reader.Component(9, 3), last.Structure);
    }

    private static Hl7Quirks Deviations(in EncodingCharacters characters, ReadOnlySpan<byte> charset, bool ends)
    {
        var quirks = Hl7Quirks.None;
        quirks |= ends ? Hl7Quirks.ShortHeader : 0;
        quirks |= characters.IsComplete ? 0 : Hl7Quirks.FewDelimiters;
        quirks |= characters.IsComplete && !characters.IsStandard ? Hl7Quirks.OwnDelimiters : 0;
        quirks |= charset.EndsWith("UTF-16"u8) || charset.EndsWith("UTF-32"u8) ? Hl7Quirks.OpaqueCharset : 0;
        return quirks;
    }

    /// <summary>Interns fields of one segment.</summary>
    private ref struct NameReader(PartitionContext context, SegmentReader reader, EncodingCharacters characters)
    {
        public SegmentReader Reader = reader;

        /// <summary>An application or facility (HD, HL7 v2.5.1 2.A.33): its local name, or its universal id where that is all it has.</summary>
        public NameId Party(int field, NameId last)
        {
            var name = Reader.First(field);
            return First(NameKind.Application, name.IsEmpty ? Reader.Component(field, 2) : name, last);
        }

        /// <summary>A text in which nothing is escaped.</summary>
        public readonly NameId Plain(NameKind kind, ReadOnlySpan<byte> text, NameId last) => Canonical.Name(kind, text, context, last);

        public readonly NameId First(NameKind kind, ReadOnlySpan<byte> raw, NameId last) =>
            Canonical.Name(kind, raw, characters, context, last);
    }
}
