namespace Sensor.Models;

/// <summary>The open sessions of a device; the one silent longest makes room.</summary>
internal sealed class SessionTable
{
    private Session[] _sessions = [];

    public int Count { get; private set; }

    /// <summary>Sessions forgotten before they ended.</summary>
    public uint Evicted { get; private set; }

    public int StateBytes => 4 + 2 + (Count * Session.StateBytes);

    public int MemoryBytes => _sessions.Length * 32;

    public ref Session this[int index] => ref _sessions[index];

    /// <summary>Where the session is, or -1.</summary>
    public int Find(int grammar, ulong id)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_sessions[i].Id == id && _sessions[i].Grammar == grammar)
            {
                return i;
            }
        }

        return -1;
    }

    public int Open(in Session session)
    {
        if (Count == ModelBounds.Sessions)
        {
            Evicted++;
            var oldest = 0;
            for (var i = 1; i < Count; i++)
            {
                oldest = _sessions[i].Last < _sessions[oldest].Last ? i : oldest;
            }

            Close(oldest);
        }

        if (Count == _sessions.Length)
        {
            Array.Resize(ref _sessions, Math.Clamp(Count * 2, 2, ModelBounds.Sessions));
        }

        _sessions[Count] = session;
        return Count++;
    }

    public void Close(int index) => _sessions[index] = _sessions[--Count];

    /// <summary>Moves the step's session on by its token, opening or closing it as needed.</summary>
    public void Advance(in Utterance said, in Step step, bool alarmed)
    {
        var open = Find(step.Grammar, said.Session);
        if (said.IsEnd)
        {
            if (open >= 0)
            {
                Close(open);
            }

            return;
        }

        if (open < 0)
        {
            open = Open(new Session { Id = said.Session, Grammar = (byte)step.Grammar, Last = step.Now });
        }

        ref var session = ref _sessions[open];
        session.Before = step.Last;
        session.Latest = step.Next;
        session.Last = Math.Max(session.Last, step.Now);
        session.Excess = alarmed ? 0 : (float)step.Excess;
        session.Surprised = alarmed ? Math.Max(step.Now, 1) : said.First ? 0 : session.Surprised;
    }

    /// <summary>The symbols in the contexts of a grammar's open sessions, one bit each.</summary>
    public ulong Used(int grammar)
    {
        ulong used = 0;
        for (var i = 0; i < Count; i++)
        {
            used |= _sessions[i].Grammar == grammar ? (1UL << _sessions[i].Before) | (1UL << _sessions[i].Latest) : 0;
        }

        return used;
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt32(Evicted);
        writer.UInt16((ushort)Count);
        for (var i = 0; i < Count; i++)
        {
            _sessions[i].Save(ref writer);
        }
    }

    public static SessionTable Load(ref StateReader reader)
    {
        var table = new SessionTable { Evicted = reader.UInt32() };
        var count = reader.Count(ModelBounds.Sessions);
        for (var i = 0; i < count; i++)
        {
            table.Open(Session.Load(ref reader));
        }

        return table;
    }
}
