using Sensor.Dissectors.Contract;
using Sensor.Inventory;
using Sensor.Models;

namespace Sensor.Detection;

/// <summary>
/// Hears what facts mean, in the words that no protocol owns, and what models make of it, about the fact that an <see cref="IFactTap"/> saw last. On the analysis thread;
/// allocates nothing at steady state.
/// </summary>
internal interface IMeaningTap : IActTap
{
    /// <summary>How it ended.</summary>
    void Concluded(Device? doer, Device? target, Command command, Outcome outcome);

    /// <summary>Something was measured on what the fact tells of, on whosever account.</summary>
    void Measured(Quantity quantity, double value);

    /// <summary>The same on a device's account, with what its model made of it.</summary>
    /// <param name="device">Whose.</param>
    /// <param name="app">Number of the protocol, 0 for none.</param>
    /// <param name="quantity">What was measured.</param>
    /// <param name="value">In the quantity's unit.</param>
    /// <param name="judgement">What was expected.</param>
    void Rated(Device device, byte app, Quantity quantity, double value, in Judgement judgement);

    /// <summary>A model's word on anything, rates included.</summary>
    void Judged(Device device, in Judgement judgement);
}

/// <summary>Hears only that something was done, about the fact that an <see cref="IFactTap"/> saw last.</summary>
internal interface IActTap
{
    /// <summary>One device asked another for something; null: not known.</summary>
    void Acted(Device? doer, Device? target, Command? command);
}
