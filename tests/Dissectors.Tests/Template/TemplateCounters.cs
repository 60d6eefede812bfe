using System.Text.Json;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Template;

/// <summary>4. The counters: the protocol's object in <c>summary.json</c>. Say here exactly when each counts.</summary>
public sealed class TemplateCounters : ProtocolCounters
{
    /// <summary>Questions whose name has been read.</summary>
    public long Questions { get; set; }

    /// <summary>Answers whose header has been read.</summary>
    public long Answers { get; set; }

    public override void Add(ProtocolCounters other)
    {
        var that = (TemplateCounters)other;
        Questions += that.Questions;
        Answers += that.Answers;
        Resyncs += that.Resyncs;
    }

    public override void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("questions"u8, Questions);
        json.WriteNumber("answers"u8, Answers);
        json.WriteEndObject();
    }
}
