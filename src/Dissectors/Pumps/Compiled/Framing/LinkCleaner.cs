using System.Buffers;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>
/// Takes off what the link put between and into frames: a parity bit, Telnet's option bytes (RFC 854). Bytes that need nothing are read where they
/// are; others are written anew, so many as one frame may have.
/// </summary>
internal sealed class LinkCleaner(bool parity, int most)
{
    public const byte Iac = 0xff;
    private const byte SubnegotiationEnd = 0xf0;
    private const byte Subnegotiation = 0xfa;
    private const byte Will = 0xfb;

    /// <summary>Bytes of one subnegotiation; what is longer is none.</summary>
    private const int MaxSubnegotiation = 512;
    private static readonly SearchValues<byte> High = SearchValues.Create([.. Enumerable.Range(0x80, 0x80).Select(i => (byte)i)]);
    private readonly int _most = most;
    private byte[]? _clean;
    private int _raw;
    private int _length;
    private int _untouched;

    /// <summary>Telnet was negotiated.</summary>
    public bool IsTelnet { get; set; }

    /// <summary>What it gives may be other bytes than it got.</summary>
    public bool MayChange => parity || IsTelnet;

    /// <summary>Most raw bytes of what becomes one frame.</summary>
    public int MaxRaw => (2 * _most) + 1024;

    /// <summary>Raw bytes that are written anew.</summary>
    public int RawLength => _raw;

    public bool IsFull => _length == _most;

    public void Reset()
    {
        IsTelnet = false;
        Forget();
    }

    public void Forget() => _raw = _length = _untouched = 0;

    /// <summary>Bytes at the front that are as they should be. Bytes once looked at aren't looked at again.</summary>
    public int Untouched(ReadOnlySpan<byte> data)
    {
        if (!MayChange)
        {
            return data.Length;
        }

        if (_untouched < data.Length)
        {
            var next = parity ? data[_untouched..].IndexOfAny(High) : data[_untouched..].IndexOf(Iac);
            _untouched = next < 0 ? data.Length : _untouched + next;
        }

        return Math.Min(_untouched, data.Length);
    }

    /// <summary>Bytes at the front were used up.</summary>
    public void Used(int raw)
    {
        _untouched = Math.Max(0, _untouched - raw);
        _raw = _length = 0;
    }

    /// <summary>What was written so far, and about twice as much where that is there.</summary>
    public ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> data, bool more)
    {
        _clean ??= GC.AllocateUninitializedArray<byte>(_most);
        var target = Math.Min(_most, more ? Math.Max(32, 2 * _length) : _length);
        while (_length < target && Next(data[_raw..], out var value, out var used))
        {
            _raw += used;
            if (value >= 0)
            {
                _clean[_length++] = (byte)value;
            }
        }

        return _clean.AsSpan(0, _length);
    }

    /// <summary>Raw bytes behind the first <paramref name="clean"/> ones that were written.</summary>
    public int RawOf(ReadOnlySpan<byte> data, int clean)
    {
        var raw = 0;
        while (clean > 0 && Next(data[raw..], out var value, out var used))
        {
            raw += used;
            clean -= value >= 0 ? 1 : 0;
        }

        return raw;
    }

    /// <summary>Bytes of the option sequence that data begins with: 0 is none, -1 not yet to be told.</summary>
    /// <param name="data">Begins with IAC.</param>
    /// <param name="isNegotiation">WILL, WON'T, DO or DON'T, which nobody sends who doesn't speak Telnet.</param>
    public static int Option(ReadOnlySpan<byte> data, out bool isNegotiation)
    {
        isNegotiation = false;
        if (data.Length < 2)
        {
            return -1;
        }

        switch (data[1])
        {
            case Iac:
            case < SubnegotiationEnd:
                return 0;
            case >= Will:
                isNegotiation = true;
                return data.Length < 3 ? -1 : 3;
            case Subnegotiation:
                var inside = data[..Math.Min(data.Length, MaxSubnegotiation)];
                var end = inside.IndexOf([Iac, SubnegotiationEnd]);
                return end >= 0 ? end + 2 : data.Length < MaxSubnegotiation ? -1 : 2;
            default:
                return 2;
        }
    }

    /// <summary>The next byte that is meant, or -1 for bytes that mean nothing; false where that isn't to be told yet.</summary>
    private bool Next(ReadOnlySpan<byte> data, out int value, out int used)
    {
        (value, used) = (0, 0);
        if (data.IsEmpty)
        {
            return false;
        }

        (value, used) = (data[0], 1);
        if (IsTelnet && value == Iac)
        {
            if (data.Length > 1 && data[1] == Iac)
            {
                used = 2;
            }
            else
            {
                var option = Option(data, out _);
                if (option < 0)
                {
                    return false;
                }

                (value, used) = option == 0 ? (value, 1) : (-1, option);
            }
        }

        value = value >= 0 && parity ? value & 0x7f : value;
        return true;
    }
}
