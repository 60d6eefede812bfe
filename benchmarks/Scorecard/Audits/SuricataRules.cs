using System.Globalization;

namespace Scorecard.Audits;

/// <summary>
/// Rules as a diligent administrator would write them for a hospital, in Suricata's ordinary language and from common knowledge of what shouldn't be: nothing is known of the attacks to come.
/// </summary>
internal static class SuricataRules
{
    /// <summary>First signature id of ours; the distribution's are above 2,000,000.</summary>
    public const int First = 1_000_001;

    private static readonly IReadOnlyList<string> Rules =
    [
        """alert tcp any any -> $HOME_NET any (msg:"port scan: many connections begun"; flags:S,12; threshold:type both, track by_src, count 60, seconds 60; classtype:network-scan;""",
        """alert tcp any any -> $HOME_NET [22,23,135,139,445,3389,5900,5985] (msg:"sweep of remote services"; flags:S,12; threshold:type both, track by_src, count 10, seconds 300; classtype:network-scan;""",
        """alert tcp any any -> $HOME_NET any (msg:"resets in a row: closed ports are tried"; flags:R,12; threshold:type both, track by_dst, count 30, seconds 60; classtype:network-scan;""",
        """alert icmp any any -> $HOME_NET any (msg:"ping sweep"; itype:8; threshold:type both, track by_src, count 30, seconds 60; classtype:network-scan;""",
        """alert icmp any any -> any any (msg:"large ICMP"; dsize:>800; threshold:type both, track by_src, count 5, seconds 300; classtype:bad-unknown;""",
        """alert tcp $EXTERNAL_NET any -> $HOME_NET [104,11112,2575,6661,3613,4001,1500] (msg:"medical protocol from outside"; flags:S,12; classtype:policy-violation;""",
        """alert tcp $HOME_NET any -> $EXTERNAL_NET [104,11112,2575,6661] (msg:"medical protocol to outside"; flags:S,12; classtype:policy-violation;""",
        """alert tcp $HOME_NET any -> $EXTERNAL_NET [22,23,445,3389,5900] (msg:"remote service outside"; flags:S,12; classtype:policy-violation;""",
        """alert tcp $EXTERNAL_NET any -> $HOME_NET [22,23,445,3389,5900] (msg:"remote service from outside"; flags:S,12; classtype:policy-violation;""",
        """alert ssh any any -> $HOME_NET any (msg:"SSH guessed"; flow:to_server; threshold:type both, track by_src, count 8, seconds 60; classtype:attempted-admin;""",
        """alert http any any -> $HOME_NET any (msg:"web logins fail in a row"; flow:established,to_client; http.stat_code; content:"401"; threshold:type both, track by_dst, count 5, seconds 300; classtype:attempted-user;""",
        """alert tcp any any -> any any (msg:"FTP login fails"; flow:established,to_client; content:"530 "; startswith; threshold:type both, track by_dst, count 5, seconds 300; classtype:attempted-user;""",
        """alert tcp any any -> any any (msg:"Telnet login fails"; flow:established,to_client; content:"ogin incorrect"; nocase; threshold:type both, track by_dst, count 5, seconds 300; classtype:attempted-user;""",
        """alert dns any any -> any any (msg:"long DNS names: a tunnel"; dns.query; bsize:>80; threshold:type both, track by_src, count 10, seconds 300; classtype:bad-unknown;""",
        """alert udp any any -> any 53 (msg:"DNS in a flood"; threshold:type both, track by_src, count 300, seconds 60; classtype:bad-unknown;""",
        """alert tcp any any -> any any (msg:"DICOM association rejected again and again"; flow:established,to_client; content:"|03 00 00 00 00 04 00|"; startswith; threshold:type both, track by_dst, count 5, seconds 300; classtype:attempted-recon;""",
        """alert tcp any any -> any any (msg:"DICOM query for every patient's name"; flow:established,to_server; content:"|10 00 10 00|PN|02 00|* "; classtype:policy-violation;""",
        """alert tcp any any -> any any (msg:"HL7 merge of patients"; flow:established,to_server; content:"ADT^A40"; threshold:type both, track by_src, count 5, seconds 600; classtype:policy-violation;""",
        """alert tcp any any -> $HOME_NET 445 (msg:"much is written to a share"; flow:established,to_server; threshold:type both, track by_src, count 20000, seconds 60; classtype:bad-unknown;""",
        """alert tcp any any -> $HOME_NET any (msg:"connections exhausted"; flags:S,12; threshold:type both, track by_dst, count 100, seconds 60; classtype:attempted-dos;""",
        """alert tls any any -> any any (msg:"TLS of a version long given up"; tls.version:"1.0"; threshold:type limit, track by_src, count 1, seconds 86400; classtype:policy-violation;""",
    ];

    /// <summary>As a rule file.</summary>
    public static string Text => string.Concat(Rules.Select((rule, i) => string.Create(CultureInfo.InvariantCulture, $"{rule} sid:{First + i}; rev:1;)\n")));
}
