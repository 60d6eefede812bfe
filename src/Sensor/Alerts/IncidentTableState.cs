using Sensor.Detection;
using Sensor.State;

namespace Sensor.Alerts;

/// <summary>Saves incidents and brings them back: the open ones in the order in which they give way, then the closed ones.</summary>
internal static class IncidentTableState
{
    /// <summary>Bytes of a text when it is read back.</summary>
    private const int MaxText = 16_384;

    private const int MaxEvidence = 64;

    public static void Save(IncidentTable table, PartWriter writer)
    {
        var incidents = table.Open.Concat(table.Closed).ToList();
        writer.Int32(incidents.Count);
        foreach (var incident in incidents)
        {
            Save(incident, writer);
        }

        var links = table.Links.ToList();
        writer.Int32(links.Count);
        foreach (var (device, incident, acts) in links)
        {
            writer.Int32(device);
            writer.Int64(incident);
            writer.Boolean(acts);
        }
    }

    /// <param name="table">As new.</param>
    /// <param name="reader">What was saved.</param>
    /// <param name="sameInput">The run goes on in the input that the state was saved in.</param>
    /// <param name="byAddress">Links were saved by address.</param>
    public static bool TryLoad(IncidentTable table, ref PartReader reader, bool sameInput, bool byAddress)
    {
        for (var rest = reader.Count(int.MaxValue, least: 100); rest > 0 && !reader.Failed; rest--)
        {
            Load(table, ref reader, sameInput);
        }

        for (var rest = reader.Count(int.MaxValue, least: 13); rest > 0 && !reader.Failed; rest--)
        {
            reader.Require(byAddress
                ? table.Restore(reader.Address(), reader.Int64(), reader.Boolean())
                : table.Restore(reader.Int32(int.MaxValue), reader.Int64(), reader.Boolean()));
        }

        return !reader.Failed;
    }

    private static void Save(Incident incident, PartWriter writer)
    {
        writer.Int64(incident.Number);
        writer.Byte((byte)incident.State);
        foreach (var number in (long[])[incident.First, incident.Last, incident.Quiet, incident.Alerts, incident.Anomalies, incident.MoreDevices])
        {
            writer.Int64(number);
        }

        writer.Byte((byte)incident.Worst);
        writer.Byte((byte)incident.Told.Severity);
        writer.Int32(incident.Told.Devices);
        writer.Int64(incident.Latest.Packet);
        Save(incident.Latest.Device, writer);
        writer.Boolean(incident.IsCounted);
        writer.Int32(incident.Evidence.Count);
        foreach (var kind in incident.Evidence)
        {
            writer.Text(kind);
        }

        writer.Int32(incident.Devices.Count);
        foreach (var device in incident.Devices)
        {
            Save(device, writer);
        }

        writer.Int32(incident.Timeline.Count);
        foreach (var entry in incident.Timeline.Append(incident.Rest))
        {
            Save(entry, writer);
        }

        var places = incident.Timeline.Index().ToDictionary(e => e.Item, e => e.Index);
        writer.Int32(incident.Stories.Count);
        foreach (var (story, entry) in incident.Stories)
        {
            writer.Int32(story.SignatureId);
            writer.Address(story.Device);
            writer.Address(story.Peer);
            writer.Byte((byte)story.Part);
            writer.Text(story.Subject);
            writer.Int32(places.GetValueOrDefault(entry, incident.Timeline.Count));
        }
    }

    private static void Load(IncidentTable table, ref PartReader reader, bool sameInput)
    {
        var incident = new Incident(reader.Tally())
        {
            State = (IncidentState)reader.Byte(),
            First = reader.Int64(),
            Last = reader.Int64(),
            Quiet = reader.Tally(),
            Alerts = reader.Tally(),
            Anomalies = reader.Tally(),
            MoreDevices = reader.Tally(),
            Worst = ReadSeverity(ref reader),
            Told = (ReadSeverity(ref reader), reader.Int32(Incident.MaxDevices)),
            Latest = (reader.Int64(), LoadParty(ref reader)),
            IsCounted = reader.Boolean(),
            HasChanged = false,
        };
        if (!sameInput)
        {
            // Numbers of packets and what is counted belong to an input.
            (incident.Latest, incident.IsCounted) = ((-1, default), false);
        }

        var evidence = new string[reader.Count(MaxEvidence, least: 4)];
        for (var i = 0; i < evidence.Length; i++)
        {
            evidence[i] = reader.Text(MaxText);
        }

        var devices = new Party[reader.Count(Incident.MaxDevices, least: 20)];
        for (var i = 0; i < devices.Length; i++)
        {
            devices[i] = LoadParty(ref reader);
        }

        var entries = new TimelineEntry[reader.Count(Incident.MaxEntries, least: 70)];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = LoadEntry(incident, ref reader);
        }

        incident.Restore(entries, devices, evidence, LoadEntry(incident, ref reader));
        if (!reader.Require(incident.State is IncidentState.Open or IncidentState.Closed && table.Find(incident.Number) is null))
        {
            return;
        }

        table.Add(incident);
        for (var rest = reader.Count(Incident.MaxStories, least: 45); rest > 0 && !reader.Failed; rest--)
        {
            var story = new Story(reader.Int32(), reader.Address(), reader.Address(), ReadPart(ref reader), reader.Text(MaxText));
            var place = reader.Int32(entries.Length);
            reader.Require(table.Restore(in story, place == entries.Length ? incident.Rest : entries[place]));
        }
    }

    private static void Save(TimelineEntry entry, PartWriter writer)
    {
        writer.Int32(entry.SignatureId);
        writer.Text(entry.Slug);
        writer.Text(entry.Kind);
        writer.Text(entry.Signature);
        writer.Text(entry.Text);
        Save(entry.Device, writer);
        Save(entry.Peer, writer);
        writer.Byte((byte)entry.Part);
        writer.Int64(entry.First);
        writer.Int64(entry.Last);
        writer.Int64(entry.Count);
        writer.Byte((byte)entry.Severity);
        writer.Int64(entry.Alert);
        writer.Boolean(entry.IsDue);
        writer.Boolean(entry.IsDetail);
    }

    private static TimelineEntry LoadEntry(Incident incident, ref PartReader reader) => new(incident)
    {
        SignatureId = reader.Int32(),
        Slug = reader.Text(MaxText),
        Kind = reader.Text(MaxText),
        Signature = reader.Text(MaxText),
        Text = reader.Text(MaxText),
        Device = LoadParty(ref reader),
        Peer = LoadParty(ref reader),
        Part = ReadPart(ref reader),
        First = reader.Int64(),
        Last = reader.Int64(),
        Count = reader.Tally(),
        Severity = ReadSeverity(ref reader),
        Alert = reader.Tally(),
        IsDue = reader.Boolean(),
        IsDetail = reader.Boolean(),
    };

    private static void Save(Party party, PartWriter writer)
    {
        writer.Int32(party.Number);
        writer.Address(party.Address);
    }

    private static Party LoadParty(ref PartReader reader) => new(reader.Int32(int.MaxValue), reader.Address());

    private static Severity ReadSeverity(ref PartReader reader)
    {
        var severity = (Severity)reader.Byte();
        return reader.Require(Enum.IsDefined(severity)) ? severity : Severity.Low;
    }

    private static Part ReadPart(ref PartReader reader)
    {
        var part = (Part)reader.Byte();
        return reader.Require(part <= Part.Serves) ? part : Part.Does;
    }
}
