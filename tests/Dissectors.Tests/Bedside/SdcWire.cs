using System.Text;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Bedside;

/// <summary>Messages of SDC in the shapes that the standards' schemas prescribe (WS-Discovery 1.1, DPWS 1.1, IEEE 11073-10207 and 20701).</summary>
internal static class SdcWire
{
    public const string Endpoint = "urn:uuid:11f8a4a0-6d3c-4c3e-9a5a-0d5f0c9d1a01";

    private const string Namespaces =
        " xmlns:s12=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:wsa='http://www.w3.org/2005/08/addressing' xmlns:wsd=\"http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01\""
        + " xmlns:msg=\"http://standards.ieee.org/downloads/11073/11073-10207-2017/message\" xmlns:dpws=\"http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01\"";

    private const string Discovery = "http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01/";
    private const string Services = "http://standards.ieee.org/downloads/11073/11073-20701-2018/";

    public static string Envelope(string action, string body, string id = "urn:uuid:1", string? relatesTo = null, string to = Endpoint) =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- > --><s12:Envelope{Namespaces}><s12:Header><wsa:Action>{action}</wsa:Action><wsa:MessageID>{id}</wsa:MessageID>"
        + (relatesTo is null ? "" : $"<wsa:RelatesTo>{relatesTo}</wsa:RelatesTo>")
        + $"<wsa:To s12:mustUnderstand=\"1\">{to}</wsa:To></s12:Header>\r\n <s12:Body>{body}</s12:Body></s12:Envelope>";

    public static string Hello(string addresses = "http://10.40.0.7:6464/11f8a4a0", string types = "dpws:Device mdpws:MedicalDevice") => Envelope(
        Discovery + "Hello",
        $"<wsd:Hello>{Who}<wsd:Types>{types}</wsd:Types><wsd:Scopes>{Scopes}</wsd:Scopes><wsd:XAddrs>{addresses}</wsd:XAddrs><wsd:MetadataVersion>1</wsd:MetadataVersion></wsd:Hello>");

    public static string Bye { get; } = Envelope(Discovery + "Bye", $"<wsd:Bye>{Who}</wsd:Bye>");

    public static string Probe { get; } = Envelope(Discovery + "Probe", "<wsd:Probe><wsd:Types>dpws:Device mdpws:MedicalDevice</wsd:Types></wsd:Probe>", to: "urn:docs-oasis-open-org:ws-dd:ns:discovery:2009:01");

    public static string ProbeMatches { get; } = Envelope(
        Discovery + "ProbeMatches",
        $"<wsd:ProbeMatches><wsd:ProbeMatch>{Who}<wsd:Types>dpws:Device mdpws:MedicalDevice</wsd:Types><wsd:XAddrs>https://10.40.0.7:6465/x https://[fe80::1]:6465/x</wsd:XAddrs></wsd:ProbeMatch>"
        + "<wsd:ProbeMatch><wsa:EndpointReference><wsa:Address>urn:uuid:2</wsa:Address></wsa:EndpointReference><wsd:Types>wsdp:Device</wsd:Types></wsd:ProbeMatch></wsd:ProbeMatches>");

    public static string Request(string service, string name, int id, string handle = "", string value = "") => Envelope(
        $"{Services}{service}/{name}", handle.Length == 0 ? $"<msg:{name}/>" : $"<msg:{name}><msg:OperationHandleRef>{handle}</msg:OperationHandleRef>{value}</msg:{name}>", $"urn:uuid:q{id}");

    public static string Response(string service, string name, int id, string state = "", int transaction = 0) => Envelope(
        $"{Services}{service}/{name}Response",
        $"<msg:{name}Response MdibVersion=\"7\" SequenceId='urn:uuid:9'>{Invocation(state, transaction)}</msg:{name}Response>", $"urn:uuid:a{id}", $"urn:uuid:q{id}");

    public static string Fault(int id) => Envelope("http://www.w3.org/2005/08/addressing/soap/fault", "<s12:Fault><s12:Code><s12:Value>s12:Sender</s12:Value></s12:Code></s12:Fault>", "urn:uuid:f", $"urn:uuid:q{id}");

