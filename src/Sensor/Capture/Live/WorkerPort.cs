using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Sensor.Dissectors.Packets;

namespace Sensor.Capture.Live;

/// <summary>
/// One worker's share of one interface: the packets the kernel deals out to it, read where they lie in the kernel's ring. The capture thread opens and changes the
/// handle, the worker reads, counts and closes it; counters may be read by any thread.
/// </summary>
internal sealed unsafe class WorkerPort : IDisposable
{
    private readonly ushort _interface;
    private readonly LiveFeed _feed;
    private GCHandle _self;
    private Offer? _offer;
    private PcapHandle? _handle;
    private volatile bool _isFailing;
    private Exception? _failure;
    private long _early;
    private long _earlyCounted;
    private long _sinceMark;

    public WorkerPort(ushort networkInterface, LiveFeed feed)
    {
        _interface = networkInterface;
        _feed = feed;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>Who works on the packets; set before the first is read.</summary>
    public IPacketTaker? Taker { get; set; }

    /// <summary>What poll(2) waits on; -1 while there is nothing to wait for. Worker.</summary>
    public int Descriptor => _isFailing ? -1 : _handle?.Descriptor ?? -1;

    /// <summary>The handle brings nothing any more, and no other is on offer.</summary>
    public bool IsFailing => _isFailing && Volatile.Read(ref _offer) is null;

    /// <summary>Packets read.</summary>
    public long Packets { get; private set; }

    /// <summary>Their bytes on the wire.</summary>
    public long Bytes { get; private set; }

    /// <summary>Packets of other workers' partitions: handed on.</summary>
    public long HandedOn { get; private set; }

    /// <summary>Bytes of the packets handed on.</summary>
    public long BytesHandedOn { get; private set; }

    /// <summary>Packets that passed the filter in the kernel, those it dropped included.</summary>
    public long KernelPackets { get; private set; }

    /// <summary>Packets dropped because the worker was behind for longer than the ring lasts.</summary>
    public long Drops { get; private set; }

    /// <summary>The latest packet time, in nanoseconds since the Unix epoch.</summary>
    public long LatestTime { get; private set; } = long.MinValue;

    /// <summary>Gives the worker another handle, or none, and with it the old one to close. Capture thread.</summary>
    public void Replace(PcapHandle? handle) => Interlocked.Exchange(ref _offer, new Offer(handle))?.Handle?.Dispose();

    /// <summary>Takes in what the kernel has ready, at most <paramref name="count"/> packets. Worker.</summary>
    /// <returns>Packets taken in.</returns>
    public int Read(int count)
    {
        if (Volatile.Read(ref _offer) is not null)
        {
            Change(Interlocked.Exchange(ref _offer, null)!.Handle);
        }

        return Dispatch(count);
    }

    /// <summary>
    /// Takes in what came before a time and hardly more, as far as the kernel has it: until it has no more, a packet is as young, or as much was read as the ring holds.
    /// Worker.
    /// </summary>
    public void ReadUntil(long time, int count)
    {
        _sinceMark = 0;
        while (LatestTime < time && _sinceMark <= (_handle?.BufferBytes ?? 0) && Read(count) == count)
        {
        }
    }

    /// <summary>Takes stock of what the kernel counted. Worker.</summary>
    public void Count()
    {
        if (_handle is { } handle && SocketNative.TryGet(handle.Descriptor, SocketNative.PacketStatistics, out PacketSocketStatistics counted))
        {
            // Those of before the joining count for nobody: their own handles had them as well.
            KernelPackets += counted.Packets - (_early - _earlyCounted);
            Drops += counted.Drops;
            _earlyCounted = _early;
        }
    }

    /// <summary>No thread reads any more.</summary>
    public void Dispose()
    {
        Replace(null);
        _handle?.Dispose();
        _handle = null;
        if (_self.IsAllocated)
        {
            _self.Free();
        }
    }

    private void Change(PcapHandle? handle)
    {
        if (_handle is { } old)
        {
            while (Dispatch(int.MaxValue) > 0)
            {
            }

            Count();
            old.Dispose();
        }

        _handle = handle;
        _isFailing = false;
    }

    private int Dispatch(int count)
    {
        if (_handle is not { } handle)
        {
            return 0;
        }

        var read = handle.Dispatch(count, &Take, GCHandle.ToIntPtr(_self));
        if (_failure is { } failure)
        {
            // As it was thrown: who ends early throws on purpose.
            ExceptionDispatchInfo.Throw(failure);
        }

        // An interface that disappears says so before it gives the last packets up: they are read until the handle is changed.
        _isFailing |= read < 0;
        return Math.Max(read, 0);
    }

    /// <summary>Called by libpcap for every packet; <paramref name="packet"/> is valid during the call only. Nothing may be thrown through libpcap.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Take(nint user, PcapPacketHeader* header, byte* packet)
    {
        var port = Unsafe.As<WorkerPort>(GCHandle.FromIntPtr(user).Target)!;
        if (port._failure is not null)
        {
            return;
        }

        try
        {
            port.Take(header, packet);
        }
        catch (Exception e)
        {
            port._failure = e;
        }
    }

    private void Take(PcapPacketHeader* header, byte* packet)
    {
        var handle = _handle!;
        var time = handle.TimeOf(header);
        if (time < handle.Since)
        {
            _early++;
            return;
        }

        var frame = PcapHandle.BytesOf(header, packet);
        var network = NetworkLocation.Find(handle.Link, frame);
        var entry = new PacketEntry
        {
            Time = time,
            CapturedLength = frame.Length,
            OriginalLength = PcapHandle.LengthOf(header),
            Interface = _interface,
            Link = handle.Link,
            Network = network,
            Partition = Partitioning.Of(in network, frame),
        };
        Packets++;
        Bytes += entry.OriginalLength;
        LatestTime = Math.Max(LatestTime, time);
        _sinceMark += frame.Length;
        if (!Taker!.TryTake(in entry, frame))
        {
            // The kernel took it for another's: members come and go one by one, and a cut packet says less than a whole one.
            HandedOn++;
            BytesHandedOn += entry.OriginalLength;
            _feed.HandOn(time, frame, entry.OriginalLength, _interface, handle.Link);
        }
    }

    /// <summary>A handle, or none, that belongs to who takes it.</summary>
    private sealed record Offer(PcapHandle? Handle);
}
