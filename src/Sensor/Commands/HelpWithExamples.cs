using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Sensor.Commands;

/// <summary>The usual help, and what a person would type.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
{
    private const string Replay = """
          sensor replay ward.pcap
              Show the alerts in a capture, and a summary of what was seen.
          sensor replay ward.pcap --learn-until +2d --out results
              Learn for the first two days, judge the rest, write five result files into the folder results.
          sensor replay monday.pcapng tuesday.pcapng --mode learn --out results
              Rules only: inventory and events of two captures, in the order of their packets.
          sensor replay captures/ port1.pcap.gz port2.pcap.gz
              A folder of captures and both directions of a tap, merged by packet time.
          ssh probe tcpdump -U -w - -i eth1 | sensor replay -
              What another machine captures, as it comes.
          sensor replay ward.pcap --speed 10x
              Ten minutes of capture in one, for a demonstration.
          sensor replay --follow /var/captures --out results
              Take up what dumpcap -b or tcpdump -G writes there, until Ctrl-C.
          sensor replay ward.pcap --filter 'not port 22' --out results --fail-on high
              Leave SSH out; exit with 3 when an alert of severity high or worse was written.
          sensor replay ward.pcap --report ward.html
              Everything on one page that can be sent on.
          sensor replay ward.pcap --config sensor.yaml
              With what the site knows about itself: docs/configuration.md.
        """;

    private const string Live = """
          sensor live -i eth1
              Listen to the mirror port eth1 until Ctrl-C; show alerts and a summary.
          sensor live -i eth1 -i eth2 --out results
              Both directions of a tap, to five result files in the folder results.
          sensor live -i eth1 --filter 'net 10.20.0.0/16' --learn-until +7d --out results
              One network only; learn for a week, then judge.
          sensor live -i eth1 --duration 10m --buffer 256 --out results
              Ten minutes, with a large kernel buffer for a busy port.
        """;

    private const string Interfaces = """
          sensor interfaces
              Which interfaces there are, their state, and which offloads to switch off.
        """;

    private const string State = """
          sensor replay ward.pcap --state /var/lib/sensor --out results
              Remember what was learnt; killed and started again, it goes on where it stopped.
          sensor state check /var/lib/sensor
              Is it sound, and what is in it?
          sensor state backup /var/lib/sensor sensor-2026-11-21.db
              A consistent copy while the sensor runs.
          sensor state export /var/lib/sensor | sensor state import copy -
              Carry a state to another directory; two exports can be compared with cmp.
        """;

    private const string Stored = """
          sensor alerts list --state /var/lib/sensor --severity high --since 2026-11-21
              What is serious, of today.
          sensor alerts show alert-000007 --state /var/lib/sensor
              One alert whole: observed, expected, why it matters, what to check, and what people did about it.
          sensor alerts ack alert-000007 --state /var/lib/sensor --note 'called the imaging team'
              Somebody is looking at it.
          sensor alerts close alert-000007 --verdict benign-expected --state /var/lib/sensor --dry-run
              What would change if it were closed as expected; without --dry-run it is.
          sensor alerts mute alert-000009 --scope device --until +7d --state /var/lib/sensor
              Don't tell this of that device for a week; sensor alerts mutes lists what is muted.
          sensor alerts reopen alert-000007 --state /var/lib/sensor
              That verdict was a mistake: take it back with all that it changed.
          sensor alerts pcap alert-000007 --state /var/lib/sensor -o alert.pcapng
              The packets behind it for Wireshark, with comments; payload that may be about patients is masked.
          sensor alerts pcap alert-000007 --state /var/lib/sensor -o whole.pcapng --reveal-phi --by 'J. Doe' --why 'incident 4711'
              The same with payload; who saw it and why is written down first, in /var/lib/sensor/audit.jsonl.
          sensor devices list --state /var/lib/sensor --role modality --format csv
              All modalities, for a spreadsheet.
          sensor devices show CT1 --state /var/lib/sensor
              All that is known of a device, and from where.
          sensor findings list --state /var/lib/sensor --status open --format json
              What should be put right, a line of JSON each.
        """;

    private const string Report = """
          sensor report --state /var/lib/sensor -o report.html
              All that a state knows as one page: alerts, traffic, devices, who talks to whom, what was lost.
          sensor report --state /var/lib/sensor --since 2026-11-16 --until 2026-11-23 -o week.html
              A week of it.
          sensor replay ward.pcap --report ward.html
              The same of a capture, without a state.
        """;

    private const string Rules = """
          sensor rules list
              What is looked for without learning.
          sensor rules show dicom-find-harvest
              One rule as it is written.
          sensor rules check own.yaml
              Is a file of rules right, and do its trials come out as they should?
          sensor rules test own.yaml ward.pcap
              What these rules find in a capture.
        """;

    private const string Config = """
          sensor config check sensor.yaml
              Say all that is wrong with a configuration, with line and column; exit with 2 when anything is.
          sensor config show sensor.yaml
              What holds, and where each value is from: the file, the environment, or the default.
          SENSOR_BOUNDS_FLOWS=100000 sensor config show
              The same with a variable of the environment and without a file.
        """;

    private const string ExitCodes =
        "Exit codes: 0 done, 1 no input usable or results not writable, 2 bad usage or configuration, 3 --fail-on was met, 130/143 interrupted (all results written).";

    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine();
        output.WriteLine("Examples:");
        output.WriteLine(Topmost(parseResult).Name switch
        {
            "replay" => Replay,
            "live" => Live,
            "interfaces" => Interfaces,
            "state" => State,
            "alerts" or "devices" or "findings" => Stored,
            "report" => Report,
            "rules" => Rules,
            "config" => Config,
            _ => string.Join(Environment.NewLine, Replay, Live, Interfaces, State, Stored, Report, Rules, Config),
        });
        output.WriteLine();
        output.WriteLine(ExitCodes);
        return result;
    }

    /// <summary>The command below the program's name.</summary>
    private static Command Topmost(ParseResult parseResult)
    {
        var result = parseResult.CommandResult;
        while (result.Parent is CommandResult { Parent: not null } parent)
        {
            result = parent;
        }

        return result.Command;
    }
}
