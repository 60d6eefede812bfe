using Sensor.Detection;
using Sensor.Dissectors.Packets;
using Sensor.State;

namespace Sensor.Alerts;

/// <summary>
/// Decides which alerts are written: a repetition of one that was written lately folds into it, and more than <see cref="PerMinute"/> a minute of packet time
/// are counted and said in one alert.
/// </summary>
internal sealed class AlertDesk(params IReadOnlyList<IAlertTaker> takers) : IStatePart
{
    public const int DefaultPerMinute = 60;

    /// <summary>Nanoseconds of packet time in which the same story isn't told twice.</summary>
    public const long Episode = 6L * 3600 * 1_000_000_000;

    /// <summary>Nanoseconds in which what weighs little belongs to what was said before.</summary>
    private const long Moment = 600L * 1_000_000_000;

    public const int DefaultStories = 65_536;

    /// <summary>Bytes of what an alert is about, when it is read back.</summary>
    private const int MaxSubject = 4096;

    private readonly Dictionary<Story, long> _stories = [];
    private readonly Dictionary<Pair, long> _pairs = [];
    private readonly SortedDictionary<Severity, int> _counts = new();
    private IpAddress _lastDevice;
    private long _lastPacket;
    private long _minute = long.MinValue;
    private int _inMinute;
    private long _number;

    /// <summary>Alerts written in a minute of packet time.</summary>
    public int PerMinute { get; set; } = DefaultPerMinute;

    /// <summary>Alerts remembered, so that they aren't repeated.</summary>
    public int MaxStories { get; init; } = DefaultStories;

    /// <summary>Packets can be found by their number.</summary>
    public bool HasPacketNumbers { get; init; } = true;

    /// <summary>Alerts written in this input.</summary>
    public int Total { get; private set; }

    /// <summary>Alerts that were part of a story already told.</summary>
    public long Folded { get; private set; }

    /// <summary>Alerts that were over the bound.</summary>
    public long Withheld { get; private set; }

    /// <summary>Alerts that were forgotten and may be repeated.</summary>
    public long Forgotten { get; private set; }

    public int Count(Severity severity) => _counts.GetValueOrDefault(severity);

    /// <summary>The worst severity written, or null.</summary>
    public Severity? Worst => _counts.Count == 0 ? null : _counts.Keys.First();

    public void Raise(Alert alert)
    {
        var time = alert.Header.Time;
        var peer = alert.PeerAddress;
        var story = new Story(alert.Reason.SignatureId, alert.DeviceAddress, peer, alert.Part, alert.Subject);
        if (IsOpen(story, time, alert.Episode) || BelongsToAnother(alert, peer, time))
        {
            Folded++;
            return;
        }

        if (_stories.Count >= MaxStories)
        {
            Forgotten += _stories.Count;
            _stories.Clear();
            _pairs.Clear();
        }

        var minute = time / 60_000_000_000;
        if (minute != _minute)
        {
            (_minute, _inMinute) = (minute, 0);
        }

        _inMinute++;
        if (_inMinute > PerMinute)
        {
            // What isn't written isn't told: its repetition may be, once there is room.
            Withheld++;
            if (_inMinute == PerMinute + 1)
            {
                WriteFlood(alert);
            }

            return;
        }

        _stories[story] = time;
        (_lastDevice, _lastPacket) = (alert.DeviceAddress, alert.Header.Ordinal);
        _pairs[new Pair(alert.DeviceAddress, peer)] = time;
        Write(alert);
    }

    /// <summary>
    /// What a device does to a new partner is new as well and belongs to the story of the new partner; what weighs little belongs to whatever else was
    /// said about the two just now. Where data is sent is a story of its own.
    /// </summary>
    private bool BelongsToAnother(Alert alert, in IpAddress peer, long time)
    {
        if (alert.Reason.Kind == "sequence" && alert.Header.Ordinal == _lastPacket && alert.DeviceAddress == _lastDevice)
        {
            // A step never taken before never followed the one before it either.
            return true;
        }

        foreach (var other in alert.YieldsTo)
        {
            // The other may have been told of the device with whomever.
            if (IsOpen(new Story(other, alert.DeviceAddress, peer, alert.Part, ""), time, Episode)
                || IsOpen(new Story(other, alert.DeviceAddress, default, alert.Part, ""), time, Episode))
            {
                return true;
            }
        }

        if (alert.Reason.Kind != "relation" || alert.Severity <= Severity.High || alert.Reason == AlertCatalogue.NewPeer)
        {
            return false;
        }

        var meeting = new Story(AlertCatalogue.NewPeer.SignatureId, alert.DeviceAddress, peer, alert.Part, "");
        return IsOpen(meeting, time, Episode)
            || (alert.Severity == Severity.Low && _pairs.TryGetValue(new Pair(alert.DeviceAddress, peer), out var told) && time - told < Moment);
    }

