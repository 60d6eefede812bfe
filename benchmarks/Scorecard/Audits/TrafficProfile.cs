using Hospital;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Scorecard.Audits;

/// <summary>What of a run's ordinary traffic can be put beside other people's figures. Bounded: of gaps, the first <see cref="MostGaps"/> of each language.</summary>
internal sealed class TrafficProfile : IStepTaker
{
    private const int MostGaps = 200_000;

    private readonly Dictionary<long, long> _last = [];
    private readonly SortedDictionary<Language, List<double>> _gaps = [];
    private readonly Dictionary<string, (string SopClass, int Images, long Bytes)> _studies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, int> _messages = [];
    private readonly SortedDictionary<long, HashSet<string>> _studiesOfDay = [];

    /// <summary>Between one thing said and the next in a conversation, log10 of seconds, by language.</summary>
    public IReadOnlyDictionary<Language, List<double>> Gaps => _gaps;

    /// <summary>Studies sent: SOP class of the first image, images, bytes.</summary>
    public IEnumerable<(string SopClass, int Images, long Bytes)> Studies => _studies.Values;

    /// <summary>HL7 messages an hour, acknowledgements not counted; by hour since the epoch.</summary>
    public IReadOnlyDictionary<long, int> MessagesByHour => _messages;

    /// <summary>Different studies a day, by day since the epoch.</summary>
    public IEnumerable<(long Day, int Studies)> StudiesByDay => _studiesOfDay.Select(d => (d.Key, d.Value.Count));

    public void Take(in Step step)
    {
        if (step.Conversation.Attack is not null)
        {
            return;
        }

        Pace(step);
        if (step.Saying is Hl7Message { Type: not "ACK" })
        {
            var hour = step.Time / Nanos.Hour;
            _messages[hour] = _messages.GetValueOrDefault(hour) + 1;
        }
        else if (step.Saying is DimseRequest { Operation: DimseOperation.Store, Subject: { } subject, MoveOriginator: "" } image)
        {
            Count(step, image, subject.StudyUid);
        }
    }

    public void End(long time)
    {
    }

    private void Pace(in Step step)
    {
        var number = step.Conversation.Number;
        if (step.Saying is Closed or WasReset or Refused or Unanswered)
        {
            _last.Remove(number);
            return;
        }

        if (_last.TryGetValue(number, out var last) && step.Time > last)
        {
            var gaps = _gaps.TryGetValue(step.Conversation.Language, out var known) ? known : _gaps[step.Conversation.Language] = [];
            if (gaps.Count < MostGaps)
            {
                gaps.Add(Math.Log10((step.Time - last) / 1e9));
            }
        }

        _last[number] = step.Time;
    }

    /// <summary>From the device that made it, not again from the archive to a reader.</summary>
    private void Count(in Step step, DimseRequest image, string study)
    {
        if (step.Speaker.Role != HostRole.Modality)
        {
            return;
        }

        var known = _studies.TryGetValue(study, out var before) ? before : (image.SopClass, 0, 0);
        _studies[study] = (known.SopClass, known.Images + 1, known.Bytes + image.DataLength);
        var day = step.Time / Nanos.Day;
        (_studiesOfDay.TryGetValue(day, out var studies) ? studies : _studiesOfDay[day] = new(StringComparer.Ordinal)).Add(study);
    }
}
