using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Telnet;

/// <summary>Telnet's commands among the text (RFC 854; RFC 855), a byte at a time.</summary>
internal struct TelnetState
{
    public const byte Iac = 255;

    private const byte Se = 240, Sb = 250, Will = 251, Dont = 254, Encrypt = 38, Start = 3;

    private Place _place;
    private byte _option;

    private enum Place : byte
    {
        Text,
        AfterIac,
        Option,
        SubOption,
        SubCommand,
        Sub,
        SubAfterIac,
    }

    /// <summary>Options were offered or asked for.</summary>
    public bool HasNegotiated { get; private set; }

    /// <summary>What follows is in cipher (RFC 2946, section 2).</summary>
    public bool IsInCipher { get; private set; }

    /// <summary>Whether the byte is text.</summary>
    public bool IsText(byte value)
    {
        switch (_place)
        {
            case Place.AfterIac:
                HasNegotiated |= value is >= Sb and <= Dont;
                _place = value switch { Sb => Place.SubOption, >= Will and <= Dont => Place.Option, _ => Place.Text };
                return value == Iac;
            case Place.Option:
                _place = Place.Text;
                return false;
            case Place.SubOption:
                _option = value;
                _place = Place.SubCommand;
                return false;
            case Place.SubCommand:
                IsInCipher |= _option == Encrypt && value == Start;
                _place = value == Iac ? Place.SubAfterIac : Place.Sub;
                return false;
            case Place.Sub:
                _place = value == Iac ? Place.SubAfterIac : Place.Sub;
                return false;
            case Place.SubAfterIac:
                _place = value == Se ? Place.Text : Place.Sub;
                return false;
            default:
                _place = value == Iac ? Place.AfterIac : Place.Text;
                return value != Iac;
        }
    }

    /// <summary>Whether bytes begin with two negotiations, which are three bytes each; the first tells most of it.</summary>
    public static Verdict Recognise(ReadOnlySpan<byte> bytes, int negotiations)
    {
        for (var i = 0; i < negotiations; i++, bytes = bytes[3..])
        {
            if ((bytes.Length > 0 && bytes[0] != Iac) || (bytes.Length > 1 && bytes[1] is < Will or > Dont) || (bytes.Length > 2 && !IsOption(bytes[2])))
            {
                return Verdict.NotMine;
            }

            if (bytes.Length < 3)
            {
                return Verdict.Unsure;
            }
        }

        return Verdict.Certain;
    }

    /// <summary>Registered with the IANA.</summary>
    private static bool IsOption(byte option) => option is <= 49 or (>= 138 and <= 140) or 255;
}
