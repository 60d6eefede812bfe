namespace Sensor.Models;

/// <summary>Where an open session stands.</summary>
internal struct Session
{
    public const int StateBytes = 8 + 4 + 4 + 4 + 3;

    public ulong Id;

    /// <summary>Minute of the last token.</summary>
    public uint Last;

    /// <summary>Minute of the last surprise; 0: none.</summary>
    public uint Surprised;

    /// <summary>Bits by which the session's tokens, of late, were harder to believe than blind guessing.</summary>
    public float Excess;

    public byte Grammar;
    public byte Before;
    public byte Latest;

    public readonly void Save(ref StateWriter writer)
    {
        writer.UInt64(Id);
        writer.UInt32(Last);
        writer.UInt32(Surprised);
        writer.Single(Excess);
        writer.Byte(Grammar);
        writer.Byte(Before);
        writer.Byte(Latest);
    }

    public static Session Load(ref StateReader reader)
    {
        var session = new Session
        {
            Id = reader.UInt64(),
            Last = reader.UInt32(),
            Surprised = reader.UInt32(),
            Excess = reader.Single(),
            Grammar = reader.Byte(),
            Before = reader.Byte(),
            Latest = reader.Byte(),
        };
        reader.Require(session is { Grammar: < ModelBounds.Grammars, Before: <= Symbols.None, Latest: <= Symbols.None, Excess: >= 0 });
        return session;
    }
}
