using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Template;

/// <summary>
/// 2. The conversation: state between messages, for both directions of one flow. It answers each span with what it used, what it needs and what
/// it doesn't want to see; it finds its place again after damage; it is reused, so <see cref="Reset"/> must leave nothing behind.
/// </summary>
public sealed class TemplateConversation(PartitionContext context, TemplateCounters counters) : Conversation
{
    /// <summary>What one direction has to remember. Small: there may be a million flows.</summary>
    private readonly Side[] _sides = new Side[2];
    private FlowIdentity _flow;
    private bool _hasSpoken;

    public void Reset(in FlowIdentity flow, bool midStream)
    {
        _flow = flow;
        _hasSpoken = false;
        Array.Fill(_sides, new Side { IsLost = midStream });
    }

    public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        if (side.IsLost && Search(ref side, data) is { } step)
        {
            return step;
        }

        if (data.Length < TemplateHeader.Length)
        {
            return Step.Need(0, TemplateHeader.Length);
        }

        if (!TemplateHeader.TryParse(data, out var header))
        {
            side.IsLost = side.IsDamaged = true;
            return Step.Done(1);
        }

        // Ask for the name only; the bulk behind it is never touched, so neither its size nor its loss costs anything.
        var body = Math.Min(header.BodyLength, header.IsQuestion ? 1u + TemplateHeader.MaxName : 0);
        var used = TemplateHeader.Length + (int)body;
        if (data.Length < used)
        {
            return Step.Need(0, used);
        }

        Take(direction, header, data[TemplateHeader.Length..used], at);
        return Step.SkipAfter(used, header.BodyLength - body);
    }

    public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        side.IsLost = side.IsDamaged = true;
        side.Quality |= cause == MissingCause.Cut ? Quality.Cut : Quality.Gap;
    }

    public override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
        _sides[(int)direction].HasEnded = true;
        if (!_sides[(int)direction.Opposite()].HasEnded)
        {
            return;
        }

        Write(Direction.ToServer, at);
        Write(Direction.ToClient, at);
        if (_hasSpoken)
        {
            context.Facts.Write(default(TemplateSession), _flow, at.Time, at.Ordinal, Quality.Clean, Endpoint.Client);
        }
    }

    /// <summary>Looks for the next message; null when the data begins with one.</summary>
    private Step? Search(ref Side side, ReadOnlySpan<byte> data)
    {
        var at = data.IndexOf((byte)'T');
        if (at != 0)
        {
            return Step.Done(at < 0 ? data.Length : at);
        }

        switch (TemplateHeader.Recognise(data))
        {
            case Verdict.Certain:
                counters.Resyncs += side.IsDamaged ? 1 : 0;
                side.IsLost = side.IsDamaged = false;
                return null;
            case Verdict.Unsure:
                return Step.Need(0, data.Length + 1);
            default:
                return Step.Done(1);
        }
    }

    private void Take(Direction direction, in TemplateHeader header, ReadOnlySpan<byte> body, in Moment at)
    {
        _hasSpoken = true;
        if (header.IsQuestion)
        {
            counters.Questions++;
            Write(direction, at);
            ref var asker = ref _sides[(int)direction];
            var name = body.IsEmpty ? body : body.Slice(1, Math.Min(body[0], body.Length - 1));
            asker.IsWaiting = true;
            asker.Question = new TemplateExchange
            {
                Command = header.Code,
                Name = context.Intern(NameKind.Other, name),
                Bytes = header.BodyLength,
                Id = header.Id,
                Actor = direction.Sender(),
            };
            Match(direction, at);
        }
        else
        {
            counters.Answers++;
            ref var answerer = ref _sides[(int)direction];
            (answerer.HasAnswer, answerer.AnswerId, answerer.AnswerStatus) = (true, header.Id, header.Code);
            Match(direction.Opposite(), at);
        }
    }

    /// <summary>Either may have been seen first: no order between the directions is promised.</summary>
    private void Match(Direction asking, in Moment at)
    {
        ref var asker = ref _sides[(int)asking];
        ref var answerer = ref _sides[(int)asking.Opposite()];
        if (asker.IsWaiting && answerer.HasAnswer && asker.Question.Id == answerer.AnswerId)
        {
            asker.Question.Outcome = answerer.AnswerStatus == 0 ? Outcome.Ok : Outcome.Failure;
            answerer.HasAnswer = false;
            Write(asking, at);
        }
    }

    private void Write(Direction asking, in Moment at)
    {
        ref var asker = ref _sides[(int)asking];
        if (!asker.IsWaiting)
        {
            return;
        }

        asker.IsWaiting = false;
        var quality = asker.Quality | _sides[(int)asking.Opposite()].Quality;
        context.Facts.Write(asker.Question, _flow, at.Time, at.Ordinal, quality, asker.Question.Actor);
    }

    private struct Side
    {
        public TemplateExchange Question;
        public ushort AnswerId;
        public byte AnswerStatus;
        public bool IsWaiting;
        public bool HasAnswer;
        public bool IsLost;
        public bool IsDamaged;
        public bool HasEnded;
        public Quality Quality;
    }
}
