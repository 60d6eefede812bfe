using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>ORC-1: what an order is for (HL7 table 0119).</summary>
internal enum OrderControl : byte
{
    /// <summary>RE, NW and whatever else: a program for the pump.</summary>
    Program,

    /// <summary>XO: another rate for what runs.</summary>
    Change,

    /// <summary>CH: a bolus out of what runs.</summary>
    Bolus,

    /// <summary>DC, CA, HD.</summary>
    Stop,

    /// <summary>RL: goes on after it was held.</summary>
    Release,
}

/// <content>Orders (PCD-03). Every step of an order (RXG) is a part of its own.</content>
internal sealed partial class PcdMessage
{
    private const int MaxControl = 4;

    private OrderControl _control;
    private NameId _command;
    private bool _hasGive;

    /// <summary>The step being read; -1 before the first.</summary>
    private int _current;

    /// <summary>Name of the system that the ordered pump is plugged into, and which pump of it is meant.</summary>
    private NameId _system;
    private int _pump;

    /// <summary>Level in the tree of the device last spoken of.</summary>
    private int _level;

    private void BeginOrder(SegmentReader orc, in EncodingCharacters characters)
    {
        var code = orc.First(1).Trim(" "u8);
        _control = code switch
        {
            _ when code.SequenceEqual("XO"u8) => OrderControl.Change,
            _ when code.SequenceEqual("CH"u8) => OrderControl.Bolus,
            _ when code.SequenceEqual("DC"u8) || code.SequenceEqual("CA"u8) || code.SequenceEqual("HD"u8) => OrderControl.Stop,
            _ when code.SequenceEqual("RL"u8) => OrderControl.Release,
            _ => OrderControl.Program,
        };
        var order = Canonical.Pseudonym(PseudonymKind.Order, orc.First(2), characters, context.Pseudonyms);
        _order = order.IsNone ? Canonical.Pseudonym(PseudonymKind.Order, orc.First(8), characters, context.Pseudonyms) : order;
        _command = CommandOf(code);
        (_hasGive, _system, _pump, _level) = (false, default, 0, 0);
        _current = AddStep();
    }

    private NameId CommandOf(ReadOnlySpan<byte> control)
    {
        Span<byte> text = stackalloc byte[16];
        "RGV^O15 "u8.CopyTo(text);
        var length = 8;
        control = control.Length is 0 or > MaxControl ? "?"u8 : control;
        foreach (var letter in control)
        {
            text[length++] = char.IsAsciiLetterOrDigit((char)letter) ? letter : (byte)'?';
        }

        return context.Intern(NameKind.Term, text[..length]);
    }

    private int AddStep()
    {
        var index = _tree.Add(default, -1);
        _last = -1;
        if (index >= 0)
        {
            ref var part = ref _tree[index];
            (part.Patient, part.Order, part.Control, part.Command, part.IsBolus) = (_patient, _order, _control, _command, _control == OrderControl.Bolus);
        }

        return index;
    }

    private void TakeGive(SegmentReader rxg, in EncodingCharacters characters)
    {
        if (_current < 0)
        {
            BeginOrder(default, characters);
        }
        else if (_hasGive)
        {
            // The next step is for the same pump, unless it names another.
            var pump = _tree[_current].Id;
            _current = AddStep();
            if (_current >= 0)
            {
                _tree[_current].Id = pump;
            }
        }

        if (_current < 0)
        {
            return;
        }

        _hasGive = true;
        ref var part = ref _tree[_current];
        var drug = rxg.Component(4, 2);
        part.Drug = Canonical.Name(NameKind.Term, drug.IsEmpty ? rxg.First(4) : drug, characters, context, NameId.None);
        if (TryRead(ref rxg, 5, 7, out var amount, out var unit))
        {
            Keep(PumpTerm.Vtbi, ref part, amount, unit);
        }

        if (TryRead(ref rxg, 15, 16, out amount, out unit))
        {
            // A bolus may have its dose here; its rate then stands in an observation.
            var isRate = unit is PumpUnit.MlPerHour or >= PumpUnit.MgPerHour or PumpUnit.Unknown;
            Keep(isRate ? PumpTerm.Rate : PumpTerm.BolusDose, ref part, amount, unit);
        }

        // Of the drug, so much is in so much: RXG-17 and 18 in RXG-23 and 24.
        if (TryRead(ref rxg, 17, 18, out var strength, out unit))
        {
            KeepStrength(ref part, strength, unit, ref rxg);
        }
    }

