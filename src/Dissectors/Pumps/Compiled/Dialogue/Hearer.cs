using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Messages;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;
using FieldType = Sensor.Dissectors.Pumps.Definition.FieldType;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>Makes of values what they mean. What can't be what it is said to be says nothing.</summary>
internal abstract class Hearer(ProtocolNames names, Pseudonymizer pseudonyms) : Listener
{
    /// <summary>No pump measures more, whatever the unit.</summary>
    private const double MaxReading = 1e9;

    /// <summary>Longest text that another may be joined to, in bytes.</summary>
    private const int MaxJoined = 64;

    private readonly byte[] _digits = new byte[CommandKey.MaxNumber];
    private readonly byte[] _joined = new byte[(2 * MaxJoined) + 1];
    private int _beginning;
    private Meaning _begun;
    private ulong _unitText;
    private PumpUnit _unit;
    private double _factor;

    protected ProtocolNames Names => names;

    public sealed override void Hear(ValuePlan plan, ReadOnlySpan<byte> value, ReadOnlySpan<byte> unit)
    {
        if (plan.Parts is { } parts)
        {
            HearParts(parts, plan.PartSlots, value);
            return;
        }

        if (plan.Type == FieldType.Text || !Numbers.TryRead(plan.Type, value, out var number))
        {
            number = double.NaN;
        }

        if (plan.IsAbsent(value, number))
        {
            if (plan.Means == Meaning.Alarm)
            {
                OnNoAlarm();
            }

            return;
        }

        if (plan.Bits.Length > 0)
        {
            HearBits(plan, number);
        }

        switch (plan.Means)
        {
            case Meaning.None:
                return;
            case Meaning.Quantity:
                HearQuantity(plan, number, unit);
                return;
            case Meaning.State:
                OnState(plan.TryWord(value, number, out var state) || plan.HasWords ? state.State : State(value));
                return;
            case Meaning.Remote or Meaning.Silenced:
                OnFlag(plan.Means, plan.TryWord(value, number, out var flag) || plan.HasWords ? flag.Is : Is(value, number));
                return;
            case Meaning.Patient:
                OnPerson(Meaning.Patient, pseudonyms.Of(PseudonymKind.Patient, value.WithoutBlanks()));
                return;
            case Meaning.Order:
                OnPerson(Meaning.Order, pseudonyms.Of(PseudonymKind.Order, value.WithoutBlanks()));
                return;
            default:
                HearName(plan, value, number);
                return;
        }
    }

    protected abstract void OnReading(PumpQuantity quantity, int index, double value, PumpUnit unit);

    protected abstract void OnState(PumpState state);

    protected abstract void OnFlag(Meaning means, Tristate value);

    protected abstract void OnPerson(Meaning means, Pseudonym value);

    /// <summary>A text of the definition (<paramref name="preset"/> above 0), or of the wire.</summary>
    protected abstract void OnName(Meaning means, int preset, ReadOnlySpan<byte> text);

    protected abstract void OnNoAlarm();

    /// <summary>Whether what is known begins with this text and a blank.</summary>
    protected abstract bool IsBeginning(Meaning means, ReadOnlySpan<byte> text);

    /// <summary>Nothing of what has been said can be joined any more.</summary>
    protected void ForgetBeginning() => _beginning = 0;

