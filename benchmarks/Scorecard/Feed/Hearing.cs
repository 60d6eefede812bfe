using System.Globalization;
using Scorecard.Runs;
using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Models;

namespace Scorecard.Feed;

/// <summary>
/// Hears all that an analysis makes of what it sees: each judgement of a model before the budget decides on it, each alert of a rule before the desk makes incidents of alerts,
/// and what the desk tells in the end.
/// </summary>
internal sealed class Hearing(SensorOptions options) : IFactTap, IMeaningTap, IMutes, IAlertTaker
{
    private readonly List<Heard> _heard = [];
    private readonly List<Heard> _told = [];
    private readonly Dictionary<int, HashSet<ulong>> _features = [];
    private long _time;
    private Device? _client;
    private Device? _server;
    private Quantity? _quantity;

    /// <summary>Judgements of the models.</summary>
    public long Observations { get; private set; }

    /// <summary>What could be alerted on.</summary>
    public IReadOnlyList<Heard> Candidates => _heard;

    /// <summary>Lines of <c>alerts.jsonl</c>.</summary>
    public IReadOnlyList<Heard> Told => _told;

    public void Take(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server) =>
        (_time, _client, _server) = (header.Time, client, server);

    /// <summary>What it calls probabilities.</summary>
    public OrdinaryValues Ordinary { get; } = new(options);

    public void Rated(Device device, byte app, Quantity quantity, double value, in Judgement judgement)
    {
        _quantity = quantity;
        Ordinary.Take(_time, device.Number, quantity.Slug, in judgement);
    }

    public void Judged(Device device, in Judgement judgement)
    {
        Observations++;
        Count(device, judgement.Subject);
        var quantity = judgement.Subject.Kind == ExpectationKind.Rate ? _quantity : null;
        if (!JudgementSieve.Passes(in judgement, quantity, options))
        {
            return;
        }

        var subject = judgement.Subject;
        var (reason, part, traits) = ReasonTraits.Of(in judgement, quantity);
        _heard.Add(new Heard(Who.Of(device), Who.Of(device == _client ? _server : _client), new Candidate
        {
            Time = _time,
            Score = Strangeness(device, in judgement),
            Traits = traits,
            Reason = reason,
            Subject = StableKey.Combine(StableKey.Combine(subject.Key, subject.From), StableKey.Combine(subject.To, (ulong)subject.Relation)),
            Part = part,
        }));
    }

    /// <summary>The desk asks of each alert whether nobody wants to hear of it, before it does anything with it.</summary>
    public bool Mutes(Alert alert)
    {
        // Models' were heard as judgements; the sensor's own health is no rule's.
        if (alert.Score is null && alert.Device is not null)
        {
            _heard.Add(Of(alert, double.PositiveInfinity, RuleTraits.Part));
        }

        return false;
    }

    public void Take(Alert alert) => _told.Add(Of(alert, alert.Score is { } lambda ? -Math.Log10(lambda) : double.PositiveInfinity, alert.Reason.Kind) with
    {
        Severity = alert.Severity,
        Incident = alert.Incident!.Number,
    });

    public void Acted(Device? doer, Device? target, Command? command)
    {
    }

    public void Concluded(Device? doer, Device? target, Command command, Outcome outcome)
    {
    }

    public void Measured(Quantity quantity, double value)
    {
    }

    /// <summary>
    /// -log10 of the budget (false alerts a device-month, over all its expectations) from which on this would be told: λ over the share of the budget that this expectation has.
    /// So a threshold on it is the one knob that people have.
    /// </summary>
    private double Strangeness(Device device, in Judgement judgement)
    {
        var settings = options.Models;
        var share = judgement.Subject.Kind switch
        {
            ExpectationKind.Relation => settings.RelationShare,
            ExpectationKind.Sequence => settings.SequenceShare * (judgement.Reason == JudgementReason.UnusualOrder ? 0.1 : 0.9),

            // Single values and shifts, over the features in use.
            _ => settings.TransactionShare / _features[device.Number].Count / 2,
        };
        return -Math.Log10(judgement.Score / share);
    }

    private void Count(Device device, in Subject subject)
    {
        if (subject.Kind == ExpectationKind.Rate)
        {
            if (!_features.TryGetValue(device.Number, out var features))
            {
                _features.Add(device.Number, features = []);
            }

            features.Add(subject.Key);
        }
    }

    private Heard Of(Alert alert, double score, string part) => new(Who.Of(alert.Device), Who.Of(alert.Peer), new Candidate
    {
        Time = alert.Header.Time,
        Score = score,
        Traits = ReasonTraits.Of(alert, _quantity),
        Reason = alert.Reason.Slug,
        Subject = StableKey.Of(string.Create(CultureInfo.InvariantCulture, $"{alert.Subject} {alert.Part}")),
        Part = part,
    });
}

/// <summary>A device as it was when something was heard of it: it may move.</summary>
/// <param name="Address">IPv4, host byte order; 0: nobody.</param>
/// <param name="Serial">Of those that an address speaks for; empty: the address is the device.</param>
internal readonly record struct Who(uint Address, string Serial)
{
    public static Who Of(Device? device) => device is null ? new(0, "") : new((uint)device.Address.Low, device.Nameplate?.Serial ?? "");
}

/// <summary>A candidate whose hosts are still to be found.</summary>
/// <param name="Device">About whom.</param>
/// <param name="Peer">The other end.</param>
/// <param name="Candidate">The rest.</param>
internal sealed record Heard(Who Device, Who Peer, Candidate Candidate)
{
    /// <summary>Of what was told.</summary>
    public Severity Severity { get; init; }

    /// <summary>Number of the incident it is part of; 0: it wasn't told.</summary>
    public long Incident { get; init; }
}
