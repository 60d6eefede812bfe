using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Rules.Engine;

namespace Sensor.Rules.Trials;

/// <summary>Shows a trial's facts to its rule as a run would.</summary>
internal sealed class TrialRun : IRuleListener
{
    private readonly List<string> _found = [];
    private readonly HashSet<(int SignatureId, ulong Story)> _findings = [];

    /// <summary>What the rule told, in words.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>Shows a trial's facts to its rule.</summary>
    public static TrialRun Of(Trial trial) => Of(trial, [trial.Rule]);

    /// <summary>Shows a trial's facts to any rules.</summary>
    public static TrialRun Of(Trial trial, IReadOnlyList<RuleDefinition> rules)
    {
        var run = new TrialRun();
        var devices = new DeviceTable();
        var engine = new RuleEngine(new FactView(new NameDirectory(), trial.Site, devices), run);
        engine.Adopt(rules);
        var ordinal = 0L;
        foreach (var fact in trial.Facts)
        {
            ordinal++;
            var header = new FactHeader
            {
                Ordinal = ordinal,
                FirstOrdinal = ordinal,
                Time = fact.Time,
                KindId = fact.Kind.Id,
                Quality = fact.Quality,
                Actor = Endpoint.Client,
                Flow = new FlowIdentity
                {
                    Id = ordinal,
                    Client = fact.Source.Address,
                    Server = fact.Destination.Address,
                    ClientPort = fact.Source.Port,
                    ServerPort = fact.Destination.Port,
                    Protocol = fact.Protocol,
                    Vlan = fact.Vlan,
                    App = fact.App,
                },
            };
            var source = devices.FindOrAdd(fact.Source.Address, fact.Time, out _);
            var destination = devices.FindOrAdd(fact.Destination.Address, fact.Time, out _);
            engine.Take(fact.Kind, in header, fact.Values, source, destination);
        }

        engine.Advance(trial.Until, ordinal);
        return run;
    }

    bool IRuleListener.Found(in RuleMatch match, FactView view)
    {
        // More evidence of a finding is the same finding.
        if (match.Rule.IsFinding && !_findings.Add((match.Rule.Reason.SignatureId, match.Story)))
        {
            return true;
        }

        _found.Add($"{match.Rule.Slug}: {match.Rule.Explanation.Fill(in match, view)} [{match.Rule.Observed.Fill(in match, view)}]");
        return true;
    }
}
