using System.Text.Json;
using Sensor.Findings;

namespace Sensor.Outputs;

/// <summary>Writes a finding's line of <c>findings.jsonl</c>.</summary>
/// <param name="locate">Finds a packet's file and its number there; null where packets aren't kept.</param>
internal sealed class FindingJson(Func<long, (string File, long Number)>? locate)
{
    public void Write(Utf8JsonWriter json, Finding finding)
    {
        var reason = finding.Reason;
        json.WriteStartObject();
        json.WriteString("id"u8, finding.Id);
        json.WriteString("finding"u8, reason.Slug);
        json.WriteNumber("signature_id"u8, reason.SignatureId);
        json.WriteString("title"u8, reason.Signature);
        json.WriteString("severity"u8, finding.Severity.ToString().ToLowerInvariant());
        json.WriteString("status"u8, finding.Closed is null ? "open"u8 : "closed"u8);
        CaseJson.WriteDevice(json, "device"u8, finding.Device);
        CaseJson.WriteDevice(json, "peer"u8, finding.Peer);
        json.WriteTime("first_seen"u8, finding.First);
        json.WriteTime("last_seen"u8, finding.Last);
        json.WriteTime("closed"u8, finding.Closed);
        json.WriteNumber("count"u8, finding.Count);
        json.WriteString("observed"u8, finding.Observed);
        json.WriteString("explanation"u8, finding.Explanation);
        json.WriteString("meaning"u8, reason.Meaning);
        CaseJson.WriteList(json, "next_steps"u8, reason.NextSteps);
        CaseJson.WriteList(json, "benign_causes"u8, reason.BenignCauses);
        CaseJson.WriteList(json, "mitre"u8, reason.Mitre);
        json.WriteString("data_quality"u8, QualityText.Of(finding.Quality));
        CaseJson.WriteEvidence(json, locate is null ? [] : finding.Packets, (finding.First, finding.Last), locate ?? (n => ("", n)));
        json.WriteEndObject();
    }
}
