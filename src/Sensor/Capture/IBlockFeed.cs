namespace Sensor.Capture;

/// <summary>Where workers get the blocks of the input from, a file's or the network's. Every worker gets every block.</summary>
internal interface IBlockFeed
{
    /// <summary>Block <paramref name="number"/>, counted from 0, or null when the input ended before it. Waits until it is ready.</summary>
    PacketBlock? Get(long number);

    /// <summary>A worker is done with a block; when all are, it is filled anew.</summary>
    void Release(PacketBlock block);

    /// <summary>No further block is filled; what was filled is still worked through.</summary>
    void Stop();

    /// <summary>A worker failed: nobody waits for it.</summary>
    void Fail(Exception failure);
}
