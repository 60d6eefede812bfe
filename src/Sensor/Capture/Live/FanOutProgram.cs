using Sensor.Dissectors.Packets;

namespace Sensor.Capture.Live;

/// <summary><c>struct sock_filter</c>, an instruction of classic BPF: 8 bytes.</summary>
/// <param name="Code">What to do.</param>
/// <param name="IfTrue">Instructions to pass over when a condition holds.</param>
/// <param name="IfFalse">Instructions to pass over when it doesn't.</param>
/// <param name="Operand">A number, an offset, a place in memory.</param>
internal readonly record struct BpfInstruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

/// <summary>
/// The program by which the kernel deals packets out: <see cref="Partitioning.Of(in IpAddress, in IpAddress)"/> modulo the number of workers, or that number itself
/// for packets which may carry another or aren't simple for another reason; those are dealt out by who can follow them.
/// </summary>
/// <remarks>
/// The kernel runs it (PACKET_FANOUT_CBPF, packet(7)) with received packets beginning at the network header, the outermost VLAN tag taken off, and packets sent by
/// this machine beginning at the Ethernet header. Offsets count from there and never from the header the kernel remembers: those reach only the part of a packet
/// that lies in one piece. A load past the packet's end ends the program with 0, where a frame too short for addresses belongs: partition 0.
/// </remarks>
internal static class FanOutProgram
{
    // linux/bpf_common.h
    private const ushort LoadWordAt = 0x40;
    private const ushort LoadHalfAt = 0x48;
    private const ushort LoadByteAt = 0x50;
    private const ushort LoadAbsoluteHalf = 0x28;
    private const ushort LoadAbsoluteWord = 0x20;
    private const ushort LoadLength = 0x80;
    private const ushort LoadMemory = 0x60;
    private const ushort LoadIndex = 0x01;
    private const ushort LoadIndexMemory = 0x61;
    private const ushort Store = 0x02;
    private const ushort StoreIndex = 0x03;
    private const ushort IndexFromA = 0x07;
    private const ushort AFromIndex = 0x87;
    private const ushort Add = 0x04;
    private const ushort AddIndex = 0x0C;
    private const ushort Multiply = 0x24;
    private const ushort And = 0x54;
    private const ushort ShiftLeft = 0x64;
    private const ushort ShiftRight = 0x74;
    private const ushort Modulo = 0x94;
    private const ushort XorIndex = 0xAC;
    private const ushort Jump = 0x05;
    private const ushort IfEqual = 0x15;
    private const ushort IfAnyBit = 0x45;
    private const ushort IfAtLeastIndex = 0x3D;
    private const ushort Return = 0x06;
    private const ushort ReturnA = 0x16;

    // linux/filter.h: what the kernel knows of a packet besides its bytes.
    private const uint EtherType = 0xFFFF_F000;
    private const uint PacketType = 0xFFFF_F004;
    private const uint Outgoing = 4;

    // Places in memory.
    private const uint Start = 0;
    private const uint Scratch = 1;
    private const uint First = 2;

    private const int EthernetHeader = 14;

    /// <summary>VLAN tags in the bytes that are passed over; more are rare enough for the longer way.</summary>
    private const int MaxTags = 2;

    /// <summary>Any bit of an IPv4 header's second word that makes the packet a fragment.</summary>
    private const uint FragmentBits = 0x3FFF;

    /// <param name="workers">Handles that take packets of their own; the group has one more.</param>
    public static BpfInstruction[] For(int workers)
    {
        var to = new Assembler();
        to.Emit(LoadAbsoluteWord, PacketType);
        to.If(IfEqual, Outgoing, "sent", "received");

        to.Label("sent");
        to.Emit(LoadIndex, EthernetHeader);
        to.Emit(LoadAbsoluteHalf, 12);
        to.Go("type 0");

        to.Label("received");
        to.Emit(LoadIndex, 0);
        to.Emit(LoadAbsoluteWord, EtherType);
        PassTags(to);

        to.Label("ipv4");
        to.Emit(StoreIndex, Start);
        to.Emit(LoadByteAt, 9);
        ByProtocol(to, IpProtocol.Icmp, "udp4", "addresses4");
        to.Label("udp4");
        to.Emit(LoadHalfAt, 6);
        to.If(IfAnyBit, FragmentBits, "elsewhere", "whole4");
        to.Label("whole4");
        to.Emit(LoadByteAt, 0);
        to.Emit(And, 15);
        to.Emit(ShiftLeft, 2);
        to.Emit(AddIndex);
        ByPort(to, "addresses4");
        to.Label("addresses4");
        Hash(to, workers, (12u, 1), (16u, 1));

        to.Label("ipv6");
        to.Emit(StoreIndex, Start);
        to.Emit(LoadByteAt, 6);
        ByProtocol(to, IpProtocol.IcmpV6, "udp6", "addresses6");
        to.Label("udp6");
        to.Emit(AFromIndex);
        to.Emit(Add, 40);
        ByPort(to, "addresses6");
        to.Label("addresses6");
        Hash(to, workers, (8u, 4), (24u, 4));

        to.Label("other");
        to.Emit(Return, 0);
        to.Label("elsewhere");
        to.Emit(Return, (uint)workers);
        return to.Assemble();
    }

