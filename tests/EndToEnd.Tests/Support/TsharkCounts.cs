using System.Text.RegularExpressions;
using System.Xml;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>What tshark counts in a capture, now. PDML is read because a frame may hold any number of PDUs, commands and messages.</summary>
internal static partial class TsharkCounts
{
    private static readonly string[] _pduNames = ["", "A-ASSOCIATE-RQ", "A-ASSOCIATE-AC", "A-ASSOCIATE-RJ", "P-DATA-TF", "A-RELEASE-RQ", "A-RELEASE-RP", "A-ABORT"];

    public static Counts Of(Truth capture)
    {
        Programs.RequireTshark();
        var counts = Counts.Empty();
        var start = Programs.StartInfo("tshark",
        [
            "-2", "-n", "-o", "tcp.reassemble_out_of_order:TRUE", "--enable-heuristic", "dicom_tcp", "--enable-heuristic", "hl7_tcp",
            .. capture.TsharkOptions, "-r", capture.Path, "-Y", "dicom or hl7", "-T", "pdml",
        ]);
        using var tshark = System.Diagnostics.Process.Start(start)!;
        _ = tshark.StandardError.ReadToEndAsync();
        using (var reader = XmlReader.Create(tshark.StandardOutput, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, CheckCharacters = false }))
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.Name == "field")
                {
                    Take(reader.GetAttribute("name"), reader.GetAttribute("show") ?? "", counts);
                }
            }
        }

        tshark.WaitForExit();
        return counts;
    }

    private static void Take(string? name, string show, Counts counts)
    {
        switch (name)
        {
            case "dicom.pdu.type":
                var type = Convert.ToInt32(show, show.StartsWith("0x", StringComparison.Ordinal) ? 16 : 10);
                Counts.Add(counts.Pdus, _pduNames[type]);
                break;
            case "hl7.segment" when show.StartsWith("MSH", StringComparison.Ordinal):
                Counts.Add(counts.Messages, PlainHl7.TypeOf(show));
                break;
            case "" when Command().Match(show) is { Success: true } match:
                Counts.Add(counts.Commands, match.Groups[1].Value);
                break;
        }
    }

    [GeneratedRegex(@"^\(0000,0100\)\s+2 Command Field\s+(\S+)")]
    private static partial Regex Command();
}
