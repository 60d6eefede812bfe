using System.Buffers;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>Takes escapes off.</summary>
internal sealed class EscapeCode
{
    private readonly SearchValues<byte> _first;
    private readonly int _byte;
    private readonly byte _xor;
    private readonly (byte First, byte Second, byte Meant)[] _pairs;

    public EscapeCode(EscapeDefinition definition)
    {
        _byte = definition.Byte ?? -1;
        _xor = definition.Xor;
        _pairs = [.. definition.Pairs];
        IsOptional = definition.IsOptional;
        _first = SearchValues.Create(definition.Byte is { } single ? [single] : _pairs.Select(p => p.First).Distinct().ToArray());
    }

    public bool IsOptional { get; }

    public bool IsIn(ReadOnlySpan<byte> bytes) => bytes.ContainsAny(_first);

    /// <summary>Writes <paramref name="bytes"/> as they are meant, never more than there are.</summary>
    /// <returns>Bytes written, or -1: an escape has nothing behind it.</returns>
    public int TakeOff(ReadOnlySpan<byte> bytes, Span<byte> to)
    {
        var written = 0;
        while (true)
        {
            var plain = bytes.IndexOfAny(_first);
            if (plain < 0)
            {
                bytes.CopyTo(to[written..]);
                return written + bytes.Length;
            }

            bytes[..plain].CopyTo(to[written..]);
            written += plain;
            bytes = bytes[plain..];
            if (_byte >= 0)
            {
                if (bytes.Length < 2)
                {
                    return -1;
                }

                to[written++] = (byte)(bytes[1] ^ _xor);
                bytes = bytes[2..];
                continue;
            }

            var used = 1;
            to[written] = bytes[0];
            if (bytes.Length > 1)
            {
                foreach (var (first, second, meant) in _pairs)
                {
                    if (first == bytes[0] && second == bytes[1])
                    {
                        (to[written], used) = (meant, 2);
                        break;
                    }
                }
            }

            written++;
            bytes = bytes[used..];
        }
    }
}
