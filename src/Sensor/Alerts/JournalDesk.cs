using Sensor.Inventory;
using Sensor.Rules.Engine;
using Sensor.State;

namespace Sensor.Alerts;

/// <summary>
/// Has what people did about incidents take effect: incidents are closed and opened again, what they don't want to hear of isn't told, and what they want to hear
/// of again is. What models are to expect comes as feedback. Each deed is taken once, in order, between two facts, on the analysis thread.
/// </summary>
internal sealed class JournalDesk(AlertDesk alerts, RuleEngine rules, DeviceTable devices) : IStatePart
{
    private const string PartName = "journal";

    /// <summary>What isn't told.</summary>
    public Mutes Mutes { get; } = new();

    /// <summary>Number of the last deed taken.</summary>
    public long Taken { get; private set; }

    /// <param name="deed">What somebody did.</param>
    /// <param name="now">Packet time.</param>
    /// <param name="ordinal">The latest packet.</param>
    public void Take(JournalEntry deed, long now, long ordinal)
    {
        Taken = deed.Number;
        switch (deed.Verb)
        {
            case JournalVerb.Close:
                alerts.Close(deed.Incident, now, ordinal);
                Mutes.Add(deed, now);
                break;
            case JournalVerb.Reopen:
                alerts.Reopen(deed.Incident);
                Mutes.Remove(deed.Undoes);
                break;
            case JournalVerb.Mute:
                Mutes.Add(deed, now);
                break;
            case JournalVerb.Unmute:
                Mutes.Remove(deed.Undoes);
                TellAnew(deed);
                break;
            default:
                break;
        }
    }

    /// <summary>What a state holds of it: number of the last deed taken, and what isn't told.</summary>
    /// <exception cref="StateException">It isn't as it was written.</exception>
    public static (long Taken, Mutes Mutes) Peek(StateDatabase saved)
    {
        var mutes = new Mutes();
        if (saved.Parts().FirstOrDefault(p => p.Name == PartName) is not { } part)
        {
            return (0, mutes);
        }

        var isSound = Seal.TryOpen(part.Data, out var body);
        var reader = new PartReader(body);
        var taken = reader.Tally();
        mutes.Load(ref reader);
        return isSound && reader.Complete ? (taken, mutes) : throw new StateException(StateFault.Damaged, "the part journal isn't as it was written");
    }

    public string Name => PartName;

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Int64(Taken);
        Mutes.Save(writer);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        Taken = reader.Tally();
        Mutes.Load(ref reader);
        return reader.Complete;
    }

    /// <summary>Rules don't wait until they may tell the same thing again: nobody heard it.</summary>
    private void TellAnew(JournalEntry deed)
    {
        foreach (var matter in deed.About)
        {
            if (devices.OfNumber(matter.Device) is { } device)
            {
                rules.TellAnew(matter.SignatureId, device.Address);
            }
        }
    }
}
