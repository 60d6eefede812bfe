using Hospital.Labels;

namespace Hospital.Network;

/// <summary>In which language two hosts speak.</summary>
public enum Language
{
    /// <summary>Nobody's: bytes that no dissector reads (databases, file sharing, remote desktops, DNS).</summary>
    Opaque,
    Dicom,
    Hl7,
    Alaris,
    Bcc,
    Http,
    Tls,
    Ftp,
    Telnet,

    /// <summary>ARP; there are no ports and no handshake.</summary>
    Arp,
}

public enum Side
{
    Client,
    Server,
}

/// <summary>A TCP connection, or what two hosts say to each other over UDP between two ports.</summary>
public sealed class Conversation
{
    /// <summary>Unique in a run, and the same in every run with its seed.</summary>
    public required long Number { get; init; }

    public required Host Client { get; init; }

    public required Host Server { get; init; }

    public required ushort ClientPort { get; init; }

    public required ushort ServerPort { get; init; }

    public required Language Language { get; init; }

    public bool IsUdp { get; init; }

    /// <summary>Whose doing it is; null: ordinary life.</summary>
    public AttackLabel? Attack { get; init; }

    public Host Speaker(Side side) => side == Side.Client ? Client : Server;
}
