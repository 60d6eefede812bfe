using System.Buffers.Binary;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>
/// A CRC of 8 to 32 bits by the Rocksoft model, or its unaugmented form. The register stands at the top of 32 bits where the most significant bit comes
/// first, at their bottom where the least significant does; eight tables take eight bytes at a time.
/// </summary>
internal sealed class Crc
{
    private const int Slices = 8;
    private readonly uint[] _tables = new uint[Slices * 256];
    private readonly int _width;
    private readonly uint _initial;
    private readonly uint _xorOut;
    private readonly bool _lowFirst;
    private readonly bool _turned;
    private readonly bool _augmented;

    public Crc(ChecksumDefinition definition)
    {
        _width = definition.Width;
        _lowFirst = definition.ReflectIn;
        _turned = definition.ReflectIn != definition.ReflectOut;
        _augmented = definition.IsAugmented;
        _xorOut = definition.XorOut;
        _initial = _lowFirst ? Reflect(definition.Initial, _width) : definition.Initial << (32 - _width);
        var polynomial = _lowFirst ? Reflect(definition.Polynomial, _width) : definition.Polynomial << (32 - _width);
        for (var i = 0u; i < 256; i++)
        {
            var value = _lowFirst ? i : i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                value = _lowFirst
                    ? (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0)
                    : (value << 1) ^ ((value & 0x80000000) != 0 ? polynomial : 0);
            }

            _tables[i] = value;
        }

        for (var i = 256; i < _tables.Length; i++)
        {
            var before = _tables[i - 256];
            _tables[i] = _lowFirst ? (before >> 8) ^ _tables[before & 0xff] : (before << 8) ^ _tables[before >> 24];
        }
    }

    public uint Compute(ReadOnlySpan<byte> bytes)
    {
        var register = !_augmented ? Divide(bytes) : _lowFirst ? LowFirst(bytes) : HighFirst(bytes);
        var value = _lowFirst ? register : register >> (32 - _width);
        return (_turned ? Reflect(value, _width) : value) ^ _xorOut;
    }

    private static uint Reflect(uint value, int width)
    {
        var reflected = 0u;
        for (var i = 0; i < width; i++)
        {
            reflected |= ((value >> i) & 1) << (width - 1 - i);
        }

        return reflected;
    }

    private uint HighFirst(ReadOnlySpan<byte> bytes)
    {
        var t = _tables.AsSpan(0, Slices * 256);
        var crc = _initial;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            var one = BinaryPrimitives.ReadUInt32BigEndian(bytes) ^ crc;
            var two = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
            crc = t[(int)(0x700 + (one >> 24))] ^ t[(int)(0x600 + ((one >> 16) & 0xff))] ^ t[(int)(0x500 + ((one >> 8) & 0xff))] ^ t[(int)(0x400 + (one & 0xff))]
                ^ t[(int)(0x300 + (two >> 24))] ^ t[(int)(0x200 + ((two >> 16) & 0xff))] ^ t[(int)(0x100 + ((two >> 8) & 0xff))] ^ t[(int)(two & 0xff)];
        }

        if (bytes.Length >= Slices / 2)
        {
            crc ^= BinaryPrimitives.ReadUInt32BigEndian(bytes);
            crc = t[(int)(0x300 + (crc >> 24))] ^ t[(int)(0x200 + ((crc >> 16) & 0xff))] ^ t[(int)(0x100 + ((crc >> 8) & 0xff))] ^ t[(int)(crc & 0xff)];
            bytes = bytes[(Slices / 2)..];
        }

        foreach (var b in bytes)
        {
            crc = (crc << 8) ^ t[(int)((crc >> 24) ^ b)];
        }

        return crc;
    }

    private uint LowFirst(ReadOnlySpan<byte> bytes)
    {
        var t = _tables.AsSpan(0, Slices * 256);
        var crc = _initial;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            var one = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var two = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[(int)(0x700 + (one & 0xff))] ^ t[(int)(0x600 + ((one >> 8) & 0xff))] ^ t[(int)(0x500 + ((one >> 16) & 0xff))] ^ t[(int)(0x400 + (one >> 24))]
                ^ t[(int)(0x300 + (two & 0xff))] ^ t[(int)(0x200 + ((two >> 8) & 0xff))] ^ t[(int)(0x100 + ((two >> 16) & 0xff))] ^ t[(int)(two >> 24)];
        }

        if (bytes.Length >= Slices / 2)
        {
            crc ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = t[(int)(0x300 + (crc & 0xff))] ^ t[(int)(0x200 + ((crc >> 8) & 0xff))] ^ t[(int)(0x100 + ((crc >> 16) & 0xff))] ^ t[(int)(crc >> 24)];
            bytes = bytes[(Slices / 2)..];
        }

        foreach (var b in bytes)
        {
            crc = (crc >> 8) ^ t[(int)((crc ^ b) & 0xff)];
        }

        return crc;
    }

    /// <summary>Plain division: bytes enter where the register's last bits are, and no zero bits follow them.</summary>
    private uint Divide(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> t = _tables;
        var crc = _initial;
        foreach (var b in bytes)
        {
            crc = _lowFirst
                ? (crc >> 8) ^ ((uint)b << (_width - 8)) ^ t[(int)(crc & 0xff)]
                : (crc << 8) ^ ((uint)b << (32 - _width)) ^ t[(int)(crc >> 24)];
        }

        return crc;
    }
}