    public string Name => "alerts";

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Int64(_number);
        writer.Int32(_stories.Count);
        foreach (var (story, time) in _stories.OrderBy(s => s.Key))
        {
            writer.Int32(story.SignatureId);
            writer.Address(story.Device);
            writer.Address(story.Peer);
            writer.Byte((byte)story.Part);
            writer.Text(story.Subject);
            writer.Int64(time);
        }

        writer.Int32(_pairs.Count);
        foreach (var (pair, time) in _pairs.OrderBy(p => p.Key))
        {
            writer.Address(pair.Device);
            writer.Address(pair.Peer);
            writer.Int64(time);
        }

        writer.Int32(Total);
        writer.Int64(Folded);
        writer.Int64(Withheld);
        writer.Int64(Forgotten);
        foreach (var severity in Enum.GetValues<Severity>())
        {
            writer.Int32(Count(severity));
        }

        writer.Address(_lastDevice);
        writer.Int64(_lastPacket);
        writer.Int64(_minute);
        writer.Int32(_inMinute);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        _number = reader.Tally();
        for (var rest = reader.Count(int.MaxValue, least: 49); rest > 0 && !reader.Failed; rest--)
        {
            var story = new Story(reader.Int32(), reader.Address(), reader.Address(), (Part)reader.Byte(), reader.Text(MaxSubject));
            reader.Require(story.Part <= Part.Serves && _stories.TryAdd(story, reader.Int64()));
        }

        for (var rest = reader.Count(int.MaxValue, least: 40); rest > 0 && !reader.Failed; rest--)
        {
            reader.Require(_pairs.TryAdd(new Pair(reader.Address(), reader.Address()), reader.Int64()));
        }

        return !origin.SameInput || (LoadRun(ref reader) && reader.Complete);
    }

    /// <summary>What was counted for the summary, and what the rate is measured by.</summary>
    private bool LoadRun(ref PartReader reader)
    {
        Total = reader.Int32(int.MaxValue);
        (Folded, Withheld, Forgotten) = (reader.Tally(), reader.Tally(), reader.Tally());
        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (reader.Int32(int.MaxValue) is > 0 and var count)
            {
                _counts[severity] = count;
            }
        }

        (_lastDevice, _lastPacket) = (reader.Address(), reader.Int64());
        (_minute, _inMinute) = (reader.Int64(), reader.Int32());
        return !reader.Failed;
    }

    private void WriteFlood(Alert alert) => Write(alert with
    {
        Reason = HealthCatalogue.AlertFlood,
        Severity = HealthCatalogue.AlertFlood.Severity,
        Peer = null,
        Observed = new Observed(_inMinute, "alert", $"more than {PerMinute} alerts in a minute"),
        Expected = new ExpectedRange(0, 0, PerMinute, "alert", 0, null),
        Score = null,
        Explanation = $"More than {PerMinute} alerts were due within one minute of packet time; those above are counted at the end of the run and not written.",
    });

    private bool IsOpen(in Story story, long time, long episode) => _stories.TryGetValue(story, out var told) && time - told < episode;

    private void Write(Alert alert)
    {
        Total++;
        _counts[alert.Severity] = Count(alert.Severity) + 1;
        alert = alert with { Number = ++_number, Packets = HasPacketNumbers ? alert.Packets : [] };
        foreach (var taker in takers)
        {
            taker.Take(alert);
        }
    }

    private readonly record struct Story(int SignatureId, IpAddress Device, IpAddress Peer, Part Part, string Subject) : IComparable<Story>
    {
        public int CompareTo(Story other) =>
            SignatureId.CompareTo(other.SignatureId) is not 0 and var signature ? signature
            : Device.CompareTo(other.Device) is not 0 and var device ? device
            : Peer.CompareTo(other.Peer) is not 0 and var peer ? peer
            : Part != other.Part ? Part.CompareTo(other.Part)
            : string.CompareOrdinal(Subject, other.Subject);
    }

    private readonly record struct Pair(IpAddress Device, IpAddress Peer) : IComparable<Pair>
    {
        public int CompareTo(Pair other) => Device.CompareTo(other.Device) is not 0 and var device ? device : Peer.CompareTo(other.Peer);
    }
}
