using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Facts;
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
        var analysis = new Analysis(
            ProtocolRegister.All, new AnalysisSettings(new LearningPlan(LearningMode.Auto, null), RuleSet.Empty), new NameDirectory(), new EventLog(null, new Envelope(), ProtocolRegister.All),
            new AlertDesk(), new HealthEvents(null, hasPacketNumbers: true));
        StateLoader.Load(saved, analysis, sameInput: true, new StateSettings());
        return analysis;
    }
}
