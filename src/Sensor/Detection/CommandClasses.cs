namespace Sensor.Detection;

/// <summary>
/// The words by which commands are counted over time: the standards' own, a closed list for each protocol. What isn't in it, whatever the wire says, is <see cref="Other"/>.
/// </summary>
internal static class CommandClasses
{
    public const string Other = "other";

    private static readonly Dictionary<string, HashSet<string>> Known = new()
    {
        // PS3.7 and PS3.8.
        ["dicom"] =
        [
            "A-ASSOCIATE", "C-CANCEL", "C-ECHO", "C-FIND", "C-GET", "C-MOVE", "C-STORE", "N-ACTION", "N-CREATE", "N-DELETE", "N-EVENT-REPORT", "N-GET", "N-SET",
        ],

        // HL7 v2.9 table 0076: the types, without the events.
        ["hl7"] =
        [
            "ACK", "ADR", "ADT", "BAR", "BPS", "BRP", "BRT", "BTS", "CRM", "CSU", "DFT", "DOC", "DSR", "EAC", "EAN", "EAR", "EDR", "EHC", "EQQ", "ERP", "ESR", "ESU", "INR", "INU",
            "LSR", "LSU", "MCF", "MDM", "MFD", "MFK", "MFN", "MFQ", "MFR", "NMD", "NMQ", "NMR", "OMB", "OMD", "OMG", "OMI", "OML", "OMN", "OMP", "OMQ", "OMS", "OPL", "OPR", "OPU",
            "ORA", "ORB", "ORD", "ORF", "ORG", "ORI", "ORL", "ORM", "ORN", "ORP", "ORR", "ORS", "ORU", "OSM", "OSQ", "OSR", "OSU", "OUL", "PEX", "PGL", "PIN", "PMU", "PPG", "PPP",
            "PPR", "PPT", "PPV", "PRR", "PTR", "QBP", "QCK", "QCN", "QRY", "QSB", "QSX", "QVR", "RAR", "RAS", "RCI", "RCL", "RDE", "RDR", "RDS", "RDY", "REF", "RER", "RGR", "RGV",
            "ROR", "RPA", "RPI", "RPL", "RPR", "RQA", "RQC", "RQI", "RQP", "RQQ", "RRA", "RRD", "RRE", "RRG", "RRI", "RSP", "RTB", "SIU", "SLN", "SLR", "SMD", "SPQ", "SQM", "SQR",
            "SRM", "SRR", "SSR", "SSU", "STC", "STI", "SUR", "TBR", "TCR", "TCU", "UDM", "VQQ", "VXQ", "VXR", "VXU", "VXX",
        ],
        ["tls"] = ["TLS HANDSHAKE"],
        ["http"] =
        [
            "HTTP", "HTTP CONNECT", "HTTP COPY", "HTTP DELETE", "HTTP GET", "HTTP HEAD", "HTTP LOCK", "HTTP MKCOL", "HTTP MOVE", "HTTP OPTIONS", "HTTP PATCH", "HTTP POST",
            "HTTP PROPFIND", "HTTP PROPPATCH", "HTTP PUT", "HTTP REPORT", "HTTP TRACE", "HTTP UNLOCK",
        ],
        ["ftp"] = ["FTP LOGIN", "FTP SESSION"],
        ["telnet"] = ["TELNET"],
    };

    /// <summary>Words of a protocol, <see cref="Other"/> not among them.</summary>
    public static IReadOnlyCollection<string> All(string protocol) => Known.GetValueOrDefault(protocol) ?? [];

    public static string Of(string protocol, string command)
    {
        if (!Known.TryGetValue(protocol, out var words))
        {
            return Other;
        }

        // An event of HL7 stands behind its type.
        var type = protocol == "hl7" && command.IndexOf('^', StringComparison.Ordinal) is > 0 and var end ? command[..end] : command;
        return words.TryGetValue(type, out var word) ? word : Other;
    }
}
