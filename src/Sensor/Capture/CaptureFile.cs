using Sensor.Capture.Sources;

namespace Sensor.Capture;

/// <summary>How a capture's reader left off.</summary>
internal enum FillResult
{
    /// <summary>There is more to read.</summary>
    More,

    /// <summary>Nothing has come yet; ask again.</summary>
    Waiting,

    /// <summary>There is no more; the block may hold the last packets.</summary>
    Ended,
}

/// <summary>One capture, read from front to back in large blocks.</summary>
/// <param name="path">What it is called.</param>
/// <param name="source">Its bytes; belongs to this reader from now on.</param>
/// <param name="notes">Where it is noted what it says besides packets.</param>
internal sealed class CaptureFile(string path, IByteSource source, CaptureNotes notes) : IDisposable
{
    private const int SmallCarry = 4096;

    /// <summary>The largest records that occur in earnest fit.</summary>
    private const int LargeCarry = 512 * 1024;

    /// <summary>Bytes that were read and not used up: the beginning of a record, as a rule.</summary>
    private byte[] _carry = new byte[SmallCarry];
    private int _carryStart;
    private int _carryLength;
    private ICaptureFormat? _format;
    private long _skip;

    public string Path => path;

    public long Packets { get; private set; }

    /// <summary>What was wrong with the file, in one sentence; null when nothing was.</summary>
    public string? Warning { get; private set; }

    /// <summary>Bytes used up so far, as they are stored.</summary>
    public long StoredRead => source.StoredRead;

    /// <summary>Bytes as they are stored; null when nobody can know.</summary>
    public long? StoredLength => source.StoredLength;

    /// <summary>The bytes in hand before the first packet was read: the capture's first.</summary>
    public ReadOnlySpan<byte> Head => _carry.AsSpan(0, _carryStart + _carryLength);

    /// <summary>Reads the beginning and recognises the format.</summary>
    /// <param name="atLeast">Bytes wanted in <see cref="Head"/>, unless the capture is shorter.</param>
    /// <returns>False when the bytes for it haven't come yet; ask again.</returns>
    /// <exception cref="CaptureException">It isn't a capture or can't be read; the message is one sentence.</exception>
    public bool TryBegin(int atLeast = CaptureFormats.LeastHead)
    {
        if (!TryGather(atLeast) || _format is not null)
        {
            return _format is not null;
        }

        if (source.Fault is { } fault && _carryLength < CaptureFormats.LeastHead)
        {
            throw new CaptureException($"{path} {fault}.");
        }

        if ((CaptureFormats.Recognise(path, Head, source.AtEnd, notes)
            ?? (TryGather(CaptureFormats.MostHead) ? CaptureFormats.Recognise(path, Head, source.AtEnd, notes) : null)) is not { } recognised)
        {
            return false;
        }

        (_format, _carryStart) = recognised;
        _carryLength -= _carryStart;
        return true;
    }

    /// <summary>Fills a block with whole records. The capture has begun.</summary>
    /// <param name="block">Takes the records.</param>
    /// <param name="most">Bytes of the block to use.</param>
    public FillResult Fill(PacketBlock block, int most = PacketBlock.Capacity)
    {
        block.Clear();
        _carry.AsSpan(_carryStart, _carryLength).CopyTo(block.Bytes);
        var read = source.Read(block.Bytes.AsSpan(_carryLength, Math.Max(0, most - _carryLength)));
        block.Length = _carryLength + read;
        _carryStart = _carryLength = 0;
        var skipped = (int)Math.Min(_skip, block.Length);
        _skip -= skipped;
        var framed = _format!.Frame(block, skipped);
        Packets += block.Count;
        if (framed.Damage is { } damage)
        {
            Warning = $"{path} is damaged after packet {Packets}: {damage}; everything before is used.";
            return FillResult.Ended;
        }

        Keep(block.Bytes.AsSpan(skipped + framed.Consumed, block.Length - skipped - framed.Consumed), framed.Skip);
        if (!source.AtEnd)
        {
            if (read > 0 || block.Count > 0 || most <= _carryLength)
            {
                return FillResult.More;
            }

            Rest();
            return FillResult.Waiting;
        }

        Close();
        return FillResult.Ended;
    }

    /// <summary>No more will come: what is left over says whether that was expected.</summary>
    public void Close()
    {
        if (source.Fault is { } fault)
        {
            Warning = $"{path} {fault}, after packet {Packets}; everything before is used.";
        }
        else if (_carryLength > 0 || _skip > 0)
        {
            Warning = $"{path} ends in the middle of a record after packet {Packets}; all whole records are used.";
        }
        else if (_format?.Complaint is { } complaint)
        {
            Warning = $"{path} {complaint}.";
        }
        else if (_format?.NamesRefused > 0)
        {
            Warning = $"{path} has names of hosts that aren't used, {_format.NamesRefused} in all: malformed, or more than are kept.";
        }
    }

    public void Dispose() => source.Dispose();

    /// <summary>Reads until so many bytes are at hand; false when they haven't come yet.</summary>
    private bool TryGather(int wanted)
    {
        Grow(wanted);
        while (_carryStart + _carryLength < wanted && !source.AtEnd)
        {
            var read = source.Read(_carry.AsSpan(_carryStart + _carryLength, wanted - _carryStart - _carryLength));
            _carryLength += read;
            if (read == 0 && !source.AtEnd)
            {
                return false;
            }
        }

        return true;
    }

    private void Keep(ReadOnlySpan<byte> left, long skip)
    {
        if (skip > 0)
        {
            _skip = skip - left.Length;
            return;
        }

        if (_carry.Length > LargeCarry && left.Length <= LargeCarry)
        {
            // It was large for the sake of the beginning.
            _carry = new byte[SmallCarry];
        }

        Grow(left.Length);
        left.CopyTo(_carry);
        _carryLength = left.Length;
    }

    /// <summary>It may be long until more comes, and the captures that wait like this one may be many.</summary>
    private void Rest()
    {
        if (_carry.Length > SmallCarry && _carryLength <= SmallCarry)
        {
            Array.Resize(ref _carry, SmallCarry);
        }
    }

    private void Grow(int length)
    {
        if (_carry.Length < length)
        {
            Array.Resize(ref _carry, Math.Min(PacketBlock.Capacity, Math.Max(length, 2 * _carry.Length)));
        }
    }
}
