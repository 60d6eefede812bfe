using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.History;
using Sensor.Models;
using Sensor.Outputs;
using Sensor.Rules;
using Sensor.State;

namespace Sensor.Pipeline;

/// <summary>An analysis that nothing is sent to: what was saved is loaded into it to be looked at.</summary>
internal static class BareAnalysis
{
    /// <exception cref="StateException">Something isn't as it was written.</exception>
    public static Analysis Of(StateDatabase saved)
    {
        var protocols = Protocols(saved);
        var analysis = new Analysis(
            protocols, new AnalysisSettings(new LearningPlan(LearningMode.Auto, null), RuleSet.Empty), new NameDirectory(), new EventLog(null, new Envelope(), protocols),
            new AlertDesk(), new HealthEvents(null, hasPacketNumbers: true));
        StateLoader.Load(saved, analysis, sameInput: true, new StateSettings());
        return analysis;
    }

    /// <summary>Those of the program, and those that the state tells of besides: a site's own keep their traffic where their definitions aren't at hand.</summary>
    private static IReadOnlyList<IProtocol> Protocols(StateDatabase saved)
    {
        var known = ProtocolRegister.All;
        return saved.Parts().FirstOrDefault(p => p.Name == TrafficHistory.PartName) is { Data: { } data } && Seal.TryOpen(data, out var body)
            ? [.. known, .. TrafficHistory.SavedProtocols(body).Except(known.Select(p => p.Name)).Select(n => new UnreadProtocol(n))]
            : known;
    }

    /// <summary>A protocol by its name alone.</summary>
    private sealed class UnreadProtocol(string name) : IProtocol
    {
        public string Name => name;

        public IReadOnlyList<FactKind> FactKinds => [];

        public Dissectors.Contract.Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints) => Dissectors.Contract.Verdict.NotMine;

        public ProtocolShare Open(PartitionContext context) => throw new InvalidOperationException($"Nothing is known of {name} but its name.");
    }
}
