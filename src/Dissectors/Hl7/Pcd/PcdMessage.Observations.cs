using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>What a pump's event means for what it does.</summary>
internal enum PumpHappening : byte
{
    Other,
    Started,
    Stopped,
    Completed,
}

/// <content>What single observations say.</content>
internal sealed partial class PcdMessage
{
    /// <summary>Words are matched by their ends: vendors leave out the beginnings.</summary>
    private const int MaxWord = 64;

    private void Say(PumpTerm term, ref PumpPart part, in DevicePath path, ref SegmentReader obx, in EncodingCharacters characters)
    {
        switch (term)
        {
            case PumpTerm.PumpDevice when path.Channel != 0:
                part.Is(path.Channel, SourceOf(PumpTerms.NameIn(ref obx, 3)));
                break;
            case >= PumpTerm.CurrentFlow and <= PumpTerm.BolusDose:
                Measure(term, ref part, path.Channel, ref obx);
                break;
            case PumpTerm.InfusingStatus:
                var infusing = Word(ref obx);
                part.Infusing = Ends(infusing, "not-infusing"u8) ? Tristate.No : Ends(infusing, "infusing"u8) ? Tristate.Yes : part.Infusing;
                break;
            case PumpTerm.DeliveryStatus when !part.IsIdle(path.Channel):
                part.Delivery = DeliveryOf(Word(ref obx));
                break;
            case PumpTerm.NotDeliveringReason when !part.IsIdle(path.Channel):
                part.Reason = ReasonOf(Word(ref obx));
                break;
            case PumpTerm.ActiveSources:
                part.Source = SourceOf(Word(ref obx));
                break;
            case PumpTerm.Drug when part.Drug.IsNone && !part.IsIdle(path.Channel):
                part.Drug = Text(ref obx, characters);
                break;
            case PumpTerm.LibraryName:
                part.LibraryName = Text(ref obx, characters);
                break;
            case PumpTerm.LibraryVersion:
                part.LibraryVersion = Text(ref obx, characters);
                break;
            case PumpTerm.Model:
                part.Model = Text(ref obx, characters);
                break;
            case PumpTerm.Firmware when part.Firmware.IsNone:
                part.Firmware = Text(ref obx, characters);
                break;
            case PumpTerm.SystemId when part.Id.IsNone && path.Channel == 0:
                part.Id = Canonical.Name(NameKind.Serial, obx.First(5), characters, context, NameId.None);
                break;
            default:
                SayEvent(term, ref part, path, ref obx, characters);
                break;
        }
    }

    private void SayEvent(PumpTerm term, ref PumpPart part, in DevicePath path, ref SegmentReader obx, in EncodingCharacters characters)
    {
        switch (term)
        {
            case PumpTerm.EventCondition:
                TakeEvent(ref obx, 5, characters);
                break;
            case PumpTerm.EventSource:
                (_source, _hasSource) = (DevicePath.Parse(obx.First(5)), true);
                break;
            case PumpTerm.Happening when _trigger == PcdTrigger.Alert && _event.IsNone:
                // MDC_EVT_ALARM says which in OBX-5; others are the alarm themselves.
                var isAny = PumpTerms.CodeIn(ref obx, 3) == PumpTerms.AnyAlarm || PumpTerms.NameIn(ref obx, 3).SequenceEqual("MDC_EVT_ALARM"u8);
                TakeEvent(ref obx, isAny && !PumpTerms.NameIn(ref obx, 5).IsEmpty ? 5 : 3, characters);
                part.IsPump |= IsPumpEvent(context.Names[_event]);
                (_source, _hasSource) = (path, true);
                break;
            case PumpTerm.AlertSource:
                part.IsPump |= PumpTerms.Of(ref obx, 5) == PumpTerm.PumpDevice;
                break;
            case PumpTerm.EventPhase:
                var phase = Word(ref obx);
                _ended = Ends(phase, "end"u8) || Ends(phase, "stop"u8) || Ends(phase, "reset"u8) ? Tristate.Yes : _ended;
                break;
            case PumpTerm.AlarmState:
                _ended = Ends(Word(ref obx), "inactive"u8) ? Tristate.Yes : _ended;
                break;
            case PumpTerm.InactivationState:
                var inactivation = Word(ref obx);
                _silenced = Ends(inactivation, "-paused"u8) || Ends(inactivation, "-off"u8) ? Tristate.Yes : Ends(inactivation, "enabled"u8) ? Tristate.No : _silenced;
                break;
            default:
                break;
        }
    }