    private static void KeepStrength(ref PumpPart part, double strength, PumpUnit unit, ref SegmentReader rxg)
    {
        var (isIn, volume) = (TryRead(ref rxg, 23, 24, out var read, out var volumeUnit), read);
        var concentration = unit switch
        {
            PumpUnit.Mg => PumpUnit.MgPerMl,
            PumpUnit.Gram => PumpUnit.MgPerMl,
            PumpUnit.Microgram => PumpUnit.MicrogramPerMl,
            PumpUnit.Units => PumpUnit.UnitPerMl,
            PumpUnit.Mmol => PumpUnit.MmolPerMl,
            _ => PumpUnit.Unknown,
        };
        if (unit is PumpUnit.MgPerMl or PumpUnit.MicrogramPerMl or PumpUnit.UnitPerMl or PumpUnit.MmolPerMl)
        {
            part.Values.SetFirst(PumpQuantity.Concentration, strength, unit);
        }
        else if (isIn && volumeUnit == PumpUnit.Ml && volume > 0 && concentration != PumpUnit.Unknown)
        {
            part.Values.SetFirst(PumpQuantity.Concentration, strength * (unit == PumpUnit.Gram ? 1000 : 1) / volume, concentration);
        }
    }

    private static bool TryRead(ref SegmentReader segment, int field, int unitField, out double value, out PumpUnit unit)
    {
        unit = PumpUnit.Unknown;
        if (!MdcUnit.TryNumber(segment.First(field), out value))
        {
            return false;
        }

        unit = MdcUnit.Find(ref segment, unitField, out var factor);
        value *= factor;
        return double.IsFinite(value);
    }

    private void TakeOrdered(SegmentReader obx, in EncodingCharacters characters)
    {
        _last = _current;
        if (_current < 0 || !PumpTerms.IsDeviceTalk(obx.Field(3)))
        {
            return;
        }

        var term = PumpTerms.Of(ref obx, 3);
        if (term is PumpTerm.PumpDevice or PumpTerm.OtherDevice)
        {
            _level = PumpTerms.LevelOf(PumpTerms.NameIn(ref obx, 3), PumpTerms.CodeIn(ref obx, 3));
            _pump = DevicePath.Parse(obx.Field(4)).Pump;
            var id = DeviceId.Of(ref obx, 18, characters, context);
            NameOrdered(id.IsNone ? DeviceId.Of(ref obx, 5, characters, context) : id, _level);
        }
        else if (term is PumpTerm.OrderType || PumpTerms.NameIn(ref obx, 5).StartsWith("MDCX_INFUS"u8))
        {
            _tree[_current].IsBolus |= SourceOf(Word(ref obx)) >= PumpSource.Loading;
        }
        else
        {
            Measure(term, ref _tree[_current], 0, ref obx);
        }
    }

    /// <summary>The pump that is meant: its own name, else its system's and its place there.</summary>
    private void NameOrdered(NameId id, int level)
    {
        if (level == 1)
        {
            _system = id;
        }

        ref var part = ref _tree[_current];
        if (level != 1 && !id.IsNone && !part.IsNamedAtDevice)
        {
            part.Id = id;
            part.IsNamedAtDevice = true;
        }
        else if (!part.IsNamedAtDevice && !_system.IsNone)
        {
            part.Id = DeviceId.Of(_system, _pump, context);
        }
    }
}
