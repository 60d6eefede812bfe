using Sensor.Alerts;
using Sensor.State;

namespace Sensor.Findings;

/// <summary>What a finding is, as state keeps it: the rule that says it may be gone when it is read back.</summary>
internal static class SavedReason
{
    private const int MaxText = 16_384, MaxTexts = 100;

    public static void Save(AlertReason reason, PartWriter writer)
    {
        writer.Int32(reason.SignatureId);
        writer.Byte((byte)reason.Severity);
        writer.Text(reason.Slug);
        writer.Text(reason.Kind);
        writer.Text(reason.Signature);
        writer.Text(reason.Meaning);
        foreach (var texts in (string[][])[reason.NextSteps, reason.BenignCauses, reason.Mitre])
        {
            writer.Int32(texts.Length);
            Array.ForEach(texts, writer.Text);
        }
    }

    public static AlertReason Load(ref PartReader reader)
    {
        var (id, severity) = (reader.Int32(), (Severity)reader.Byte());
        reader.Require(Enum.IsDefined(severity));
        return new AlertReason(reader.Text(MaxText), id, reader.Text(MaxText), reader.Text(MaxText), severity)
        {
            Meaning = reader.Text(MaxText),
            NextSteps = Texts(ref reader),
            BenignCauses = Texts(ref reader),
            Mitre = Texts(ref reader),
        };
    }

    private static string[] Texts(ref PartReader reader)
    {
        var texts = new string[reader.Count(MaxTexts, least: 4)];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.Text(MaxText);
        }

        return texts;
    }
}