    private static void Measure(PumpTerm term, ref PumpPart part, int channel, ref SegmentReader obx)
    {
        // A structured number has its comparison in front (SN).
        var text = obx.First(5);
        if (part.IsIdle(channel) || !(MdcUnit.TryNumber(text, out var value) || (obx.Field(2).SequenceEqual("SN"u8) && MdcUnit.TryNumber(obx.Component(5, 2), out value))))
        {
            return;
        }

        var unit = MdcUnit.Find(ref obx, 6, out var factor);
        Keep(term, ref part, value * factor, unit);
    }

    /// <summary>What has the unit of a volume is one; a rate or an amount in any other unit is a dose's.</summary>
    private static void Keep(PumpTerm term, ref PumpPart part, double value, PumpUnit unit)
    {
        var isVolume = unit == PumpUnit.Ml;
        switch (term)
        {
            case PumpTerm.CurrentFlow when unit == PumpUnit.MlPerHour && !part.HasFlow:
                (part.Flow, part.HasFlow) = (value, true);
                break;
            case PumpTerm.Rate or PumpTerm.DoseRate:
                part.Values.SetFirst(unit == PumpUnit.MlPerHour ? PumpQuantity.Rate : PumpQuantity.DoseRate, value, unit);
                break;
            case PumpTerm.Vtbi:
                part.Values.SetFirst(isVolume ? PumpQuantity.Vtbi : PumpQuantity.Dose, value, unit);
                break;
            case PumpTerm.Remaining when isVolume:
                part.Values.SetFirst(PumpQuantity.VolumeRemaining, value, unit);
                break;
            case PumpTerm.DeliveredTotal when isVolume:
                part.Values.SetFirst(PumpQuantity.VolumeInfused, value, unit);
                break;
            case PumpTerm.DeliveredSegment when isVolume && !part.HasSegment:
                (part.Segment, part.HasSegment) = (value, true);
                break;
            case PumpTerm.Concentration:
                part.Values.SetFirst(PumpQuantity.Concentration, value, unit);
                break;
            case PumpTerm.Weight:
                part.Values.SetFirst(PumpQuantity.Weight, unit == PumpUnit.Gram ? value / 1000 : value, unit == PumpUnit.Gram ? PumpUnit.Kilogram : unit);
                break;
            case PumpTerm.TimeRemaining when unit == PumpUnit.Second:
                part.Values.SetFirst(PumpQuantity.TimeRemaining, value, unit);
                break;
            case PumpTerm.ContainerVolume when isVolume:
                part.Values.SetFirst(PumpQuantity.ContainerVolume, value, unit);
                break;
            case PumpTerm.BolusDose:
                part.Values.SetFirst(isVolume ? PumpQuantity.BolusVolume : PumpQuantity.Dose, value, unit);
                break;
            default:
                break;
        }
    }

