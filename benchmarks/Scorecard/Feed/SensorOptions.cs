using Hospital.Wire;
using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Models;
using Sensor.Options.Keys;
using Sensor.Rules;

namespace Scorecard.Feed;

/// <summary>Which sensor is measured: the one that is shipped, unless something else is said.</summary>
internal sealed record SensorOptions
{
    /// <summary>What holds where nobody configured anything.</summary>
    private static readonly Settings Defaults = new();

    /// <summary>The rules that are shipped, read once.</summary>
    public static RuleSet Rules { get; } = Defaults.Rules;

    /// <summary>The protocols that are shipped, definitions included, read once.</summary>
    public static IReadOnlyList<IProtocol> Protocols { get; } = Defaults.Protocols.All;

    public string Name { get; init; } = "sensor";

    public ModelSettings Models { get; init; } = ModelSettings.Default;

    /// <summary>The rules that are shipped are at work; otherwise none.</summary>
    public bool HasRules { get; init; } = true;

    /// <summary>What is learnt when. As shipped: each device is judged as soon as there is evidence enough.</summary>
    public LearningPlan Plan { get; init; } = new(LearningMode.Auto, null);

    /// <summary>Nanoseconds without anything new after which an incident is over.</summary>
    public long Quiet { get; init; } = AlertDesk.DefaultQuiet;

    /// <summary>What the mirror does to packets on their way: loses some of them. Null: nothing.</summary>
    public Func<IPacketTaker, IPacketTaker>? Mirror { get; init; }

    /// <summary>From when on everything is ordinary, so that what it calls probabilities of values can be noted (<see cref="OrdinaryValues"/>); null: never.</summary>
    public long? OrdinaryFrom { get; init; }

    /// <summary>
    /// False alerts a device-month up to which a judgement becomes a candidate. No threshold that scoring looks for comes near: one of this size would give a hospital of 20
    /// devices twenty alerts a day.
    /// </summary>
    public double MaxLambda { get; init; } = 30;

    /// <summary>Until an instant everything is ordinary and nothing is judged; then it is what is known.</summary>
    public SensorOptions LearningUntil(long time) => this with { Name = $"{Name}, declared", Plan = new(LearningMode.Auto, time) };
}
