using Hospital;
using Hospital.Network;
using Hospital.Sayings;

namespace Scorecard.Feed.Slices;

/// <summary>Web requests, and sessions of TLS, FTP and Telnet.</summary>
internal static class LoginSaid
{
    public static IEnumerable<Statement> Of(Conversation conversation, IReadOnlyList<Step> steps)
    {
        var (isMidStream, isOver) = (steps[0].Saying is not Opened, steps.Any(s => s.Saying is Closed or WasReset));
        var told = conversation.Language switch
        {
            Language.Http => Web(conversation, steps, isOver),
            Language.Tls => Tls(conversation, steps, isOver),
            Language.Ftp => Ftp(conversation, steps, isOver),
            _ => Telnet(conversation, steps, isOver),
        };
        return told.Select(s => s with { IsMidStream = isMidStream });
    }

    private static IEnumerable<Statement> Web(Conversation conversation, IReadOnlyList<Step> steps, bool isOver)
    {
        var waiting = new Queue<HttpRequest>();
        foreach (var step in steps)
        {
            if (step.Saying is HttpRequest request)
            {
                waiting.Enqueue(request);
            }
            else if (step.Saying is HttpResponse response && waiting.TryDequeue(out var asked))
            {
                yield return Exchange(conversation, asked, response);
            }
        }

        foreach (var request in waiting)
        {
            yield return Exchange(conversation, request, null) with { IsUnfinished = !isOver };
        }
    }

    private static Statement Exchange(Conversation conversation, HttpRequest request, HttpResponse? response) => Of(Vocabulary.Web, conversation, new()
    {
        ["http_method"] = request.Method,
        ["status"] = response is null ? "" : Said.Text(response.Status),
        ["hostname"] = request.Server,
        ["http_user_agent"] = request.Agent,
        ["server"] = response?.Server ?? "",
        ["length"] = response is null ? "" : Said.Text(response.BodyLength),
        ["request_length"] = request.BodyLength > 0 ? Said.Text(request.BodyLength) : null,
        ["authorization"] = request.User.Length > 0 ? "basic" : "",
    });

    private static IEnumerable<Statement> Tls(Conversation conversation, IReadOnlyList<Step> steps, bool isOver)
    {
        if (steps.Select(s => s.Saying).OfType<TlsClientHello>().FirstOrDefault() is { } hello)
        {
            var isAnswered = steps.Any(s => s.Saying is TlsServerHello);
            var isTalkedOn = isAnswered && steps.Any(s => s.Saying is TlsData && s.From == Side.Client);
            yield return Of(Vocabulary.Tls, conversation, new()
            {
                ["sni"] = hello.ServerName,
                ["handshake"] = isTalkedOn ? "completed" : null,
            }) with { IsUnfinished = !isTalkedOn && !isOver };
        }
    }

    private static IEnumerable<Statement> Ftp(Conversation conversation, IReadOnlyList<Step> steps, bool isOver)
    {
        var (asked, answered) = (Lines(steps, Side.Client), Lines(steps, Side.Server));
        if (answered.Count > 0)
        {
            var failed = answered.Count(l => l.StartsWith("530", StringComparison.Ordinal));
            yield return Of(Vocabulary.Ftp, conversation, new()
            {
                ["banner"] = null,
                ["user_in_clear"] = Flag(asked.Any(l => Is(l, "USER"))),
                ["password_in_clear"] = Flag(asked.Any(l => Is(l, "PASS"))),
                ["anonymous"] = null,
                ["login"] = answered.Any(l => l.StartsWith("230", StringComparison.Ordinal)) ? "accepted" : failed > 0 ? "refused" : null,
                ["failed_logins"] = Said.Text(failed),
            }) with { IsUnfinished = !isOver };
        }
    }

    private static IEnumerable<Statement> Telnet(Conversation conversation, IReadOnlyList<Step> steps, bool isOver)
    {
        var answered = Lines(steps, Side.Server);
        if (answered.Count > 0)
        {
            yield return Of(Vocabulary.Telnet, conversation, new()
            {
                ["banner"] = null,
                ["login_prompt"] = Flag(answered.Any(l => l.EndsWith("login:", StringComparison.OrdinalIgnoreCase))),
                ["password_prompt"] = Flag(answered.Any(l => l.EndsWith("password:", StringComparison.OrdinalIgnoreCase))),
            }) with { IsUnfinished = !isOver };
        }
    }

    private static Statement Of(string kind, Conversation conversation, Dictionary<string, string?> fields)
    {
        fields[Vocabulary.From] = Said.AddressOf(conversation, Side.Client);
        return new Statement(kind, Said.LineOf(conversation), fields);
    }

    private static List<string> Lines(IReadOnlyList<Step> steps, Side side) =>
        [.. steps.Where(s => s.From == side).Select(s => s.Saying).OfType<TextLine>().Select(l => l.Text.TrimEnd())];

    private static bool Is(string line, string verb) => line.StartsWith(verb, StringComparison.OrdinalIgnoreCase);

    private static string Flag(bool value) => value ? "true" : "false";
}