    public static string OperationReport(string state, int transaction) => Envelope(
        Services + "SetService/OperationInvokedReport",
        $"<msg:OperationInvokedReport MdibVersion=\"8\"><msg:ReportPart OperationHandleRef=\"x\">{Invocation(state, transaction)}</msg:ReportPart></msg:OperationInvokedReport>");

    public static string Metadata { get; } = Envelope(
        "http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse",
        "<m:Metadata xmlns:m=\"x\"><m:MetadataSection><dpws:ThisModel><dpws:Manufacturer>Example &amp; Sons</dpws:Manufacturer><dpws:ModelName xml:lang=\"en\">Syringe 7 &lt;neo></dpws:ModelName></dpws:ThisModel></m:MetadataSection>"
        + "<m:MetadataSection><dpws:ThisDevice><dpws:FriendlyName>Doe, Jane</dpws:FriendlyName><dpws:FirmwareVersion>2.1.0</dpws:FirmwareVersion></dpws:ThisDevice></m:MetadataSection>"
        + $"<m:MetadataSection><dpws:Relationship><dpws:Host>{Who}<dpws:Types>mdpws:MedicalDevice</dpws:Types></dpws:Host><dpws:Hosted><wsa:EndpointReference><wsa:Address>http://10.40.0.7/Set</wsa:Address></wsa:EndpointReference><dpws:Types>msg:SetService</dpws:Types></dpws:Hosted></dpws:Relationship></m:MetadataSection></m:Metadata>",
        "urn:uuid:m", "urn:uuid:q0");

    public static string Post(string body, string more = "") =>
        $"POST /11f8a4a0/Set HTTP/1.1\r\nHost: 10.40.0.7:6464\r\nContent-Type: application/soap+xml; charset=utf-8\r\n{more}Content-Length: {Encoding.Latin1.GetByteCount(body)}\r\n\r\n{body}";

    public static string Ok(string body) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\n\r\n{body}";

    public static string InChunks(string body, int size) =>
        "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
        + string.Concat(body.Chunk(size).Select(c => $"{c.Length:x}\r\n{new string(c)}\r\n")) + "0\r\n\r\n";

    public static Recording Session { get; } = Recording.Of(
        "sdc",
        ">" + Post(Envelope("http://schemas.xmlsoap.org/ws/2004/09/transfer/Get", "", "urn:uuid:q0")), "<" + Ok(Metadata),
        ">" + Post(Request("GetService", "GetMdib", 1)), "<" + InChunks(Response("GetService", "GetMdib", 1), 100),
        ">" + Post(Request("SetService", "SetValue", 2, "op.set.infusion_rate", "<msg:RequestedNumericValue>12.5</msg:RequestedNumericValue>")), "<" + Ok(Response("SetService", "SetValue", 2, "Wait", 31)),
        ">" + Post(Request("SetService", "SetAlertState", 3, "op.audio")), "<" + Ok(Fault(3)),
        ">" + Post(Request("GetService", "GetMdib", 4)), "<" + Ok(Response("GetService", "GetMdib", 4)));

    private static string Who => $"<wsa:EndpointReference><wsa:Address>\n {Endpoint} </wsa:Address></wsa:EndpointReference>";

    private static string Scopes => "sdc.mds.pkp:1.2.840.10004.20701.1.1 sdc.ctxt.loc:/sdc.ctxt.loc.detail/HOSP%2F%2F%2FCU1%2F%2FBed7?fac=HOSP&amp;poc=CU1&amp;bed=Bed7 sdc.ctxt.pat:/hospital/PAT-4711";

    private static string Invocation(string state, int transaction) => state.Length == 0
        ? "<msg:Mdib/>"
        : $"<msg:InvocationInfo><msg:TransactionId>{transaction}</msg:TransactionId><msg:InvocationState>{state}</msg:InvocationState></msg:InvocationInfo>";
}
