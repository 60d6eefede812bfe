using System.Text.Json;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps;

/// <summary>A family's object under <c>pump</c> in <c>summary.json</c>.</summary>
public sealed class PumpCounters
{
    /// <summary>Commands and queries whose checks hold.</summary>
    public long Requests { get; set; }

    /// <summary>What pumps answered or said of themselves, messages whose checks hold.</summary>
    public long Responses { get; set; }

    /// <summary>Requests by the name of their command on the wire; what the definition doesn't know is <c>?</c>.</summary>
    public Tally Commands { get; } = new();

    /// <summary>Frames that were found: those that fail their checks, too.</summary>
    public long Frames { get; set; }

    /// <summary>Frames that fail their checks.</summary>
    public long FailedFrames { get; set; }

    /// <summary>Frames whose checks hold, but that no message fits.</summary>
    public long Unfit { get; set; }

    public bool IsEmpty => (Requests | Responses) == 0;

    public void Add(PumpCounters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Requests += other.Requests;
        Responses += other.Responses;
        Frames += other.Frames;
        FailedFrames += other.FailedFrames;
        Unfit += other.Unfit;
        Commands.Add(other.Commands);
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("requests"u8, Requests);
        json.WriteNumber("responses"u8, Responses);
        Commands.WriteTo(json, "commands"u8);
        json.WriteEndObject();
    }
}
