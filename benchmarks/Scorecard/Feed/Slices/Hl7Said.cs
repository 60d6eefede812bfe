using Hospital;
using Hospital.Network;
using Hospital.Sayings;

namespace Scorecard.Feed.Slices;

/// <summary>Messages of an MLLP connection, each with its acknowledgement.</summary>
internal static class Hl7Said
{
    public static IEnumerable<Statement> Of(Conversation conversation, IReadOnlyList<Step> steps)
    {
        var isMidStream = steps[0].Saying is not Opened;
        var isOver = steps.Any(s => s.Saying is Closed or WasReset);
        var open = new List<(Side From, Hl7Message Message)>();
        foreach (var step in steps)
        {
            if (step.Saying is not Hl7Message message)
            {
                continue;
            }

            if (message.AckCode.Length == 0)
            {
                open.Add((step.From, message));
                continue;
            }

            var asker = 1 - step.From;
            var at = open.FindIndex(m => m.From == asker && m.Message.ControlId == message.Answers);
            if (at >= 0)
            {
                yield return Of(conversation, asker, open[at].Message, message.AckCode) with { IsMidStream = isMidStream };
                open.RemoveAt(at);
            }
        }

        foreach (var (from, message) in open)
        {
            yield return Of(conversation, from, message, "") with { IsMidStream = isMidStream, IsUnfinished = !isOver };
        }
    }

    /// <summary>OBR-2: results name the order there. Empty: they don't.</summary>
    private static string Placer(string text)
    {
        var at = text.IndexOf("\rOBR|", StringComparison.Ordinal);
        return at < 0 ? "" : text[(at + 1)..].Split('\r', 2)[0].Split('|').ElementAtOrDefault(2) ?? "";
    }

    private static Statement Of(Conversation conversation, Side from, Hl7Message message, string ack) => new(Vocabulary.Message, Said.LineOf(conversation), new Dictionary<string, string?>
    {
        [Vocabulary.From] = Said.AddressOf(conversation, from),
        ["type"] = message.Trigger.Length > 0 ? $"{message.Type}^{message.Trigger}" : message.Type,
        ["structure"] = message.Structure,
        ["control_id?"] = message.ControlId.Length > 0 ? "said" : "",
        ["sending_application"] = message.SendingApplication,
        ["sending_facility"] = message.SendingFacility,
        ["receiving_application"] = message.ReceivingApplication,
        ["receiving_facility"] = message.ReceivingFacility,
        ["bytes"] = Said.Text(message.Text.Length),
        ["patient?"] = message.PatientId.Length > 0 ? "said" : "",
        ["order?"] = message.Order.Length > 0 || Placer(message.Text).Length > 0 ? "said" : "",
        ["ack.code"] = ack.StartsWith('A') ? ack : "",
        ["ack.commit_code"] = ack.StartsWith('C') ? ack : "",
    });
}
