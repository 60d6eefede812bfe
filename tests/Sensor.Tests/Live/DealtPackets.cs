using System.Buffers.Binary;
using Sensor.Capture.Live;

namespace Sensor.Tests.Live;

/// <summary>
/// The kernel's interpreter of classic BPF as far as <see cref="FanOutProgram"/> needs it, written after Documentation/networking/filter.rst, and the two ways in which
/// the kernel presents a packet to such a program.
/// </summary>
internal static class DealtPackets
{
    /// <summary>A packet that came in: from the network header on, the outermost VLAN tag taken off. Null for what the kernel drops before.</summary>
    public static uint? Received(BpfInstruction[] program, ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 14)
        {
            return null;
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        var data = frame[14..];
        if (type is 0x8100 or 0x88A8)
        {
            if (data.Length < 4)
            {
                return null;
            }

            type = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
            data = data[4..];
        }

        // IEEE 802.3 with a length instead of a type: ETH_P_802_2.
        return Run(program, data, type < 0x600 ? 4u : type, packetType: 0);
    }

    /// <summary>A packet that this machine sent: whole.</summary>
    public static uint Sent(BpfInstruction[] program, ReadOnlySpan<byte> frame) => Run(program, frame, etherType: 0, packetType: 4);

    private static uint Run(BpfInstruction[] program, ReadOnlySpan<byte> data, uint etherType, uint packetType)
    {
        uint a = 0, x = 0;
        var memory = new uint[16];
        for (var at = 0; ; at++)
        {
            var (code, ifTrue, ifFalse, k) = program[at];
            switch (code)
            {
                case 0x20 when k == 0xFFFF_F000:
                    a = etherType;
                    break;
                case 0x20 when k == 0xFFFF_F004:
                    a = packetType;
                    break;
                case 0x28 or 0x40 or 0x48 or 0x50:
                    var from = code == 0x28 ? k : x + k;
                    var size = code switch { 0x40 => 4, 0x50 => 1, _ => 2 };
                    if (from + size > data.Length)
                    {
                        return 0;
                    }

                    a = 0;
                    foreach (var one in data.Slice((int)from, size))
                    {
                        a = (a << 8) | one;
                    }

                    break;
                case 0x80:
                    a = (uint)data.Length;
                    break;
                case 0x60:
                    a = memory[k];
                    break;
                case 0x01:
                    x = k;
                    break;
                case 0x61:
                    x = memory[k];
                    break;
                case 0x02:
                    memory[k] = a;
                    break;
                case 0x03:
                    memory[k] = x;
                    break;
                case 0x07:
                    x = a;
                    break;
                case 0x87:
                    a = x;
                    break;
                case 0x04:
                    a += k;
                    break;
                case 0x0C:
                    a += x;
                    break;
                case 0x24:
                    a *= k;
                    break;
                case 0x54:
                    a &= k;
                    break;
                case 0x64:
                    a <<= (int)k;
                    break;
                case 0x74:
                    a >>= (int)k;
                    break;
                case 0x94:
                    a %= k;
                    break;
                case 0xAC:
                    a ^= x;
                    break;
                case 0x05:
                    at += (int)k;
                    break;
                case 0x15:
                    at += a == k ? ifTrue : ifFalse;
                    break;
                case 0x45:
                    at += (a & k) != 0 ? ifTrue : ifFalse;
                    break;
                case 0x3D:
                    at += a >= x ? ifTrue : ifFalse;
                    break;
                case 0x06:
                    return k;
                case 0x16:
                    return a;
                default:
                    throw new InvalidOperationException($"No instruction {code:X2}.");
            }
        }
    }
}
