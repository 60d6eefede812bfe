using System.Buffers.Binary;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Bedside.IntelliVue;

/// <summary>Who a monitor says it is. Bed labels aren't read: they are free text, and some wards write names there.</summary>
internal struct MonitorIdentity
{
    /// <summary>Serial number; without one the system id, without that the MAC address.</summary>
    public NameId Serial;
    public NameId Model;
    public NameId Firmware;
    public Pseudonym Patient;

    /// <summary>How good <see cref="Serial"/> is: the better one stays.</summary>
    private int _rank;

    private const ushort SerialNumber = 1;
    private const ushort SoftwareRevision = 4;

    /// <summary>The monitor as a whole, not a part of it.</summary>
    private const ushort Product = 8;

    /// <summary>Bytes of a patient id that count.</summary>
    private const int MaxPatientId = 64;

    /// <summary>Takes in a list of attributes; true where something is new.</summary>
    public bool Take(ReadOnlySpan<byte> list, PartitionContext context)
    {
        Span<byte> room = stackalloc byte[MaxPatientId];
        var before = (Serial, Model, Firmware, Patient);
        var attributes = new AttributeList(list);
        while (attributes.MoveNext())
        {
            var value = attributes.Value;
            switch (attributes.Id)
            {
                case AttributeList.SystemModel:
                    AttributeList.TakeLabel(ref value);
                    Model = Name(NameKind.Term, AttributeList.TakeLabel(ref value), context, Model);
                    break;
                case AttributeList.ProductionSpecification:
                    TakeSpecification(value, context);
                    break;
                case AttributeList.PatientId:
                    Patient = context.Pseudonyms.Of(PseudonymKind.Patient, AttributeList.Narrow(value, room));
                    break;
                case AttributeList.SystemId when value.Length > 2:
                    TakeNumber(2, value[2..Math.Min(value.Length, 2 + 8)], context);
                    break;
                case AttributeList.NetworkAddress when value.Length >= 6:
                    TakeNumber(1, value[..6], context);
                    break;
            }
        }

        return before != (Serial, Model, Firmware, Patient);
    }

    /// <summary>Entries of kind, component and text.</summary>
    private void TakeSpecification(ReadOnlySpan<byte> value, PartitionContext context)
    {
        var entries = value.Length < 4 ? default : value.Slice(4, Math.Min(value.Length - 4, BinaryPrimitives.ReadUInt16BigEndian(value[2..])));
        var isFirmwareSeen = false;
        while (entries.Length >= 6)
        {
            var (kind, component) = (BinaryPrimitives.ReadUInt16BigEndian(entries), BinaryPrimitives.ReadUInt16BigEndian(entries[2..]));
            entries = entries[4..];
            var text = AttributeList.TakeLabel(ref entries);
            if (kind == SerialNumber && component == Product && !text.IsEmpty)
            {
                Serial = Name(NameKind.Serial, text, context, Serial);
                _rank = 3;
            }
            else if (kind == SoftwareRevision && !isFirmwareSeen)
            {
                Firmware = Name(NameKind.Version, text, context, Firmware);
                isFirmwareSeen = true;
            }
        }
    }

    private void TakeNumber(int rank, ReadOnlySpan<byte> number, PartitionContext context)
    {
        if (rank <= _rank)
        {
            return;
        }

        Span<byte> text = stackalloc byte[16];
        Convert.TryToHexStringLower(number, text, out var length);
        Serial = context.Intern(NameKind.Serial, text[..length]);
        _rank = rank;
    }

    private static NameId Name(NameKind kind, ReadOnlySpan<byte> text, PartitionContext context, NameId last) =>
        text.IsEmpty || text.SequenceEqual(context.Names[last]) ? last : context.Intern(kind, text);
}
