using Hospital;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Scorecard.Feed.Slices;

/// <summary>A connection and how it ended.</summary>
internal static class FlowSaid
{
    public static IEnumerable<Statement> Of(Conversation conversation, IReadOnlyList<Step> steps)
    {
        if (conversation.IsUdp)
        {
            yield break;
        }

        // The first end is the end.
        var end = steps.Select(s => s.Saying).FirstOrDefault(s => s is Closed or WasReset or Refused or Unanswered);
        var (state, reason) = end switch
        {
            Closed => ("closed", "closed"),
            WasReset or Refused => ("closed", "reset"),
            Unanswered => ("new", null),
            _ => ((string?)null, (string?)null),
        };
        var isWhole = steps[0].Saying is Opened or Refused or Unanswered;
        yield return new Statement(Vocabulary.Flow, Said.LineOf(conversation), new Dictionary<string, string?>
        {
            [Vocabulary.From] = isWhole ? Said.AddressOf(conversation, Side.Client) : null,
            ["app_proto"] = AppOf(conversation, steps),
            ["state"] = state,
            ["reason"] = reason,
        })
        {
            IsUnfinished = end is null,
            IsMidStream = !isWhole,
        };
    }

    /// <summary>The language, once something was said in it; opaque bytes may look like anything.</summary>
    private static string? AppOf(Conversation conversation, IReadOnlyList<Step> steps) => conversation.Language switch
    {
        Language.Opaque => null,
        _ when !steps.Any(s => s.Saying is not (Opened or Closed or WasReset or Refused or Unanswered)) => "",
        Language.Dicom => "dicom",
        Language.Hl7 => "hl7",
        Language.Http => "http",

        // Joined in its middle, a record that comes in drops is nobody's for certain.
        Language.Tls when steps.All(s => s.Saying is not (TlsClientHello or TlsServerHello or TlsData) || s.Duration >= Nanos.Second) => null,
        Language.Tls => "tls",
        Language.Alaris => "alaris",
        Language.Bcc => "bcc",

        // A few lines of text are nobody's for certain.
        _ => null,
    };
}
