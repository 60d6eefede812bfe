using Hospital.Network;
using Hospital.Wire.Languages;

namespace Hospital.Wire.Frames;

/// <summary>A message under way: which segment is next, and when.</summary>
internal sealed class Transmission
{
    private const int ShortBulk = 256;
    private const int BulkBegins = 32;

    private Line _line = null!;
    private long _longest;
    private long _begins;
    private long _duration;
    private long _count;
    private long _sent;
    private int _stretch;
    private long _at;

    public Wording Wording { get; } = new();

    public Line Line => _line;

    public Side From { get; private set; }

    /// <summary>Segments sent since the last one that is acknowledged.</summary>
    public int Unacknowledged { get; set; }

    public bool IsDone => _sent == _count;

    public bool IsEmpty => _count == 0;

    /// <summary>When the last segment leaves.</summary>
    public long Ends => _count > 1 ? _begins + _duration : _begins;

    /// <summary>When the next segment leaves: they are spread evenly.</summary>
    public long Time => _count > 1 ? _begins + (_duration / (_count - 1) * _sent) + (_duration % (_count - 1) * _sent / (_count - 1)) : _begins;

    /// <summary>Begins to send what <see cref="Wording"/> holds.</summary>
    public void Begin(Line line, Side from, long time, long duration, int longestPayload)
    {
        (_line, From, _begins, _duration, _longest) = (line, from, time, duration, longestPayload);
        (_count, _sent, _stretch, _at, Unacknowledged) = (0, 0, 0, 0, 0);
        foreach (var stretch in Wording.Stretches)
        {
            _count += (stretch.Total + longestPayload - 1) / longestPayload;
        }
    }

    /// <summary>Nothing of it, nor of its conversation, is kept.</summary>
    public void Forget() => _line = null!;

    /// <summary>Takes the next segment: writes what is captured of it.</summary>
    /// <param name="to">Where its payload goes.</param>
    /// <param name="isCut">Of bulk, only what is short and where it begins is captured.</param>
    public (int Length, int Captured, bool IsBulk) Next(Span<byte> to, bool isCut)
    {
        var stretch = Wording.Stretches[_stretch];
        var length = (int)Math.Min(_longest, stretch.Total - _at);
        var words = (int)Math.Clamp(stretch.Length - _at, 0, length);
        if (words > 0)
        {
            Wording.Explicit(in stretch).Slice((int)_at, words).CopyTo(to);
        }

        var isBulk = words == 0 && _at > 0;
        var filler = length - words;
        if (isCut && (isBulk || filler > ShortBulk))
        {
            filler = isBulk ? 0 : BulkBegins;
        }

        if (filler > 0)
        {
            Filler.Write(to.Slice(words, filler), Wording.Salt, stretch.Start + _at + words);
        }

        _at += length;
        if (_at == stretch.Total)
        {
            (_stretch, _at) = (_stretch + 1, 0);
        }

        _sent++;
        return (length, words + filler, isBulk);
    }
}
