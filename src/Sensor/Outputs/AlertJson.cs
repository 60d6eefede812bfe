using System.Text.Json;
using Sensor.Alerts;
using Sensor.Evidence;

namespace Sensor.Outputs;

/// <summary>Writes an alert as EVE JSON with the <c>anomaly</c> object of the contract.</summary>
internal sealed class AlertJson(Envelope envelope, Func<long, (string File, long Number)> locate)
{
    /// <summary>The id by which an alert is spoken of.</summary>
    public static string Id(Alert alert) => alert.Id;

    /// <summary>Where packets of alerts are kept: says in which file, from the folder of results or state; null: they aren't.</summary>
    public Func<Alert, string?>? Pcap { get; init; }

    public void Write(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject();
        var header = alert.Header;
        envelope.Write(json, "alert", in header, alert.AppProto);
        json.WriteStartObject("alert"u8);
        json.WriteString("signature"u8, alert.Reason.Signature);
        json.WriteNumber("signature_id"u8, alert.Reason.SignatureId);
        json.WriteString("category"u8, alert.Reason.Kind);
        json.WriteNumber("severity"u8, (int)alert.Severity);
        json.WriteEndObject();
        WriteAnomaly(json, alert);
        json.WriteEndObject();
    }

    private void WriteAnomaly(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject("anomaly"u8);
        json.WriteString("id"u8, Id(alert));
        json.WriteString("kind"u8, alert.Reason.Kind);
        json.WriteString("reason"u8, alert.Reason.Slug);
        json.WriteString("severity"u8, alert.Severity.ToString().ToLowerInvariant());
        CaseJson.WriteList(json, "severity_because"u8, alert.SeverityBecause);
        if (alert.Device is null)
        {
            json.WriteStartObject("device"u8);
            json.WriteString("id"u8, "sensor"u8);
            json.WriteNull("ip"u8);
            json.WriteString("role"u8, "sensor"u8);
            json.WriteEndObject();
        }
        else
        {
            CaseJson.WriteDevice(json, "device"u8, alert.Device);
        }

        CaseJson.WriteDevice(json, "peer"u8, alert.Peer);
        json.WriteStartObject("observed"u8);
        json.WriteNumber("value"u8, Rounded(alert.Observed.Value));
        json.WriteString("unit"u8, alert.Observed.Unit);
        json.WriteString("text"u8, alert.Observed.Text);
        json.WriteEndObject();
        json.WriteStartObject("expected"u8);
        json.WriteNumber("low"u8, Rounded(alert.Expected.Low));
        json.WriteNumber("typical"u8, Rounded(alert.Expected.Typical));
        json.WriteNumber("high"u8, Rounded(alert.Expected.High));
        json.WriteString("unit"u8, alert.Expected.Unit);
        json.WriteNumber("n"u8, alert.Expected.N);
        json.WriteTime("since"u8, alert.Expected.Since);
        json.WriteEndObject();
        if (alert.Score is { } score && double.IsFinite(score))
        {
            json.WriteNumber("score"u8, score);
        }
        else
        {
            json.WriteNull("score"u8);
        }

        json.WriteString("explanation"u8, alert.Explanation);
        CaseJson.WriteList(json, "next_steps"u8, alert.Reason.NextSteps);
        CaseJson.WriteList(json, "benign_causes"u8, alert.Reason.BenignCauses);
        CaseJson.WriteList(json, "mitre"u8, alert.Reason.Mitre);
        json.WriteString("data_quality"u8, QualityText.Of(alert.Header.Quality));
        CaseJson.WriteEvidence(json, alert.Packets, alert.Period, locate, numbers =>
        {
            json.WriteString("filter"u8, DisplayFilter.Of(alert, numbers));
            if (Pcap?.Invoke(alert) is { } pcap)
            {
                json.WriteString("pcap"u8, pcap);
            }
        });
        if (alert.Incident is { } incident)
        {
            IncidentJson.Write(json, alert, incident);
        }

        json.WriteEndObject();
    }

    /// <summary>Six significant digits: nobody reads more, and output doesn't hang on the last bit of a logarithm.</summary>
    private static double Rounded(double value) =>
        value == 0 || !double.IsFinite(value) ? 0 : double.Parse(value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
