using System.CommandLine;
using Sensor.Capture.Live;
using Sensor.Options;
using Sensor.Options.Sections;
using Sensor.Terminal;
using Sensor.Yaml;

namespace Sensor.Commands;

/// <summary><c>sensor live</c> and <c>sensor interfaces</c> on the command line.</summary>
internal static class LiveArguments
{
    public static Command Live()
    {
        var interfaces = new Option<string[]>("--interface", "-i")
        {
            Description = "Listen to this interface, promiscuously; several times for several mirror ports. Without it, to those of capture.interfaces.",
            HelpName = "IFACE",
        };
        interfaces.Validators.Add(result =>
        {
            if (result.Tokens.GroupBy(t => t.Value).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                result.AddError($"Interface '{twice.Key}' is named twice.");
            }
        });
        var snapLength = new Option<int?>("--snaplen")
        {
            Description = $"Bytes to keep of each packet. [default: {LiveSettings.MaxSnapLength}]",
            HelpName = "N",
        };
        RunArguments.AddNumberCheck(snapLength, LiveSettings.MinSnapLength, LiveSettings.MaxSnapLength);
        var buffer = new Option<int?>("--buffer")
        {
            Description = $"The kernel's buffer for each interface: what rides out a pause. [default: {LiveSettings.DefaultBufferMiB}]",
            HelpName = "MiB",
        };
        RunArguments.AddNumberCheck(buffer, 1, LiveSettings.MaxBufferMiB);
        var duration = new Option<string?>("--duration") { Description = "End after this time: 30s, 10m, 8h, 2d. Without it, Ctrl-C or SIGTERM ends.", HelpName = "TIME" };
        RunArguments.AddCheck(duration, text => Duration.TryParse(text, out _) ? null : $"--duration takes a time such as 30s, 10m, 8h or 2d, not '{text}'.");

        var command = new Command("live", "Listens to network interfaces and says what is unusual. It never sends.") { interfaces };
        var common = new RunArguments();
        common.AddTo(command);
        common.Speaks(CaptureSection.Interfaces, interfaces);
        common.Speaks(CaptureSection.SnapLength, snapLength);
        common.Speaks(CaptureSection.Buffer, buffer);
        command.Options.Add(snapLength);
        command.Options.Add(buffer);
        command.Options.Add(duration);
        command.SetAction(result =>
        {
            var screen = new Screen(Console.Out, Console.Error);
            return Failures.Tell(screen, () =>
            {
                var configuration = common.ConfigurationOf(result);
                var settings = configuration.Read();
                var options = new LiveOptions(settings.Of(CaptureSection.Interfaces))
                {
                    SnapLength = (int)settings.Of(CaptureSection.SnapLength),
                    BufferMiB = (int)settings.Of(CaptureSection.Buffer),
                    Duration = result.GetValue(duration) is { } text && Duration.TryParse(text, out var length) ? length : null,
                };
                if (options.Interfaces.Count == 0)
                {
                    screen.Fail("Option '--interface' is required: neither it nor capture.interfaces says where to listen. Try 'sensor --help'.");
                    return ExitCode.BadUsage;
                }

                return new LiveCommand(common.Fill(options, result, configuration, settings), screen).Run();
            });
        });
        return command;
    }

    public static Command Interfaces()
    {
        var command = new Command("interfaces", "Lists what can be listened to, and warns of offloads that falsify sizes.");
        command.SetAction(_ => new InterfacesCommand(Console.Out, new Screen(Console.Out, Console.Error)).Run());
        return command;
    }
}
