using Hospital;
using Hospital.Network;
using Hospital.Sayings;

namespace Scorecard.Feed.Slices;

/// <summary>What pumps were asked and told, each with its answer.</summary>
internal static class PumpSaid
{
    public static IEnumerable<Statement> Of(Conversation conversation, IReadOnlyList<Step> steps)
    {
        var isMidStream = steps[0].Saying is not Opened;
        var isOver = steps.Any(s => s.Saying is Closed or WasReset);
        PumpRequest? open = null;
        foreach (var step in steps)
        {
            switch (step.Saying)
            {
                case PumpRequest { Command: PumpRequest.Acknowledge or PumpRequest.Refuse }:
                    // Of BCC's line, not of the pump: the sensor counts it and tells nothing.
                    break;
                case PumpRequest request:
                    if (open is not null)
                    {
                        yield return Of(conversation, open, null) with { IsMidStream = isMidStream };
                    }

                    open = request;
                    break;
                case PumpReply reply when open is not null && reply.Command == open.Command:
                    yield return Of(conversation, open, reply) with { IsMidStream = isMidStream };
                    open = null;
                    break;
            }
        }

        if (open is not null)
        {
            yield return Of(conversation, open, null) with { IsMidStream = isMidStream, IsUnfinished = !isOver };
        }
    }

    private static Statement Of(Conversation conversation, PumpRequest request, PumpReply? reply) => new(Vocabulary.Pump, Said.LineOf(conversation), new Dictionary<string, string?>
    {
        [Vocabulary.From] = Said.AddressOf(conversation, Side.Client),
        ["family"] = conversation.Language == Language.Bcc ? "bcc" : "alaris",
        ["kind"] = request.IsSet ? "set" : "query",
        ["serial"] = null,
        ["command"] = request.Command,
        ["outcome"] = reply is null ? "no_answer" : reply.IsDone ? "ok" : null,
        ["values.new"] = null,
    });
}
