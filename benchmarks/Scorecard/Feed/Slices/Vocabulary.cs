namespace Scorecard.Feed.Slices;

/// <summary>Which members of which events are compared with steps, and which can't be.</summary>
internal static class Vocabulary
{
    public const string Association = "association";
    public const string Operation = "operation";
    public const string Message = "message";
    public const string Pump = "pump";
    public const string Web = "web";
    public const string Tls = "tls";
    public const string Ftp = "ftp";
    public const string Telnet = "telnet";
    public const string Flow = "flow";

    /// <summary>Who asked, sent or opened: the event's <c>src_ip</c>.</summary>
    public const string From = "from";

    /// <summary>Ends in it: only whether there is a value is compared (pseudonyms).</summary>
    private const char Presence = '?';

    private static readonly Dictionary<string, string[]> Fields = new()
    {
        [Association] =
        [
            From, "calling_ae", "called_ae", "result", "reject.result", "reject.source", "abort.source",
            "requestor.implementation_uid", "requestor.implementation_version", "requestor.max_pdu_length",
            "acceptor.implementation_uid", "acceptor.implementation_version", "acceptor.max_pdu_length",
            "contexts.proposed", "contexts.accepted", "user_identity.type", "operations", "objects", "bytes_to_acceptor", "bytes_to_requestor",
        ],
        [Operation] =
        [
            From, "command", "message_id", "context_id", "calling_ae", "called_ae", "sop_class", "transfer_syntax", "instance?", "status", "request_bytes", "response_bytes", "pending",
            "sub_operations.remaining", "sub_operations.completed", "sub_operations.failed", "sub_operations.warning",
            "move_destination", "move_originator", "move_originator_message_id", "query.level", "query.keys",
        ],
        [Message] =
        [
            From, "type", "structure", "control_id?", "sending_application", "sending_facility", "receiving_application", "receiving_facility",
            "bytes", "patient?", "order?", "ack.code", "ack.commit_code",
        ],
        [Pump] = [From, "family", "kind", "serial", "command", "outcome", "values.new"],
        [Web] = [From, "http_method", "status", "hostname", "http_user_agent", "server", "length", "request_length", "authorization"],
        [Tls] = [From, "sni", "handshake"],
        [Ftp] = [From, "banner", "user_in_clear", "password_in_clear", "anonymous", "login", "failed_logins"],
        [Telnet] = [From, "banner", "login_prompt", "password_prompt"],
        [Flow] = [From, "app_proto", "state", "reason"],
    };

    /// <summary>What events tell and steps don't, or the other way round, with why.</summary>
    public static IReadOnlyList<string> NotCompared { get; } =
    [
        "association: pdus (how many depends on the encoder), duration_ms and all other times (compared between the two forms of packets), reject.reason and abort.reason (the words are the sensor's), "
            + "role selections and extended negotiations (steps have none), bytes_to_acceptor and bytes_to_requestor where a query or an answer of unsaid length is among them",
        "operation: request_bytes of queries and retrievals (their data sets are made of keys), latencies, patients and instances (pseudonyms: only whether there is one), query.matching_keys, universal and wildcard",
        "message: control id, patient and order (pseudonyms: only whether there is one), visit, accession, segments, observations, version, charset, quirks, latencies",
        "pump: class, values' old ones and units, reason, state, drug and alarm, confidence; what a pump says of itself (status, alarm) is the sensor's own digest of many answers",
        "web: content types and DICOMweb; requests after the first hundred of a connection",
        "tls: versions, ciphers, certificates and protocols offered",
        "flow: packets and bytes (they depend on the form), age; where no end was seen only that there was one",
    ];

    public static IReadOnlyList<string> Of(string kind) => Fields[kind];

    public static IEnumerable<string> Kinds => Fields.Keys;

    public static bool IsPresence(string field) => field[^1] == Presence;
}
