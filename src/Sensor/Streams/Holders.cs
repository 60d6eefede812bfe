using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>Gives up what a direction holds back.</summary>
internal interface IHeldBack
{
    void GiveUp(Flow flow, Direction direction, HalfStream half, in Moment at);
}

/// <summary>
/// The directions of a partition that hold bytes back (left over by a dissector, or behind a hole), in the order in which they began to. At the memory bound
/// who has held longest gives way: ordinary conversations hold for milliseconds, those that were made to fill the memory for ever.
/// </summary>
internal sealed class Holders(StreamMemory memory)
{
    private HalfStream? _oldest;
    private HalfStream? _newest;
    private bool _isGivingUp;

    /// <summary>Does the giving up.</summary>
    public IHeldBack? HeldBack { get; set; }

    /// <summary>Times a direction lost what it held, or found no room for more.</summary>
    public long Losses { get; private set; }

    /// <summary>A buffer for a direction; others give way for it. Null when there is none left to do so: it has held longest itself.</summary>
    public byte[]? TryRent(int length, Flow flow, Direction direction, HalfStream half, in Moment at)
    {
        var buffer = memory.TryRent(length);
        while (buffer is null && !_isGivingUp && _oldest is { } oldest && oldest != half)
        {
            // What comes out of the one who gives way must not make others do so in turn.
            _isGivingUp = true;
            Losses++;
            HeldBack!.GiveUp(oldest.Holder!, oldest.HolderDirection, oldest, at);
            _isGivingUp = false;
            buffer = memory.TryRent(length);
        }

        if (buffer is null)
        {
            Losses++;
        }
        else if (half.Holder is null)
        {
            Add(flow, direction, half);
        }

        return buffer;
    }

    /// <summary>A direction has returned a buffer; with its last one it leaves.</summary>
    public void Settle(HalfStream half)
    {
        if (half.Holder is null || half.Head is not null || half.Left is not null)
        {
            return;
        }

        (half.HeldLonger is { } longer ? ref longer.HeldShorter : ref _oldest) = half.HeldShorter;
        (half.HeldShorter is { } shorter ? ref shorter.HeldLonger : ref _newest) = half.HeldLonger;
        half.Holder = null;
        half.HeldLonger = half.HeldShorter = null;
    }

    private void Add(Flow flow, Direction direction, HalfStream half)
    {
        (half.Holder, half.HolderDirection, half.HeldLonger) = (flow, direction, _newest);
        (_newest is { } newest ? ref newest.HeldShorter : ref _oldest) = half;
        _newest = half;
    }
}
