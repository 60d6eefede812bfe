namespace Sensor.Models;

/// <summary>One grammar's vocabulary, and how far its sequences have settled.</summary>
internal sealed class GrammarExpectation(ulong key)
{
    private NoveltyRate _novelty;
    private Announcements _announcements;
    private uint _first;
    private uint _tokens;
    private float _blockBits;
    private ushort _blockTokens;
    private float _meanBits;
    private float _meanBitsBefore;
    private byte _blocks;
    private bool _declared;

    public ulong Key => key;

    public Symbols Symbols { get; private set; } = new();

    public uint Tokens => _tokens;

    public int StateBytes => 8 + NoveltyRate.StateBytes + Announcements.StateBytes + (5 * 4) + 2 + 2 + Symbols.StateBytes;

    public int MemoryBytes => 160 + Symbols.MemoryBytes;

    /// <summary>Mean surprise of a token in the last finished block, bits.</summary>
    public Expected Usual => new(0, _meanBits, 0, _tokens, PacketTime.FromMinutes(_first));

    public double TokensPerMonth(uint now) => PacketTime.PerMonth(_tokens, _first, now);

    /// <summary>How many transitions never seen before are to be expected in a month.</summary>
    public double NewPerMonth(uint now, ModelSettings settings) => _novelty.PerMonth(_first, now, settings);

    public (Verdict Verdict, JudgementReason Reason) Announce(JudgementReason reason, uint now, ModelSettings settings) =>
        _announcements.Next(reason, now, settings);

    public void Announced(uint now) => _announcements.Note(now);

    /// <summary>What was announced was dealt with.</summary>
    public void AnnounceAnew() => _announcements = default;

    public Shortfall Lacks(uint now, ModelSettings settings)
    {
        if (_declared)
        {
            return default;
        }

        if (_novelty.Occasions < settings.MatureSessions)
        {
            return new Shortfall(Lacking.Sessions, _novelty.Occasions, settings.MatureSessions);
        }

        if (_tokens < settings.MatureTokens)
        {
            return new Shortfall(Lacking.Observations, _tokens, settings.MatureTokens);
        }

        var minutes = PacketTime.Between(_first, now);
        var span = PacketTime.Minutes(settings.MatureSpan);
        if (minutes < span)
        {
            return new Shortfall(Lacking.Span, minutes * 60.0, span * 60.0);
        }

        var chance = _novelty.Probability(now, settings.NoveltyHalfLife);
        if (chance > settings.SettledNovelty)
        {
            return new Shortfall(Lacking.Stability, chance, settings.SettledNovelty);
        }

        // Half a bit is a grammar that leaves no choice in nine steps of ten.
        var most = _blocks < 2 ? 0.5 : Math.Max(0.5, settings.SettledRatio * _meanBitsBefore);
        return _blocks > 0 && _meanBits > most ? new Shortfall(Lacking.Settling, _meanBits, most) : default;
    }

    /// <summary>Counts a learnt token: its surprise, and whether it began an occasion.</summary>
    public void Count(uint now, double bits, bool occasion, ModelSettings settings)
    {
        if (_tokens == 0)
        {
            _first = now;
        }

        _tokens = Saturating.Add(_tokens, 1);
        if (occasion)
        {
            _novelty.Occasion(now, settings.NoveltyHalfLife);
        }

        _blockBits += (float)bits;
        if (++_blockTokens >= settings.MatureTokens)
        {
            _meanBitsBefore = _meanBits;
            _meanBits = _blockBits / _blockTokens;
            _blocks = (byte)Math.Min(_blocks + 1, 2);
            (_blockBits, _blockTokens) = (0, 0);
        }
    }

    /// <summary>A transition became known.</summary>
    public void Found() => _novelty.Found();

    /// <summary>A transition was seen for the second time.</summary>
    public void FoundAgain(uint now, ModelSettings settings) => _novelty.FoundAgain(now, now, settings.NoveltyHalfLife);

    public void Declare(uint now, ModelSettings settings)
    {
        _declared = true;
        _novelty.Vouch(_first, now, settings);
    }

    public void MergeFrom(GrammarExpectation other, ModelSettings settings)
    {
        _novelty.MergeFrom(other._novelty, settings.NoveltyHalfLife);
        _first = _tokens == 0 ? other._first : other._tokens == 0 ? _first : Math.Min(_first, other._first);
        if (other._tokens > _tokens)
        {
            (_meanBits, _meanBitsBefore, _blocks) = (other._meanBits, other._meanBitsBefore, other._blocks);
        }

        _tokens = Saturating.Add(_tokens, other._tokens);
        _declared |= other._declared;
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt64(key);
        _novelty.Save(ref writer);
        _announcements.Save(ref writer);
        writer.UInt32(_first);
        writer.UInt32(_tokens);
        writer.Single(_blockBits);
        writer.Single(_meanBits);
        writer.Single(_meanBitsBefore);
        writer.UInt16(_blockTokens);
        writer.Byte(_blocks);
        writer.Byte((byte)(_declared ? 1 : 0));
        Symbols.Save(ref writer);
    }

    public static GrammarExpectation Load(ref StateReader reader) => new(reader.UInt64())
    {
        _novelty = NoveltyRate.Load(ref reader),
        _announcements = Announcements.Load(ref reader),
        _first = reader.UInt32(),
        _tokens = reader.UInt32(),
        _blockBits = reader.Single(),
        _meanBits = reader.Single(),
        _meanBitsBefore = reader.Single(),
        _blockTokens = reader.UInt16(),
        _blocks = reader.Byte(),
        _declared = reader.Byte() != 0,
        Symbols = Symbols.Load(ref reader),
    };
}
