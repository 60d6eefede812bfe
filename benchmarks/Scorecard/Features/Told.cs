using Hospital;
using Hospital.Sayings;

namespace Scorecard.Features;

/// <summary>What methods of comparison take from a saying.</summary>
/// <param name="Symbol">Which sort of saying it is; an answer's with how it went.</param>
/// <param name="Bytes">About how many are said, as anybody sees who counts packets' contents.</param>
internal readonly record struct Told(ulong Symbol, long Bytes)
{
    /// <summary>Something is asked or reported; not the connection itself, not an answer.</summary>
    public bool IsCommand { get; init; }

    /// <summary>It answers what the other side said last.</summary>
    public bool IsAnswer { get; init; }

    public bool IsFailure { get; init; }

    /// <summary>It is a message of an application, or a piece of what can't be read.</summary>
    public bool IsMessage { get; init; }

    /// <summary>It carries a piece of work: an image, an HL7 message.</summary>
    public bool IsObject { get; init; }

    /// <summary>Saying it again and again is one step of a session.</summary>
    public bool IsFlow { get; init; }

    public static Told Of(Saying saying) => saying switch
    {
        Opened or Closed => new Told(Keys.Of("connection", saying.GetType().Name), 0),
        Refused or Unanswered or WasReset => new Told(Keys.Of("connection", saying.GetType().Name), 0) { IsFailure = true },
        Payload payload => new Told(Keys.Of("opaque", payload.Opening.Length > 0 ? "opening" : ""), payload.Length) { IsMessage = true, IsFlow = payload.Opening.Length == 0 },
        TlsData data => new Told(Keys.Of("tls", "data"), data.Length) { IsMessage = true, IsFlow = true },
        AssociateRequest request => new Told(Keys.Of("associate", "request"), 200 + (90 * request.Contexts.Count)) { IsMessage = true, IsCommand = true },
        AssociateAccept => new Told(Keys.Of("associate", "accept"), 300) { IsMessage = true, IsAnswer = true },
        AssociateReject => new Told(Keys.Of("associate", "reject"), 10) { IsMessage = true, IsAnswer = true, IsFailure = true },
        ReleaseRequest => new Told(Keys.Of("associate", "release"), 10) { IsMessage = true },
        ReleaseResponse => new Told(Keys.Of("associate", "released"), 10) { IsMessage = true, IsAnswer = true },
        Abort => new Told(Keys.Of("associate", "abort"), 10) { IsMessage = true, IsFailure = true },
        DimseRequest request => new Told(Keys.Of("dimse", (ulong)request.Operation), 140 + request.DataLength + (30 * (request.Identifier?.Keys.Count ?? 0)))
        {
            IsMessage = true,
            IsCommand = true,
            IsObject = request.Operation == DimseOperation.Store,
        },
        DimseResponse response => OfAnswer("dimse done", (ulong)response.Request.Operation, Outcome(response.Status), 120 + response.DataLength),
        Hl7Message { AckCode.Length: > 0 } message => OfAnswer("hl7 ack", 0, message.AckCode is "AA" or "CA" ? 0UL : 1, message.Text.Length),
        Hl7Message message => new Told(Keys.Of("hl7", message.Type + "^" + message.Trigger), message.Text.Length) { IsMessage = true, IsCommand = true, IsObject = true },
        PumpRequest request => new Told(Keys.Of(request.IsSet ? "pump set" : "pump get", request.Command), 20 + request.Argument.Length) { IsMessage = true, IsCommand = true },
        PumpReply reply => new Told(Keys.Of(reply.IsDone ? "pump done" : "pump failed", reply.Command), 20 + reply.Text.Length) { IsMessage = true, IsAnswer = true, IsFailure = !reply.IsDone },
        HttpRequest request => new Told(Keys.Of("http", request.Method), 150 + request.Target.Length + request.BodyLength) { IsMessage = true, IsCommand = true },
        HttpResponse response => OfAnswer("http done", 0, (ulong)(response.Status / 100) is var hundreds && hundreds >= 4 ? hundreds : 0, 150 + response.BodyLength),
        TlsClientHello hello => new Told(Keys.Of("tls", "client hello"), 300 + hello.ServerName.Length) { IsMessage = true, IsCommand = true },
        TlsServerHello => new Told(Keys.Of("tls", "server hello"), 3000) { IsMessage = true, IsAnswer = true },
        TextLine line => OfLine(line.Text),
        _ => new Told(Keys.Of("other", saying.GetType().Name), 60) { IsMessage = true },
    };

    private static Told OfAnswer(string kind, ulong what, ulong outcome, long bytes) =>
        new(Keys.Of(kind, (what * 8) + outcome), bytes) { IsMessage = true, IsAnswer = true, IsFailure = outcome is > 0 and not 7 };

    /// <summary>0 success or warning, 7 pending, 1 to 3 failures by PS3.7 annex C: refused, error, cancelled.</summary>
    private static ulong Outcome(ushort status) => status switch
    {
        0 => 0,
        0xFF00 or 0xFF01 => 7,
        0xFE00 => 3,
        _ => (status >> 12) switch
        {
            0xB => 0,
            0xA => 1,
            _ => 2,
        },
    };

    /// <summary>FTP's and Telnet's dialogue: a verb, or the number of an answer (4xx and 5xx failed).</summary>
    private static Told OfLine(string text)
    {
        var word = text.Split(' ', 2)[0];
        var isAnswer = word.Length >= 3 && char.IsAsciiDigit(word[0]) && char.IsAsciiDigit(word[1]) && char.IsAsciiDigit(word[2]);
        return new Told(Keys.Of("line", isAnswer ? word[..3] : word.Length <= 8 ? word : "text"), text.Length + 2)
        {
            IsMessage = true,
            IsAnswer = isAnswer,
            IsCommand = !isAnswer,
            IsFailure = isAnswer && word[0] is '4' or '5',
        };
    }
}
