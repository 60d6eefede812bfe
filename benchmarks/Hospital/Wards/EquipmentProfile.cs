using Hospital.Kernel;
using Hospital.Network;

namespace Hospital.Wards;

/// <summary>In which way a pump is reached.</summary>
public enum PumpConnection
{
    /// <summary>It is none.</summary>
    None,

    /// <summary>A serial line on a terminal server, a TCP port each, Alaris' protocol.</summary>
    TerminalServer,

    /// <summary>A slot in a rack whose communication device speaks BCC.</summary>
    Rack,

    /// <summary>An address of its own, speaks BCC.</summary>
    Wireless,

    /// <summary>An address of its own and a protocol nobody reads; its server speaks IHE PCD for it.</summary>
    Smart,
}

/// <summary>How a make and model that makes no pictures behaves on the network. Invented names, the ways of real ones.</summary>
public sealed record EquipmentProfile
{
    public required string Model { get; init; }

    public required HostRole Role { get; init; }

    /// <summary>24 bits of who made it, or the computer inside.</summary>
    public required uint MacPrefix { get; init; }

    /// <summary>Format of its serial numbers: each # is a digit.</summary>
    public string Serial { get; init; } = "######";

    /// <summary>Of the site's devices of its role; 0: single ones.</summary>
    public double Share { get; init; }

    public PumpConnection Connection { get; init; }

    /// <summary>How many are reached through one gateway.</summary>
    public int PerGateway { get; init; } = 1;

    /// <summary>Median time until it answers, nanoseconds.</summary>
    public long AnswerTime { get; init; } = 20 * Nanos.Millisecond;

    /// <summary>How often it is asked, or tells, while it is used.</summary>
    public long Period { get; init; } = 3 * Nanos.Minute;

    /// <summary>The same while nobody uses it, where that is asked (pumps).</summary>
    public long IdlePeriod { get; init; } = 30 * Nanos.Minute;

    /// <summary>Mean life of its connections.</summary>
    public long ConnectionLife { get; init; } = 36 * Nanos.Hour;

    /// <summary>Bytes it tells in each period.</summary>
    public int Bytes { get; init; } = 1200;

    /// <summary>Datagrams rather than a connection.</summary>
    public bool IsUdp { get; init; }

    /// <summary>Its results go to the laboratory system as HL7, not in a protocol of its own.</summary>
    public bool SpeaksHl7 { get; init; }

    /// <summary>It has a web interface in clear, for this user; empty: none.</summary>
    public string WebUser { get; init; } = "";

    /// <summary>It tells its maker at night how it is, under this name; empty: it doesn't.</summary>
    public string Cloud { get; init; } = "";

    /// <summary>A serial number of this model.</summary>
    public string NewSerial(Dice dice) => string.Concat(Serial.Select(c => c == '#' ? (char)('0' + dice.Whole(0, 9)) : c));
}
