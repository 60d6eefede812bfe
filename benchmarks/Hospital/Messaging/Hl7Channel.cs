using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Messaging;

/// <summary>
/// One way on which messages wait in a row, go, and are acknowledged; what isn't answered is said again after a while under the same control id, what is refused for an error a
/// few times more (timeouts and retries as interface engines have them by default).
/// </summary>
public sealed class Hl7Channel
{
    private const long FirstPause = 10 * Nanos.Second;
    private const long LongestPause = 5 * Nanos.Minute;
    private const int Attempts = 3;

    private readonly Lane _lane;
    private readonly Dice _dice;
    private readonly long _answerTime;
    private readonly long _life;
    private readonly Queue<Waiting> _queue = [];
    private readonly List<Outage> _outages = [];
    private readonly List<NakStorm> _storms = [];
    private Hl7Talk? _talk;
    private long _renewal;
    private long _pause = FirstPause;
    private bool _isBusy;

    /// <param name="lane">Who does it.</param>
    /// <param name="link">On which way.</param>
    /// <param name="answerTime">Median time until the receiver acknowledges, nanoseconds.</param>
    /// <param name="life">Mean life of a persistent connection, nanoseconds.</param>
    internal Hl7Channel(Lane lane, Hl7Link link, long answerTime, long life = 30 * Nanos.Hour)
    {
        (_lane, Link, _answerTime, _life) = (lane, link, answerTime, life);
        _dice = lane.DiceFor("channel", link.Sender.Name, link.Receiver.Name, $"{link.Port}");
    }

    public Hl7Link Link { get; }

    /// <summary>Messages that wait to go, the one that is going among them.</summary>
    public int Queued => _queue.Count;

    /// <summary>Messages that were acknowledged with yes.</summary>
    public long Delivered { get; private set; }

    /// <summary>Messages that were given up.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Puts a message in the row.</summary>
    /// <param name="letter">What.</param>
    /// <param name="controlId">MSH-10.</param>
    /// <param name="arrived">What follows once the receiver has said yes.</param>
    internal void Send(Hl7Letter letter, string controlId, Action? arrived)
    {
        _queue.Enqueue(new Waiting(letter, controlId, arrived, _lane.Now));
        if (!_isBusy)
        {
            _isBusy = true;
            Next();
        }
    }

    internal void Suffer(Outage outage) => _outages.Add(outage);

    internal void Suffer(NakStorm storm) => _storms.Add(storm);

    private void Next()
    {
        if (_queue.Count == 0)
        {
            _isBusy = false;
            return;
        }

        var outage = _outages.Find(o => o.Covers(_lane.Now));
        if (outage is { IsSender: true })
        {
            _talk?.Reset();
            _talk = null;
            _lane.At(outage.Until + Nanos.Seconds(_dice.Between(2, 40)), Next);
        }
        else if (outage is not null)
        {
            FindNobody(outage);
        }
        else
        {
            _pause = FirstPause;
            Connect();
            Say(_queue.Peek());
        }
    }

    /// <summary>The receiver is down: the connection that was open dies with what is said on it; others aren't to be had.</summary>
    private void FindNobody(Outage outage)
    {
        var waiting = _queue.Peek();
        if (_talk is { } talk)
        {
            waiting.Message ??= waiting.Letter.On(Link, waiting.ControlId, talk.Time);
            talk.Send(waiting.Message, "");
            _talk = null;
            Later(Timeout(), () =>
            {
                talk.Reset();
                Next();
            });
        }
        else
        {
            new Hl7Talk(_lane, _dice, _lane.Now, Link).Fail(outage.IsRefused);
            Later((long)(_pause * _dice.Between(0.95, 1.1)), Next);
            _pause = Math.Min(LongestPause, _pause * 2);
        }
    }

    private void Connect()
    {
        if (_talk is not null && _lane.Now >= _renewal)
        {
            _talk.Close(_dice.Chance(0.5) ? Side.Client : Side.Server);
            _talk = null;
        }

        if (_talk is null)
        {
            _talk = new Hl7Talk(_lane, _dice, _lane.Now, Link) { AnswerTime = _answerTime }.Open();
            _renewal = _lane.Now + (long)_dice.Exponential(_life);
        }
    }

    private void Say(Waiting waiting)
    {
        var talk = _talk!;
        waiting.Message ??= waiting.Letter.On(Link, waiting.ControlId, Math.Max(talk.Time, _lane.Now));
        var code = Code();
        talk.Send(waiting.Message, code);
        if (code.Length > 0)
        {
            _lane.At(talk.Time, () => Hear(waiting, code));
        }
        else
        {
            Later(Timeout(), () =>
            {
                talk.Reset();
                _talk = null;
                Next();
            });
        }
    }

    private void Hear(Waiting waiting, string code)
    {
        if (code == "AE" && ++waiting.Tries < Attempts)
        {
            Later((long)(FirstPause * _dice.Between(0.9, 1.6)), Next);
            return;
        }

        if (code == "AA" && !waiting.IsRepeated && IsTwice(waiting))
        {
            waiting.IsRepeated = true;
            Later(Pace(), Next);
            return;
        }

        _queue.Dequeue();
        if (!Link.IsPersistent)
        {
            _talk?.Close();
            _talk = null;
        }

        if (code == "AA")
        {
            Delivered++;
            waiting.Arrived?.Invoke();
        }
        else
        {
            GivenUp++;
        }

        Later(Pace(), Next);
    }

    /// <summary>It had waited through an outage, and the sender doesn't know any more what was acknowledged.</summary>
    private bool IsTwice(Waiting waiting) =>
        _outages.Find(o => waiting.Since < o.Until && waiting.Since >= o.From - Nanos.Minute && _lane.Now >= o.Until) is { } past && _dice.Chance(past.Duplicates);

    /// <summary>Nearly always AA; an error now and then; no answer (empty) hardly ever.</summary>
    private string Code()
    {
        var chance = _dice.Uniform();
        if (_storms.Find(s => s.Covers(_lane.Now)) is { } storm && chance < storm.Share)
        {
            return chance < storm.Share * 0.8 ? "AE" : "AR";
        }

        return chance > 0.9999 ? "" : chance > 0.9984 ? "AE" : chance > 0.9982 ? "AR" : "AA";
    }

    private long Pace() => (long)_dice.LogNormal(6 * Nanos.Millisecond, 0.6);

    private long Timeout() => Nanos.Seconds(_dice.Between(10, 11));

    private void Later(long wait, Action act) => _lane.At(Math.Max(_lane.Now, _talk?.Time ?? 0) + wait, act);

    private sealed class Waiting(Hl7Letter letter, string controlId, Action? arrived, long since)
    {
        public Hl7Letter Letter => letter;

        public string ControlId => controlId;

        public Action? Arrived => arrived;

        /// <summary>When it was put in the row.</summary>
        public long Since => since;

        /// <summary>As it went first; it is said again to the letter.</summary>
        public Hl7Message? Message { get; set; }

        public int Tries { get; set; }

        public bool IsRepeated { get; set; }
    }
}
