using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Outputs;

/// <summary>Community ID flow hashing, version 1, seed 0 (Corelight's specification): <c>1:</c> and base64 of a SHA-1.</summary>
internal static class CommunityId
{
    public const int Length = 30;

    public static void Format(in FlowIdentity flow, Span<byte> text)
    {
        Span<byte> input = stackalloc byte[2 + 32 + 6];
        var isIcmp = flow.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6;
        var isOneWay = isIcmp && IcmpPorts.Counterpart(flow.Protocol, flow.ClientPort) is null;
        var order = flow.Client.CompareTo(flow.Server);
        var clientFirst = isOneWay || order < 0 || (order == 0 && flow.ClientPort <= flow.ServerPort);
        var (first, second) = clientFirst ? (flow.Client, flow.Server) : (flow.Server, flow.Client);
        var (firstPort, secondPort) = clientFirst ? (flow.ClientPort, flow.ServerPort) : (flow.ServerPort, flow.ClientPort);
        BinaryPrimitives.WriteUInt16BigEndian(input, 0);
        var at = 2;
        at += Write(input[at..], first);
        at += Write(input[at..], second);
        input[at++] = flow.Protocol;
        input[at++] = 0;
        if (isIcmp || flow.Protocol is IpProtocol.Tcp or IpProtocol.Udp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(input[at..], firstPort);
            BinaryPrimitives.WriteUInt16BigEndian(input[(at + 2)..], secondPort);
            at += 4;
        }

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The specification says SHA-1; no secret rests on it.
        SHA1.HashData(input[..at], hash);
#pragma warning restore CA5350
        "1:"u8.CopyTo(text);
        Base64.EncodeToUtf8(hash, text[2..], out _, out _);
    }

    private static int Write(Span<byte> room, in IpAddress address)
    {
        if (address.IsV4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(room, (uint)address.Low);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(room, address.High);
        BinaryPrimitives.WriteUInt64BigEndian(room[8..], address.Low);
        return 16;
    }
}
