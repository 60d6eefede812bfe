using System.Globalization;
using Sensor.Alerts;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.State;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor state check|backup|export|import</c>: looks at what a sensor remembers, and carries it elsewhere. All but import work while a sensor runs.</summary>
internal sealed class StateCommands(Screen screen, TextWriter output)
{
    /// <summary>Reads all of a state, as a sensor would, and says what is in it.</summary>
    public int Check(string folder) => Read(screen, folder, saved =>
    {
        saved.Check();
        var analysis = BareAnalysis.Of(saved);
        var devices = analysis.Devices.All;
        var inputs = saved.Inputs().Count(i => i.Identity.Length > 0);
        Say("devices", $"{devices.Count:N0}, {devices.Count(analysis.IsMature):N0} mature");
        Say("alerts", $"{saved.Alerts().Count():N0}");
        Say("feedback", $"{saved.Feedback().Count():N0}, {saved.Feedback(onlyNew: true).Count():N0} not taken by a sensor yet");
        Say("deeds", $"{saved.Journal().Count():N0} about alerts");
        Say("inputs", $"{inputs:N0}");
        Say("time", analysis.Now == 0 ? "none yet" : $"{DateTime.UnixEpoch.AddTicks(analysis.Now / 100):yyyy-MM-dd HH:mm:ss} UTC by packets");
        foreach (var (name, count) in saved.Counters().Where(c => c.Name == "checkpoints"))
        {
            Say(name, $"{count:N0}");
        }

        Say("database", $"version {saved.Version}, {Wording.Amount(new FileInfo(PathIn(folder)).Length, "byte")}, sound");
        return ExitCode.Done;
    });

    /// <summary>Copies the database as it is at one moment.</summary>
    public int Backup(string folder, string file) => Read(screen, folder, saved =>
    {
        using (Create(file))
        {
        }

        saved.CopyTo(file);
        return ExitCode.Done;
    });

    /// <summary>Writes a state as lines of JSON.</summary>
    /// <param name="folder">The state.</param>
    /// <param name="file">A new file; null: standard output.</param>
    public int Export(string folder, string? file) => Read(screen, folder, saved =>
    {
        using var lines = new JsonLines(file is null ? Console.OpenStandardOutput() : Create(file));
        StateExport.Write(saved, lines);
        return ExitCode.Done;
    });

    /// <summary>Makes a state of exported lines.</summary>
    /// <param name="folder">Where there is no state yet.</param>
    /// <param name="file">The lines; <c>-</c> is standard input.</param>
    public int Import(string folder, string file) => Failures.Tell(screen, () =>
    {
        using var place = new StateFolder(folder);
        if (place.Trouble is { } trouble)
        {
            throw new OutputException($"State can't be made in {folder}: {trouble}.");
        }

        if (File.Exists(place.DatabasePath))
        {
            throw new OutputException($"There is state in {folder} already; import makes a new one.");
        }

        var draft = place.DatabasePath + ".import";
        try
        {
            DeleteDraft(draft);
            using (var lines = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file))
            using (var database = StateDatabase.Open(draft))
            {
                new StateImport(database).Read(lines);
                BareAnalysis.Of(database);
            }

            File.Move(draft, place.DatabasePath);
            return ExitCode.Done;
        }
        catch (StateException e) when (e.Fault != StateFault.InUse)
        {
            throw new OutputException($"{file} can't be imported: {e.Message}.");
        }
        catch (Exception e) when (StateFolder.IsTrouble(e))
        {
            throw new OutputException($"{file} can't be imported: {StateFolder.Reason(e)}.");
        }
        finally
        {
            DeleteDraft(draft);
        }
    });

    private static string PathIn(string folder) => Path.Combine(folder, StateFolder.DatabaseName);

    /// <summary>Does something with what is saved, also where nothing can be written.</summary>
    public static int Read(Screen screen, string folder, Func<StateDatabase, int> work) => Failures.Tell(screen, () =>
    {
        if (!File.Exists(PathIn(folder)))
        {
            throw new OutputException($"There is no state in {folder}.");
        }

        StateCopy? copy = null;
        try
        {
            using var saved = Open(PathIn(folder), ref copy);
            return work(saved);
        }
        catch (StateException e)
        {
            throw new OutputException($"State in {folder} {(e.Fault == StateFault.Damaged ? "is damaged" : "can't be read")}: {e.Message}.");
        }
        finally
        {
            copy?.Dispose();
        }
    });

    /// <summary>Adds something to what is saved, while a sensor may run.</summary>
    public static int Add(Screen screen, string folder, Func<StateDatabase, int> work) => Failures.Tell(screen, () =>
    {
        if (!File.Exists(PathIn(folder)))
        {
            throw new OutputException($"There is no state in {folder}.");
        }

        try
        {
            using var saved = StateDatabase.OpenToAdd(PathIn(folder));
            return work(saved);
        }
        catch (StateException e)
        {
            throw new OutputException($"Nothing was noted in {folder}: {e.Message}.");
        }
    });

    private static StateDatabase Open(string path, ref StateCopy? copy)
    {
        try
        {
            return StateDatabase.OpenToRead(path);
        }
        catch (StateException e) when (e.Fault == StateFault.Unavailable)
        {
            copy = new StateCopy(path);
            return StateDatabase.OpenToRead(copy.DatabasePath);
        }
    }

    private static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(file, options);
        }
        catch (Exception e) when (StateFolder.IsTrouble(e))
        {
            throw new OutputException($"{file} can't be made: {StateFolder.Reason(e)}.");
        }
    }

    private static void DeleteDraft(string draft)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(draft + suffix);
        }
    }

    private void Say(string what, FormattableString text) => output.WriteLine($"{what,-12} {text.ToString(CultureInfo.InvariantCulture)}");

    private void Say(string what, string text) => output.WriteLine($"{what,-12} {text}");
}
