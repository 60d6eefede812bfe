namespace Sensor.Alerts;

/// <summary>What is worth a line of its own in an incident.</summary>
internal static class Steps
{
    /// <summary>A reason that the incident didn't have, or not by this actor.</summary>
    public static bool IsNew(Alert alert, TimelineEntry entry)
    {
        foreach (var other in entry.Incident.Timeline)
        {
            if (other != entry && !other.IsDetail && other.SignatureId == alert.Reason.SignatureId && other.Actor == alert.Actor)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>It is part of what the incident tells already.</summary>
    public static bool IsDetail(Alert alert, TimelineEntry entry)
    {
        // What weighs little belongs to whatever else was said.
        var isWeak = alert.Reason.Kind == "relation" && alert.Severity > Severity.High && alert.Reason != AlertCatalogue.NewPeer;
        if ((isWeak && alert.Severity == Severity.Low) || IsEcho(alert, entry.Incident))
        {
            return true;
        }

        foreach (var other in entry.Incident.Timeline)
        {
            var isOfThese = other.Device == entry.Device && (other.Peer == entry.Peer || other.Peer.IsNobody);
            if (isOfThese && alert.YieldsTo.Contains(other.SignatureId))
            {
                return true;
            }

            // What a device does to a new partner is new as well.
            var isOfTheTwo = (other.Device == entry.Device && other.Peer == entry.Peer) || (other.Device == entry.Peer && other.Peer == entry.Device);
            if (isWeak && isOfTheTwo && other.SignatureId == AlertCatalogue.NewPeer.SignatureId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>It is worse than when it was last told of, or twice as many devices are in it.</summary>
    public static bool HasGrown(Incident incident) =>
        incident.Severity < incident.Told.Severity || incident.Devices.Count >= 2 * Math.Max(1, incident.Told.Devices);

    /// <summary>A step never taken before never followed the one before it either.</summary>
    private static bool IsEcho(Alert alert, Incident incident) =>
        alert.Reason.Kind == "sequence" && incident.Latest == (alert.Header.Ordinal, Party.Of(alert.Device));
}