    /// <summary>Only codes become names: free text may be about a patient.</summary>
    private void TakeEvent(ref SegmentReader obx, int field, in EncodingCharacters characters)
    {
        var name = PumpTerms.NameIn(ref obx, field);
        var code = PumpTerms.CodeIn(ref obx, field);
        _isGuessed = false;
        name = (name.IsEmpty, code) switch
        {
            (true, 197288) => "MDC_EVT_PUMP_DELIV_START"u8,
            (true, 197290) => "MDC_EVT_PUMP_DELIV_STOP"u8,
            (true, 197292) => "MDC_EVT_PUMP_DELIV_COMP"u8,
            (true, not 0) => obx.First(field),
            _ => name,
        };

        // The number between start and completion isn't published: only the name is certain.
        _isGuessed = code == 197290 && PumpTerms.NameIn(ref obx, field).IsEmpty;
        _event = Canonical.Name(NameKind.Term, name[..Math.Min(name.Length, MaxWord)], characters, context, _event);
        _happening = Ends(name, "_DELIV_START"u8) ? PumpHappening.Started
            : Ends(name, "_DELIV_STOP"u8) ? PumpHappening.Stopped
            : Ends(name, "_DELIV_COMP"u8) ? PumpHappening.Completed
            : PumpHappening.Other;
    }

    private static bool IsPumpEvent(ReadOnlySpan<byte> name) =>
        name.StartsWith("MDC_EVT_PUMP_"u8) || name.StartsWith("MDC_EVT_SYRINGE_"u8) || name.StartsWith("MDC_EVT_FLUID_LINE_"u8) || name.StartsWith("MDC_EVT_VOL_INFUS"u8);

    private static Delivery DeliveryOf(ReadOnlySpan<byte> word) =>
        Ends(word, "not-delivering"u8) ? Delivery.NotDelivering
        : Ends(word, "delivering"u8) ? Delivery.Delivering
        : Ends(word, "transitioning"u8) ? Delivery.Transitioning
        : Ends(word, "kvo"u8) ? Delivery.Kvo
        : Delivery.Unknown;

    private static StopReason ReasonOf(ReadOnlySpan<byte> word) =>
        word.IsEmpty ? StopReason.Unknown
        : Ends(word, "alarming"u8) ? StopReason.Alarming
        : Ends(word, "powered-off"u8) ? StopReason.Off
        : Ends(word, "switching-source"u8) || Ends(word, "between-doses"u8) ? StopReason.Waiting
        : StopReason.Stopped;

    /// <summary>By the end of <c>pump-source-info-primary</c>, <c>MDC_DEV_PUMP_INFUSATE_SOURCE_PRIMARY</c>, <c>clinician-dose</c>.</summary>
    private static PumpSource SourceOf(ReadOnlySpan<byte> word) =>
        Ends(word, "primary"u8) ? PumpSource.Primary
        : Ends(word, "secondary"u8) ? PumpSource.Secondary
        : Ends(word, "intermittent"u8) ? PumpSource.Intermittent
        : Ends(word, "pca"u8) ? PumpSource.Pca
        : Ends(word, "loading"u8) || Ends(word, "loading-dose"u8) || Ends(word, "loading dose"u8) ? PumpSource.Loading
        : Ends(word, "clinician"u8) || Ends(word, "clinician-dose"u8) || Ends(word, "clinician dose"u8) ? PumpSource.Clinician
        : PumpSource.Unknown;

    /// <summary>A value of an enumeration: its text stands in the second component, or where there is only one, in that.</summary>
    private static ReadOnlySpan<byte> Word(ref SegmentReader obx)
    {
        var word = obx.Component(5, 2);
        word = (word.IsEmpty ? obx.First(5) : word).Trim(" "u8);
        return word[..Math.Min(word.Length, MaxWord)];
    }

    private static bool Ends(ReadOnlySpan<byte> word, ReadOnlySpan<byte> end) =>
        word.Length >= end.Length && Ascii.EqualsIgnoreCase(word[^end.Length..], end);

    private NameId Text(ref SegmentReader obx, in EncodingCharacters characters)
    {
        var text = obx.First(5);
        return Canonical.Name(NameKind.Term, text.IsEmpty ? obx.Component(5, 2) : text, characters, context, NameId.None);
    }
}
