using System.Buffers.Binary;
using Sensor.Capture;
using Sensor.Dissectors.Packets;
using Sensor.Evidence;
using Sensor.Tests.Support;

namespace Sensor.Tests.Evidence;

/// <summary>The ring of recent packets keeps the latest, whole or their beginning, and what somebody sees of it while it is filled is as it was added.</summary>
public sealed class PacketRingTests
{
    [Fact]
    public void The_latest_packets_are_kept_in_their_order()
    {
        var ring = new PacketRing(1 << 20, snap: 256);
        for (var i = 0; i < 20_000; i++)
        {
            Add(ring, i, 60 + (i % 400));
        }

        var times = new List<long>();
        ring.Look((time, networkInterface, link, frame, wireLength) =>
        {
            times.Add(time);
            Assert.Equal((7, LinkType.Ethernet, 60 + (int)(time % 400)), (networkInterface, link, wireLength));
            Assert.Equal(Math.Min(256, wireLength), frame.Length);
            AssertWhole(time, frame);
        });

        Assert.Equal(19_999, times[^1]);
        Assert.Equal(times, Enumerable.Range((int)times[0], times.Count).Select(i => (long)i));

        // A MiB of them, but for the chunk that is begun anew.
        Assert.InRange(times.Count, 3_000, 5_000);
    }

    [Fact]
    public void A_packet_as_large_as_can_be_finds_room()
    {
        var ring = new PacketRing(0, PacketRing.MaxSnap);
        for (var i = 0; i < 50; i++)
        {
            Add(ring, i, 262_144);
        }

        var seen = 0;
        ring.Look((time, _, _, frame, wireLength) =>
        {
            seen++;
            Assert.Equal((PacketRing.MaxSnap, 262_144), (frame.Length, wireLength));
            AssertWhole(time, frame);
        });
        Assert.InRange(seen, 6, 12);
    }

    /// <summary>One thread adds as fast as it can, others look: nobody ever sees half of one packet and half of another.</summary>
    [Fact]
    public void Nobody_sees_a_torn_packet()
    {
        var ring = new PacketRing(0, snap: 512);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        long added = 0;
        var worker = new Thread(() =>
        {
            for (; !stop.IsCancellationRequested; added++)
            {
                Add(ring, added, 60 + (int)(added % 900));
            }
        });
        worker.Start();
        long looks = 0, seen = 0;
        var lookers = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var before = -1L;
                ring.Look((time, _, _, frame, wireLength) =>
                {
                    Assert.True(time > before, $"{time} after {before}");
                    Assert.Equal(60 + (int)(time % 900), wireLength);
                    AssertWhole(time, frame);
                    before = time;
                    Interlocked.Increment(ref seen);
                });
                Interlocked.Increment(ref looks);
            }
        })).ToList();
        lookers.ForEach(t => t.Start());
        lookers.ForEach(t => t.Join());
        worker.Join();

        Assert.True(looks > 2 && seen > 100 && added > 1000, $"{looks} looks at {seen} of {added}");
    }

    [Fact]
    public void Who_looks_does_not_run_after_what_comes_meanwhile()
    {
        var ring = new PacketRing(0);
        Add(ring, 0, 1500);
        var (seen, came) = (0, 0);
        ring.Look((_, _, _, _, _) =>
        {
            seen++;
            for (var i = 0; i < 1000 && came < 1_000_000; i++)
            {
                Add(ring, ++came, 1500);
            }
        });

        Assert.Equal((1, 1000), (seen, came));
    }

    [Fact]
    public void Adding_allocates_nothing()
    {
        var ring = new PacketRing(1 << 20);
        Add(ring, 0, 1500);

        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                Add(ring, i, 1500);
            }
        }));
    }

    private static readonly byte[] Frame = new byte[262_144];

    /// <summary>A frame of one number all over.</summary>
    private static void Add(PacketRing ring, long time, int length)
    {
        var entry = new PacketEntry { Time = time, CapturedLength = length, OriginalLength = length, Interface = 7, Link = LinkType.Ethernet };
        var frame = Frame.AsSpan(0, length);
        for (var i = 0; i + 8 <= Math.Min(length, 1024); i += 8)
        {
            BinaryPrimitives.WriteInt64LittleEndian(frame[i..], time);
        }

        ring.Add(in entry, frame);
    }

    private static void AssertWhole(long time, ReadOnlySpan<byte> frame)
    {
        for (var i = 0; i + 8 <= Math.Min(frame.Length, 1024); i += 8)
        {
            if (BinaryPrimitives.ReadInt64LittleEndian(frame[i..]) != time)
            {
                Assert.Fail($"torn at {i} of packet {time}");
            }
        }
    }
}
