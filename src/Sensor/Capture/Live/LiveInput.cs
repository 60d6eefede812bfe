namespace Sensor.Capture.Live;

/// <summary>
/// The input of one worker while listening: the blocks that all workers walk, and between them, on its own thread, the packets that the kernel deals out to it.
/// </summary>
/// <remarks>
/// A block is a mark in time for all: before a worker gets it, it has read its own packets up to the block's time, as far as the kernel had them, and hardly more where
/// it is behind. So what workers say between the same two blocks is about the same stretch of time.
/// </remarks>
internal sealed class LiveInput : IBlockFeed, IDisposable
{
    /// <summary>Packets taken from one interface before it is the next one's turn, or a block's.</summary>
    private const int Turn = 64;

    /// <summary>Milliseconds after which interfaces that came or went are noticed, should nothing else wake the worker.</summary>
    private const int Patience = 100;

    private readonly LiveFeed _feed;
    private readonly PollDescriptor[] _descriptors;
    private readonly WakeUp _wakeUp = new();

    /// <param name="feed">The blocks.</param>
    /// <param name="interfaces">Interfaces that may be dealt out by the kernel; 0 where one worker has it all.</param>
    public LiveInput(LiveFeed feed, int interfaces = 0)
    {
        _feed = feed;
        _feed.Attach(_wakeUp);
        Ports = [.. Enumerable.Range(0, interfaces).Select(i => new WorkerPort((ushort)i, feed))];
        _descriptors = new PollDescriptor[interfaces + 1];
    }

    /// <summary>One for each interface, in their order.</summary>
    public WorkerPort[] Ports { get; }

    /// <summary>Who works on the packets of the ports.</summary>
    public void Connect(IPacketTaker taker) => Array.ForEach(Ports, p => p.Taker = taker);

    public PacketBlock? Get(long number)
    {
        PacketBlock? block;
        while (!_feed.TryGet(number, out block))
        {
            if (ReadAll() == 0)
            {
                Wait();
            }
        }

        if (block is not null)
        {
            var time = block.Count > 0 ? Math.Max(block.Until, block.Entries[^1].Time) : block.Until;
            foreach (var port in Ports)
            {
                port.ReadUntil(time, Turn);
                port.Count();
            }
        }

        return block;
    }

    public void Release(PacketBlock block) => _feed.Release(block);

    public void Stop() => _feed.Stop();

    public void Fail(Exception failure) => _feed.Fail(failure);

    /// <summary>The worker has ended.</summary>
    public void Dispose()
    {
        Array.ForEach(Ports, p => p.Dispose());
        _wakeUp.Dispose();
    }

    private int ReadAll()
    {
        var all = 0;
        foreach (var port in Ports)
        {
            all += port.Read(Turn);
        }

        return all;
    }

    private unsafe void Wait()
    {
        _descriptors[0] = new PollDescriptor { Descriptor = _wakeUp.Descriptor, Events = InterfaceNative.PollIn };
        for (var i = 0; i < Ports.Length; i++)
        {
            _descriptors[i + 1] = new PollDescriptor { Descriptor = Ports[i].Descriptor, Events = InterfaceNative.PollIn };
        }

        fixed (PollDescriptor* descriptors = _descriptors)
        {
            if (InterfaceNative.Poll(descriptors, (nuint)_descriptors.Length, Patience) > 0 && descriptors->Returned != 0)
            {
                _wakeUp.Clear();
            }
        }
    }
}
