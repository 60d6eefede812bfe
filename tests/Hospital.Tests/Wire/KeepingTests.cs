using System.Buffers.Binary;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Wire;

namespace Hospital.Tests.Wire;

/// <summary>What becomes of packets: files, and a mirror that loses some.</summary>
public sealed class KeepingTests
{
    [Fact]
    public void A_file_keeps_the_headers_of_bulk_and_all_lengths()
    {
        var said = new DicomDay().Said;
        var file = said.Capture(WireForm.Real, isWhole: false);
        var bytes = File.ReadAllBytes(file);
        File.Delete(file);
        var packets = said.Record(WireForm.Real).Packets;

        Assert.Equal(0xA1B23C4D, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        var at = 24;
        foreach (var packet in packets)
        {
            var record = bytes.AsSpan(at);
            var captured = BinaryPrimitives.ReadInt32LittleEndian(record[8..]);
            Assert.Equal(packet.Time, (BinaryPrimitives.ReadUInt32LittleEndian(record) * Nanos.Second) + BinaryPrimitives.ReadUInt32LittleEndian(record[4..]));
            Assert.Equal(packet.OriginalLength, BinaryPrimitives.ReadInt32LittleEndian(record[12..]));
            Assert.Equal(packet.IsBulk ? 54 : packet.Bytes.Length, captured);
            Assert.Equal(packet.Bytes.AsSpan(0, captured), record.Slice(16, captured));
            at += 16 + captured;
        }

        Assert.Equal(bytes.Length, at);
        Assert.Contains(packets, p => p.IsBulk);
    }

    [Fact]
    public void A_mirror_loses_its_share_alone_and_in_stretches()
    {
        var said = new Said();
        var talk = said.Converse(Language.Opaque, 445);
        said.Say(0, talk, Side.Client, new Payload(30_000_000), 20_000);
        var (all, left) = (said.Record(WireForm.Real), new Recorder());
        var mirror = new MirrorLoss(left, 4, _ => 0.02);
        Replay(all, mirror);

        Assert.Equal(all.Packets.Count, mirror.Passed + mirror.LostAlone + mirror.LostInBursts);
        Assert.InRange(mirror.LostAlone / (double)all.Packets.Count, 0.007, 0.013);
        Assert.InRange(mirror.LostInBursts / (double)all.Packets.Count, 0.006, 0.014);
        Assert.Equal(mirror.Passed, left.Packets.Count);
    }

    [Fact]
    public void Which_packets_are_lost_does_not_depend_on_others()
    {
        var said = new Said();
        var (one, other) = (said.Converse(Language.Opaque, 445), said.Converse(Language.Opaque, 445));
        said.Say(0, one, Side.Client, new Payload(3_000_000), 900).Say(5, other, Side.Client, new Payload(3_000_000), 900);
        var all = said.Record(WireForm.Real);
        var alone = new Recorder();
        alone.Packets.AddRange(all.Packets.Where(p => p.Conversation == one));
        var (together, left) = (new Recorder(), new Recorder());

        Replay(all, new MirrorLoss(together, 4, _ => 0.1));
        Replay(alone, new MirrorLoss(left, 4, _ => 0.1));

        Assert.Equal(left.Packets.Select(p => p.Sequence), together.Packets.Where(p => p.Conversation == one).Select(p => p.Sequence));
        Assert.True(left.Packets.Count < alone.Packets.Count);
    }

    private static void Replay(Recorder from, MirrorLoss to)
    {
        foreach (var p in from.Packets)
        {
            to.Take(new Packet(p.Time, p.Bytes, p.OriginalLength, p.Conversation, p.IsBulk, p.From, p.Number));
        }
    }
}
