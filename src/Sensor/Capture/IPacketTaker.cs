namespace Sensor.Capture;

/// <summary>Takes packets that only one worker sees, straight from where the kernel put them.</summary>
internal interface IPacketTaker
{
    /// <summary>Takes in a packet; false when it isn't this worker's.</summary>
    /// <param name="entry">What is known of it; its offset says nothing.</param>
    /// <param name="frame">Its captured bytes, valid during the call.</param>
    bool TryTake(in PacketEntry entry, ReadOnlySpan<byte> frame);
}
