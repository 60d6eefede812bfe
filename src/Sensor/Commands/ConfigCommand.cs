using Sensor.Options;
using Sensor.Options.Sections;
using Sensor.Yaml;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor config check</c> and <c>sensor config show</c>.</summary>
internal sealed class ConfigCommand(Configuration configuration, TextWriter output, Screen screen)
{
    public int Check()
    {
        try
        {
            var settings = configuration.Read();
            Sending.RejectUnreadable(settings.Of(OutputSection.Receivers));
            var set = SectionRegister.All.SelectMany(s => s.Keys).Where(settings.IsSet).ToList();
            output.WriteLine(Screen.Plain($"{configuration.Path ?? "No file is named; the environment"} is fine. It sets {(set.Count == 0 ? "nothing" : string.Join(", ", set))}."));
            return ExitCode.Done;
        }
        catch (ConfigurationException e)
        {
            foreach (var complaint in e.Complaints)
            {
                screen.Fail(complaint.ToString());
            }

            return ExitCode.BadUsage;
        }
    }

    public int Show()
    {
        SettingsYaml.Write(output, SectionRegister.All, configuration.Read());
        return ExitCode.Done;
    }
}
