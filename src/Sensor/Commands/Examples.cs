namespace Sensor.Commands;

/// <summary>What a person would type.</summary>
/// <param name="Of">Names of the command it is about, and so of all above it; a group's own example has the group's name.</param>
/// <param name="Line">What is typed.</param>
/// <param name="Does">What that does.</param>
internal sealed record Example(string Of, string Line, string Does);

/// <summary>Examples for the help: at least one for each command.</summary>
internal static class Examples
{
    private static readonly Example[] All =
    [
        new("replay", "sensor replay ward.pcap", "Show the alerts in a capture, and a summary of what was seen."),
        new("replay", "sensor replay ward.pcap --learn-until +2d --out results", "Learn for the first two days, judge the rest, write five result files into the folder results."),
        new("replay", "sensor replay monday.pcapng tuesday.pcapng --mode learn --out results", "Rules only: inventory and events of two captures, in the order of their packets."),
        new("replay", "sensor replay captures/ port1.pcap.gz port2.pcap.gz", "A folder of captures and both directions of a tap, merged by packet time."),
        new("replay", "ssh probe tcpdump -U -w - -i eth1 | sensor replay -", "What another machine captures, as it comes."),
        new("replay", "sensor replay ward.pcap --speed 10x", "Ten minutes of capture in one, for a demonstration."),
        new("replay", "sensor replay --follow /var/captures --out results", "Take up what dumpcap -b or tcpdump -G writes there, until Ctrl-C."),
        new("replay", "sensor replay ward.pcap --filter 'not port 22' --out results --fail-on high", "Leave SSH out; exit with 3 when an alert of severity high or worse was written."),
        new("replay", "sensor replay ward.pcap --report ward.html", "Everything on one page that can be sent on."),
        new("replay", "sensor replay ward.pcap --config sensor.yaml", "With what the site knows about itself: docs/configuration.md."),
        new("live", "sensor live -i eth1", "Listen to the mirror port eth1 until Ctrl-C; show alerts and a summary."),
        new("live", "sensor live -i eth1 -i eth2 --out results", "Both directions of a tap, to five result files in the folder results."),
        new("live", "sensor live -i eth1 --filter 'net 10.20.0.0/16' --learn-until +7d --out results", "One network only; learn for a week, then judge."),
        new("live", "sensor live -i eth1 --duration 10m --buffer 256 --out results", "Ten minutes, with a large kernel buffer for a busy port."),
        new("interfaces", "sensor interfaces", "Which interfaces there are, their state, and which offloads to switch off."),
        new("state", "sensor replay ward.pcap --state /var/lib/sensor --out results", "Remember what was learnt; killed and started again, it goes on where it stopped."),
        new("state check", "sensor state check /var/lib/sensor", "Is it sound, and what is in it?"),
        new("state backup", "sensor state backup /var/lib/sensor sensor-2026-11-21.db", "A consistent copy while the sensor runs."),
        new("state export", "sensor state export /var/lib/sensor state.jsonl", "All of it as lines of JSON; two exports can be compared with cmp."),
        new("state import", "sensor state export /var/lib/sensor | sensor state import copy -", "Carry a state to another directory."),
        new("alerts list", "sensor alerts list --state /var/lib/sensor --severity high --since 2026-11-21", "What is serious, of today."),
        new("alerts list", "sensor alerts list --state /var/lib/sensor --device CT1 --steps", "Each alert of a device or its partner."),
        new("alerts show", "sensor alerts show alert-000007 --state /var/lib/sensor", "One alert whole: observed, expected, why it matters, what to check, and what people did about it."),
        new("alerts ack", "sensor alerts ack alert-000007 --state /var/lib/sensor --note 'called the imaging team'", "Somebody is looking at it."),
        new("alerts close", "sensor alerts close alert-000007 --verdict benign-expected --state /var/lib/sensor --dry-run", "What would change if it were closed as expected; without --dry-run it is."),
        new("alerts close", "sensor alerts close alert-000009 --verdict true --state /var/lib/sensor --note 'incident 4711'", "It was an attack or a fault: what was learnt of it is taken back."),
        new("alerts reopen", "sensor alerts reopen alert-000007 --state /var/lib/sensor", "That verdict was a mistake: take it back with all that it changed."),
        new("alerts mute", "sensor alerts mute alert-000009 --scope device --until +7d --state /var/lib/sensor", "Don't tell this of that device for a week."),
        new("alerts unmute", "sensor alerts unmute mute-7 --state /var/lib/sensor", "Tell it again; the alert's id does as well."),
        new("alerts mutes", "sensor alerts mutes --state /var/lib/sensor", "What isn't told, until when, who said so, and how often that hid something."),
        new("alerts pcap", "sensor alerts pcap alert-000007 --state /var/lib/sensor -o alert.pcapng", "The packets behind it for Wireshark, with comments; payload that may be about patients is masked."),
        new("alerts pcap", "sensor alerts pcap alert-000007 --results results --in /mnt/captures", "The same without a state, from captures that were moved meanwhile."),
        new("alerts pcap", "sensor alerts pcap alert-000007 --state /var/lib/sensor -o whole.pcapng --reveal-phi --by 'J. Doe' --why 'incident 4711'", "The same with payload; who saw it and why is written down first, in /var/lib/sensor/audit.jsonl."),
        new("devices list", "sensor devices list --state /var/lib/sensor --role modality --format csv", "All modalities, for a spreadsheet."),
        new("devices show", "sensor devices show CT1 --state /var/lib/sensor", "All that is known of a device, and from where."),
        new("findings list", "sensor findings list --state /var/lib/sensor --status open --format json", "What should be put right, a line of JSON each."),
        new("findings show", "sensor findings show fnd-000003 --state /var/lib/sensor", "One finding whole: what it is, why it matters, what to do."),
        new("report", "sensor report --state /var/lib/sensor -o report.html", "All that a state knows as one page: alerts, traffic, devices, who talks to whom, what was lost."),
        new("report", "sensor report --state /var/lib/sensor --since 2026-11-16 --until 2026-11-23 -o week.html", "A week of it."),
        new("report", "sensor replay ward.pcap --report ward.html", "The same of a capture, without a state."),
        new("rules list", "sensor rules list", "What is looked for without learning."),
        new("rules show", "sensor rules show dicom-find-harvest", "One rule as it is written."),
        new("rules check", "sensor rules check own.yaml", "Is a file of rules right, and do its trials come out as they should?"),
        new("rules test", "sensor rules test own.yaml ward.pcap", "What these rules find in a capture."),
        new("protocols list", "sensor protocols list", "What is read: built in, shipped as definitions, and the site's own."),
        new("protocols show", "sensor protocols show alaris --yaml", "The definition of a protocol that comes with the sensor, to start from."),
        new("protocols check", "sensor protocols check mypump.yaml", "Is a definition sound, and do its own examples come out as they should?"),
        new("protocols try", "sensor protocols try mypump.yaml ward.pcap", "What a definition finds in a capture: frames, commands, pumps, values."),
        new("outputs test", "sensor outputs test --config sensor.yaml", "Send each receiver an alert that says of itself that it is a test."),
        new("outputs test", "sensor outputs test siem --config sensor.yaml", "The same for the receiver siem alone."),
        new("outputs list", "sensor outputs list --state /var/lib/sensor", "What waits for receivers, since when, and why."),
        new("config check", "sensor config check sensor.yaml", "Say all that is wrong with a configuration, with line and column; exit with 2 when anything is."),
        new("config show", "sensor config show sensor.yaml", "What holds, and where each value is from: the file, the environment, or the default."),
        new("config show", "SENSOR_BOUNDS_FLOWS=100000 sensor config show", "The same with a variable of the environment and without a file."),
    ];

    /// <param name="command">Names of a command below the program's; empty: the program itself.</param>
    public static IEnumerable<Example> Of(string command) => All.Where(e => command.Length == 0 || e.Of == command || e.Of.StartsWith(command + " ", StringComparison.Ordinal));
}
