namespace Sensor.Dissectors.Identity.Http;

/// <summary>How far a body that is looked at has come: whole, or chunk by chunk.</summary>
internal struct ScannedBody(bool isScanned)
{
    /// <summary>Bytes of a message that are looked at: a device's whole description is far longer.</summary>
    private const int Max = 64 * 1024;

    private long _budget = Max;
    private long _rest;

    /// <summary>It is looked at, and all of it was seen so far.</summary>
    public bool IsScanned { get; private set; } = isScanned;

    /// <summary>Bytes that follow and are to be looked at.</summary>
    public long Left { get; private set; }

    /// <summary>So many bytes of the body follow, and behind them some that aren't its own. Answers how many to skip at once.</summary>
    public long Scan(long length, int end = 0)
    {
        Left = Math.Min(length, _budget);
        _budget -= Left;
        _rest = length - Left + end;
        return Left > 0 ? 0 : _rest;
    }

    /// <summary>Of so many bytes at hand those that are to be looked at.</summary>
    public int Take(int length)
    {
        var taken = (int)Math.Min(Left, length);
        Left -= taken;
        return taken;
    }

    /// <summary>All that is left of what was announced: it is skipped.</summary>
    public long TakeAll()
    {
        var all = Left + _rest;
        (Left, _rest) = (0, 0);
        return all;
    }

    /// <summary>Bytes were lost. Within what was announced the place is kept, and the message passed over; otherwise false.</summary>
    public bool TryLose(long bytes)
    {
        var isWithin = Left > 0 && bytes <= Left + _rest;
        (Left, _rest, IsScanned) = (isWithin ? Left + _rest - bytes : 0, 0, false);
        return isWithin;
    }
}