    private void HearParts(PartsPlan parts, int count, ReadOnlySpan<byte> value)
    {
        Span<Slot> slots = stackalloc Slot[FieldScope.MaxFields];
        var excerpt = new Excerpt(value, default, slots[..count]);
        var rest = excerpt.All;
        if (parts.Take(ref excerpt, ref rest))
        {
            parts.Say(excerpt, this);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void HearQuantity(ValuePlan plan, double number, ReadOnlySpan<byte> unit)
    {
        var value = plan.Scaled(number);
        var (quantity, index, kept) = (plan.Quantity, plan.QuantityIndex, plan.Unit);
        if (plan.UnitSlot >= 0 || plan.UnitKey.Length > 0)
        {
            var factor = plan.Units is { } units && units.TryFind(unit, out kept, out var known) ? known : FindUnit(unit, out kept);
            if (plan.DoseRateIndex >= 0 && PumpQuantity.DoseRate.IsIn(kept))
            {
                (quantity, index) = (PumpQuantity.DoseRate, plan.DoseRateIndex);
            }

            // What is said in a unit of another kind isn't what it is said to be.
            (factor, kept) = quantity.IsIn(kept) ? (factor, kept) : (1, PumpUnit.Unknown);
            value *= factor;
        }

        // A number that isn't one is never at most anything.
        if (Math.Abs(value) <= MaxReading)
        {
            OnReading(quantity, index, value, kept);
        }
    }

    private double FindUnit(ReadOnlySpan<byte> text, out PumpUnit unit)
    {
        // Short spellings come again and again.
        var packed = ((ulong)text.Length << 56) | text.Word();
        if (text.Length is > 0 and < 8 && packed == _unitText)
        {
            unit = _unit;
            return _factor;
        }

        PumpUnits.TryFind(text, out unit, out var factor);
        if (text.Length is > 0 and < 8)
        {
            (_unitText, _unit, _factor) = (packed, unit, factor);
        }

        return factor;
    }

    private void HearBits(ValuePlan plan, double number)
    {
        if (!double.IsFinite(number))
        {
            return;
        }

        var bits = (long)number;
        var (state, alarm, hasAlarms) = (PumpState.Unknown, 0, false);
        var (remote, silenced) = (Tristate.Unknown, Tristate.Unknown);
        var (elseState, elseAlarm) = (PumpState.Unknown, 0);
        foreach (var bit in plan.Bits)
        {
            if (bit.Bit < 0)
            {
                (elseState, elseAlarm) = bit.Means == Meaning.State ? (bit.Word.State, elseAlarm) : bit.Means == Meaning.Alarm ? (elseState, bit.Word.Text) : (elseState, elseAlarm);
                continue;
            }

            var isSet = ((bits >> bit.Bit) & 1) != 0;
            switch (bit.Means)
            {
                case Meaning.State:
                    state = isSet ? bit.Word.State : state;
                    break;
                case Meaning.Remote:
                    remote = isSet ? bit.Word.Is : remote == Tristate.Unknown ? Opposite(bit.Word.Is) : remote;
                    break;
                case Meaning.Silenced:
                    silenced = isSet ? bit.Word.Is : silenced == Tristate.Unknown ? Opposite(bit.Word.Is) : silenced;
                    break;
                default:
                    hasAlarms = true;
                    alarm = isSet ? bit.Word.Text : alarm;
                    break;
            }
        }

        alarm = alarm > 0 ? alarm : elseAlarm;
        OnState(state == PumpState.Unknown ? elseState : state);
        OnFlag(Meaning.Remote, remote);
        OnFlag(Meaning.Silenced, silenced);
        if (alarm > 0)
        {
            OnName(Meaning.Alarm, alarm, default);
        }
        else if (hasAlarms)
        {
            OnNoAlarm();
        }
    }

    private void HearName(ValuePlan plan, ReadOnlySpan<byte> value, double number)
    {
        if (plan.TryWord(value, number, out var word))
        {
            if (word.Text > 0)
            {
                OnName(plan.Means, word.Text, default);
            }
            else if (plan.Means == Meaning.Alarm)
            {
                OnNoAlarm();
            }

            return;
        }

        var text = CommandKey.Of(plan.Type, value, _digits).WithoutBlanks();
        if (!text.IsEmpty)
        {
            HearText(plan, text);
        }
        else if (plan.Means == Meaning.Alarm)
        {
            OnNoAlarm();
        }
    }

    private void HearText(ValuePlan plan, ReadOnlySpan<byte> text)
    {
        text = text.Length > MaxJoined ? text[..MaxJoined] : text;
        if (plan.IsJoined)
        {
            text.CopyTo(_joined);
            (_beginning, _begun) = (text.Length, plan.Means);
            if (!IsBeginning(plan.Means, text))
            {
                OnName(plan.Means, 0, text);
            }
        }
        else if (plan.Joins && _beginning > 0 && _begun == plan.Means)
        {
            _joined[_beginning] = (byte)' ';
            text.CopyTo(_joined.AsSpan(_beginning + 1));
            OnName(plan.Means, 0, _joined.AsSpan(0, _beginning + 1 + text.Length));
        }
        else
        {
            OnName(plan.Means, 0, text);
        }
    }

    private static Tristate Opposite(Tristate value) => value switch
    {
        Tristate.Yes => Tristate.No,
        Tristate.No => Tristate.Yes,
        _ => value,
    };

    private static Tristate Is(ReadOnlySpan<byte> value, double number) =>
        double.IsFinite(number) ? number != 0 ? Tristate.Yes : Tristate.No
        : value.SequenceEqual("yes"u8) || value.SequenceEqual("1"u8) ? Tristate.Yes
        : value.SequenceEqual("no"u8) || value.SequenceEqual("0"u8) ? Tristate.No
        : Tristate.Unknown;

    private static PumpState State(ReadOnlySpan<byte> value)
    {
        for (var state = PumpState.Stopped; state <= PumpState.Completed; state++)
        {
            if (value.SequenceEqual(state.Word()))
            {
                return state;
            }
        }

        return PumpState.Unknown;
    }
}
