using System.CommandLine;
using Sensor.Capture.Live;
using Sensor.Options;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor live</c> and <c>sensor interfaces</c> on the command line.</summary>
internal static class LiveArguments
{
    public static Command Live()
    {
        var interfaces = new Option<string[]>("--interface", "-i")
        {
            Description = "Listen to this interface, promiscuously; several times for several mirror ports.",
            HelpName = "IFACE",
            Required = true,
        };
        interfaces.Validators.Add(result =>
        {
            if (result.Tokens.GroupBy(t => t.Value).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                result.AddError($"Interface '{twice.Key}' is named twice.");
            }
        });
        var snapLength = new Option<int>("--snaplen")
        {
            Description = "Bytes to keep of each packet.",
            HelpName = "N",
            DefaultValueFactory = _ => LiveSettings.MaxSnapLength,
        };
        RunArguments.AddNumberCheck(snapLength, LiveSettings.MinSnapLength, LiveSettings.MaxSnapLength);
        var buffer = new Option<int>("--buffer")
        {
            Description = "The kernel's buffer for each interface: what rides out a pause.",
            HelpName = "MiB",
            DefaultValueFactory = _ => LiveSettings.DefaultBufferMiB,
        };
        RunArguments.AddNumberCheck(buffer, 1, LiveSettings.MaxBufferMiB);
        var duration = new Option<string?>("--duration") { Description = "End after this time: 30s, 10m, 8h, 2d. Without it, Ctrl-C or SIGTERM ends.", HelpName = "TIME" };
        RunArguments.AddCheck(duration, text => Duration.TryParse(text, out _) ? null : $"--duration takes a time such as 30s, 10m, 8h or 2d, not '{text}'.");

        var command = new Command("live", "Listens to network interfaces and says what is unusual. It never sends.") { interfaces };
        var common = new RunArguments();
        common.AddTo(command);
        command.Options.Add(snapLength);
        command.Options.Add(buffer);
        command.Options.Add(duration);
        command.SetAction(result =>
        {
            var options = new LiveOptions(result.GetValue(interfaces)!)
            {
                SnapLength = result.GetValue(snapLength),
                BufferMiB = result.GetValue(buffer),
                Duration = result.GetValue(duration) is { } text && Duration.TryParse(text, out var length) ? length : null,
            };
            return new LiveCommand(common.Fill(options, result), new Screen(Console.Out, Console.Error)).Run();
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
