using Sensor.Options;
using Sensor.Options.Sections;
using Sensor.Outputs.Delivery;
using Sensor.Terminal;
using Sensor.Yaml;

namespace Sensor.Commands;

/// <summary>What a run sends elsewhere: opened before its first fact, and said at its end.</summary>
internal static class Sending
{
    /// <summary>The way to all receivers; null where there are none.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="keeping">State, begun.</param>
    /// <param name="key">The key of pseudonyms: what the sensor is known by where it keeps no state.</param>
    /// <param name="isLive">Packets don't wait.</param>
    /// <param name="screen">What people see.</param>
    /// <exception cref="ConfigurationException">A secret can't be read.</exception>
    public static Deliveries? Open(RunOptions options, Keeping keeping, byte[] key, bool isLive, Screen screen)
    {
        var settings = OutputSection.DeliveryOf(options.Settings, options.State);
        if (settings.Receivers.Count == 0)
        {
            return null;
        }

        RejectUnreadable(settings.Receivers);
        if (settings.Folder is null)
        {
            screen.Warn("what is sent waits in memory only, and is lost when the sensor ends while a receiver is down (output.spool, --state).");
        }

        var deliveries = new Deliveries(settings, IdentityOf(options.State, key), dropsWhenFull: isLive);
        keeping.SendBy(deliveries);
        return deliveries;
    }

    /// <exception cref="ConfigurationException">A secret can't be read.</exception>
    public static void RejectUnreadable(IEnumerable<ReceiverSettings> receivers)
    {
        var complaints = new Complaints();
        foreach (var problem in receivers.SelectMany(r => r.Problems))
        {
            complaints.Add(problem);
        }

        complaints.ThrowIfAny();
    }

    public static SenderIdentity IdentityOf(string? state, byte[] key) => new(SensorIdentity.Of(state, key), Environment.MachineName, AnalysisRun.Version);

    /// <summary>The run is over: waits a while for receivers, and says what they didn't take.</summary>
    public static void Conclude(Deliveries deliveries, DeliverySettings settings, Screen screen)
    {
        deliveries.Finish();
        while (deliveries.TryTakeNews(out var news))
        {
            Say(screen, in news);
        }

        if (deliveries.Overrun > 0)
        {
            screen.Warn($"{deliveries.Overrun} events, {deliveries.OverrunAlerts} alerts among them, were dropped before they were spooled: the spool's disk was behind.");
        }

        foreach (var status in deliveries.Statuses.Where(s => s.Waiting > 0))
        {
            var why = status.LastError.Length > 0 ? $" ({status.LastError})" : "";
            var kept = status.Waiting - status.InMemory;
            var fate = status.InMemory == 0
                ? $"they wait in {Path.Combine(settings.Folder!, status.Name)} for the next run"
                : kept == 0 ? "they are lost" : $"{kept} of them wait in {Path.Combine(settings.Folder!, status.Name)} for the next run, the others are lost";
            screen.Warn($"'{status.Name}' has not taken {status.Waiting} of what is sent to it{why}; {fate}.");
        }
    }

    public static void Say(Screen screen, in DeliveryNews news)
    {
        if (news.Event is DeliveryEvent.ReachableAgain or DeliveryEvent.RoomAgain)
        {
            screen.Say(news.Text);
        }
        else
        {
            screen.Warn(news.Text);
        }
    }
}
