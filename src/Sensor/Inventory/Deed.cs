namespace Sensor.Inventory;

/// <summary>What a command does, as far as it tells roles apart.</summary>
internal enum Deed : byte
{
    None,

    /// <summary>C-ECHO.</summary>
    Verify,

    /// <summary>C-STORE.</summary>
    Store,

    /// <summary>C-FIND in an archive.</summary>
    Query,

    /// <summary>C-MOVE and C-GET.</summary>
    Retrieve,

    /// <summary>C-FIND in a worklist.</summary>
    Worklist,

    /// <summary>N-CREATE, N-SET and the like: what it is about says what it does.</summary>
    Normalized,

    /// <summary>N-CREATE and N-SET of a performed procedure step (MPPS).</summary>
    ProcedureStep,

    /// <summary>N-ACTION that asks for storage commitment.</summary>
    Commitment,

    /// <summary>Anything about a film.</summary>
    Print,

    /// <summary>N-EVENT-REPORT: the serving side's word.</summary>
    Report,

    /// <summary>HL7 by the first part of the message type.</summary>
    Admission,
    Order,
    Result,
    Schedule,
    Document,
    OtherMessage,

    /// <summary>A pump was told what to give.</summary>
    PumpCommand,

    /// <summary>A pump was asked how it is.</summary>
    PumpPoll,

    /// <summary>A pump said how it is.</summary>
    PumpStatus,
}

/// <summary>Tells deeds by the standards' own names: commands (PS3.7), SOP classes (PS3.4), message types (HL7 table 0076).</summary>
internal static class Deeds
{
    public const int Count = (int)Deed.PumpStatus + 1;

    public static bool IsMessage(Deed deed) => deed is >= Deed.Admission and <= Deed.OtherMessage;

    public static Deed Of(string command) => command switch
    {
        "C-ECHO" => Deed.Verify,
        "C-STORE" => Deed.Store,
        "C-FIND" => Deed.Query,
        "C-MOVE" or "C-GET" => Deed.Retrieve,
        "N-CREATE" or "N-SET" or "N-ACTION" => Deed.Normalized,
        "N-EVENT-REPORT" => Deed.Report,
        _ => OfMessage(command),
    };

    /// <summary>What a command does to a SOP class.</summary>
    public static Deed About(Deed deed, string sopClass) => (deed, sopClass) switch
    {
        (Deed.Query, "1.2.840.10008.5.1.4.31") => Deed.Worklist,
        (Deed.Normalized, "1.2.840.10008.3.1.2.3.3") => Deed.ProcedureStep,
        (Deed.Normalized, "1.2.840.10008.1.20.1") => Deed.Commitment,
        (Deed.Normalized, _) when sopClass.StartsWith("1.2.840.10008.5.1.1.", StringComparison.Ordinal) => Deed.Print,
        _ => deed,
    };

    private static Deed OfMessage(string type)
    {
        // A blank: what a message does to a pump, which is told of besides the message.
        if (type.Length < 3 || (type.Length > 3 && type[3] != '^') || !type.AsSpan(0, 3).ContainsOnlyCapitals() || type.Contains(' ', StringComparison.Ordinal))
        {
            return Deed.None;
        }

        return type[..3] switch
        {
            "ADT" => Deed.Admission,
            "ORM" or "OMG" or "OMI" or "OML" or "OMP" or "RDE" => Deed.Order,
            "ORU" or "OUL" => Deed.Result,
            "SIU" => Deed.Schedule,
            "MDM" => Deed.Document,
            _ => Deed.OtherMessage,
        };
    }

    private static bool ContainsOnlyCapitals(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('A', 'Z');
}