    /// <summary>From an EtherType in A and where it is followed up in X: over VLAN tags to where the network header begins, in X.</summary>
    private static void PassTags(Assembler to)
    {
        for (var tags = 0; tags <= MaxTags; tags++)
        {
            to.Label($"type {tags}");
            var tag = tags == MaxTags ? "elsewhere" : $"tag {tags}";
            to.If(IfEqual, 0x8100, tag);
            to.If(IfEqual, 0x88A8, tag);
            to.If(IfEqual, 0x9100, tag, tags == MaxTags ? "untagged" : $"no tag {tags}");
            if (tags < MaxTags)
            {
                to.Label($"no tag {tags}");
                to.Go("untagged");
                to.Label(tag);
                to.Emit(LoadHalfAt, 2);
                to.Emit(Store, Scratch);
                to.Emit(AFromIndex);
                to.Emit(Add, 4);
                to.Emit(IndexFromA);
                to.Emit(LoadMemory, Scratch);
            }
        }

        to.Label("untagged");
        to.If(IfEqual, 0x0800, "ipv4");
        to.If(IfEqual, 0x86DD, "ipv6");

        // MPLS and PPPoE carry other packets.
        to.If(IfEqual, 0x8847, "elsewhere");
        to.If(IfEqual, 0x8848, "elsewhere");
        to.If(IfEqual, 0x8864, "elsewhere", "other");
    }

    /// <summary>By the IP protocol in A. What isn't known to carry nothing is a tunnel, an extension header, or rare.</summary>
    private static void ByProtocol(Assembler to, byte icmp, string udp, string addresses)
    {
        to.If(IfEqual, IpProtocol.Tcp, addresses);
        to.If(IfEqual, icmp, addresses);
        to.If(IfEqual, IpProtocol.Udp, udp, "elsewhere");
    }

    /// <summary>By the UDP port a datagram goes to, with where its header begins in A; without a port in the frame, by address.</summary>
    private static void ByPort(Assembler to, string addresses)
    {
        to.Emit(Store, Scratch);
        to.Emit(Add, 4);
        to.Emit(IndexFromA);
        to.Emit(LoadLength);
        to.If(IfAtLeastIndex, 0, addresses + " port", addresses + " back");
        to.Label(addresses + " port");
        to.Emit(LoadIndexMemory, Scratch);
        to.Emit(LoadHalfAt, 2);
        foreach (var port in TunnelWalk.UdpPorts)
        {
            to.If(IfEqual, port, "elsewhere");
        }

        to.Label(addresses + " back");
        to.Emit(LoadIndexMemory, Start);
    }

    /// <summary>Ends the program with the worker of an address pair, where X says the network header is.</summary>
    private static void Hash(Assembler to, int workers, params ReadOnlySpan<(uint Offset, int Words)> addresses)
    {
        foreach (var (offset, words) in addresses)
        {
            to.Emit(LoadWordAt, offset);
            if (words == 1)
            {
                to.Emit(Add, Partitioning.FoldedV4Prefix);
            }

            for (var word = 1u; word < words; word++)
            {
                to.Emit(Multiply, Partitioning.FoldFactor);
                to.Emit(Store, Scratch);
                to.Emit(LoadWordAt, offset + (4 * word));
                to.Emit(LoadIndexMemory, Scratch);
                to.Emit(AddIndex);
                to.Emit(LoadIndexMemory, Start);
            }

            XorShifted(to, Partitioning.FirstShift);
            to.Emit(Multiply, Partitioning.MixFactor);
            XorShifted(to, Partitioning.SecondShift);
            if (offset == addresses[0].Offset)
            {
                to.Emit(Store, First);
                to.Emit(LoadIndexMemory, Start);
            }
        }

        to.Emit(LoadIndexMemory, First);
        to.Emit(AddIndex);
        to.Emit(Multiply, Partitioning.PairFactor);
        to.Emit(ShiftRight, Partitioning.PairShift);
        to.Emit(Modulo, (uint)workers);
        to.Emit(ReturnA);
    }

    private static void XorShifted(Assembler to, int shift)
    {
        to.Emit(IndexFromA);
        to.Emit(ShiftRight, (uint)shift);
        to.Emit(XorIndex);
    }

    /// <summary>Turns names of places into numbers of instructions to pass over.</summary>
    private sealed class Assembler
    {
        private readonly List<(ushort Code, uint Operand, string? IfTrue, string? IfFalse)> _lines = [];
        private readonly Dictionary<string, int> _labels = [];

        public void Label(string name) => _labels.Add(name, _lines.Count);

        public void Emit(ushort code, uint operand = 0) => _lines.Add((code, operand, null, null));

        /// <summary>Goes to one place or another; without another, on.</summary>
        public void If(ushort condition, uint operand, string then, string? otherwise = null) => _lines.Add((condition, operand, then, otherwise));

        public void Go(string label) => _lines.Add((Jump, 0, label, null));

        public BpfInstruction[] Assemble() => [.. _lines.Select((line, at) => line.Code == Jump
            ? new BpfInstruction(Jump, 0, 0, (uint)Distance(at, line.IfTrue))
            : new BpfInstruction(line.Code, checked((byte)Distance(at, line.IfTrue)), checked((byte)Distance(at, line.IfFalse)), line.Operand))];

        private int Distance(int from, string? label) => label is null ? 0 : _labels[label] - from - 1;
    }
}
