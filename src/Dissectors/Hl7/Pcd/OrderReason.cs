using System.Buffers.Text;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>Why a pump's program wasn't taken: the code of ERR-5, or of ERR-3 where that is all there is, with what it stands for.</summary>
internal static class OrderReason
{
    private const int MaxCode = 20;

    public static NameId Of(ref SegmentReader err, in EncodingCharacters characters, PartitionContext context)
    {
        var field = err.First(5).IsEmpty ? 3 : 5;
        var code = err.First(field).Trim(" "u8);
        if (code.Length > MaxCode)
        {
            return NameId.None;
        }

        var words = Utf8Parser.TryParse(code, out int number, out var used) && used == code.Length ? Words(number) : default;
        if (words.IsEmpty)
        {
            return Canonical.Name(NameKind.Term, code, characters, context, NameId.None);
        }

        Span<byte> text = stackalloc byte[128];
        code.CopyTo(text);
        text[code.Length] = (byte)' ';
        words.CopyTo(text[(code.Length + 1)..]);
        return context.Intern(NameKind.Term, text[..(code.Length + 1 + words.Length)]);
    }

    /// <summary>Codes 9001 on: IHE PCD Technical Framework volume 2, B.3, in words of our own; those below: HL7 table 0357.</summary>
    private static ReadOnlySpan<byte> Words(int code) => code switch
    {
        100 => "segments out of order"u8,
        101 => "a field is missing"u8,
        102 => "a field has the wrong type"u8,
        103 => "a value isn't in its table"u8,
        200 => "message type isn't supported"u8,
        201 => "event isn't supported"u8,
        202 => "processing id isn't supported"u8,
        203 => "version isn't supported"u8,
        204 => "key is unknown"u8,
        205 => "key is taken"u8,
        206 => "record is locked"u8,
        207 => "internal error"u8,
        9001 => "pump or channel isn't known"u8,
        9002 => "pump is infusing"u8,
        9003 => "a parameter is missing"u8,
        9004 => "a parameter is invalid"u8,
        9005 => "a parameter is out of range"u8,
        9006 => "pump is off"u8,
        9007 => "pump can't be reached"u8,
        9008 => "a unit is invalid"u8,
        9009 => "units differ from the drug library's"u8,
        9010 => "drug isn't in the drug library"u8,
        9011 => "weight differs from the pump's"u8,
        9012 => "patient differs from the pump's"u8,
        9013 => "drug can't be a piggyback"u8,
        9014 => "dose rate or volume is above the maximum"u8,
        9015 => "no answer in time"u8,
        9016 => "another error"u8,
        9017 => "pump can't take a program now"u8,
        9018 => "a parameter differs from the drug library's"u8,
        9019 => "weight is missing"u8,
        9020 => "height is missing"u8,
        9021 => "care area or profile differs"u8,
        9022 => "order is too old"u8,
        9023 => "refused at the pump"u8,
        9024 => "above a hard limit of the drug library"u8,
        9025 => "lockout time is missing"u8,
        9026 => "dose limit is missing"u8,
        9027 => "body surface is missing"u8,
        9028 => "no line or syringe in the pump"u8,
        9029 => "no care area or profile is chosen"u8,
        9030 => "running drug can't be interrupted"u8,
        9031 => "patient is missing or invalid"u8,
        9032 => "pump waits for a delayed start"u8,
        9033 => "pump has an alarm"u8,
        9034 => "not enough in the container"u8,
        9035 => "parent order isn't the running one"u8,
        9036 => "drug isn't the running one"u8,
        9037 => "concentration isn't the running one"u8,
        9038 => "bolus orders aren't supported"u8,
        9039 => "drug can't be given as a bolus"u8,
        9040 => "unit of the bolus isn't the running order's"u8,
        9041 => "steps can't be read"u8,
        9042 => "drug has no loading dose"u8,
        9043 => "drug can't be given in steps"u8,
        9044 => "orders in steps aren't supported"u8,
        _ => default,
    };
}
