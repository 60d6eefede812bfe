using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Options.Keys;
using Sensor.Options.Sections;
using Sensor.Outputs;
using Sensor.Outputs.Delivery;
using Sensor.Outputs.Delivery.Spool;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor outputs test|list</c>: tries the way to receivers, and says what waits for them.</summary>
internal sealed class OutputsCommand(Screen screen, TextWriter output)
{
    /// <summary>Sends something that says of itself that it is a test, past the spool.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="names">Receivers; none: all.</param>
    public int Test(Settings settings, IReadOnlyList<string> names) => Failures.Tell(screen, () =>
    {
        var receivers = settings.Of(OutputSection.Receivers);
        if (receivers.Count == 0)
        {
            throw new OutputException("No receivers are configured (output.receivers).");
        }

        if (names.FirstOrDefault(n => receivers.All(r => r.Name != n)) is { } unknown)
        {
            throw new OutputException($"There is no receiver '{unknown}'; there are {string.Join(", ", receivers.Select(r => r.Name))}.");
        }

        var wanted = receivers.Where(r => names.Count == 0 || names.Contains(r.Name)).ToList();
        Sending.RejectUnreadable(wanted);
        var sender = Sending.IdentityOf(null, Encoding.UTF8.GetBytes(Environment.MachineName));
        var failed = 0;
        foreach (var receiver in wanted)
        {
            var watch = Stopwatch.StartNew();
            var delivered = TryAsync(receiver, sender).GetAwaiter().GetResult();
            var time = string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalMilliseconds:0} ms");
            var isGood = delivered.Outcome == DeliveryOutcome.Done;
            failed += isGood ? 0 : 1;
            output.WriteLine(Screen.Plain($"{receiver.Name} ({receiver.Type}): {(isGood ? $"took the test in {time}{Caution(receiver)}." : $"failed after {time}: {delivered.Reason}.")}"));
        }

        return failed == 0 ? ExitCode.Done : ExitCode.Failed;
    });

    /// <summary>Says what waits in a spool.</summary>
    /// <param name="spool">The spool's folder.</param>
    public int List(string spool) => Failures.Tell(screen, () =>
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(spool))))
        {
            throw new OutputException($"There is no spool in {spool}.");
        }

        try
        {
            var folders = Directory.Exists(spool) ? Directory.GetDirectories(spool) : [];
            foreach (var folder in folders.Order(StringComparer.Ordinal))
            {
                output.WriteLine(Screen.Plain(Line(folder)));
            }

            if (folders.Length == 0)
            {
                output.WriteLine("Nothing waits.");
            }

            return ExitCode.Done;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OutputException($"The spool in {spool} can't be read: {e.Message.TrimEnd('.')}.");
        }
    });

    private static string Line(string folder)
    {
        var content = SpoolContent.Of(folder);
        var waiting = content.Waiting == 0
            ? "nothing waits"
            : string.Create(CultureInfo.InvariantCulture, $"{content.Waiting:N0} wait, {content.Alerts:N0} alerts among them, {Alerts.Wording.Amount(content.Bytes, "byte")}, the oldest of {Time(content.Oldest!.Value)}");
        var trouble = TroubleFile.Of(folder) is { } reason ? $"; not reached: {reason}" : "";
        var refused = new FileInfo(Path.Combine(folder, RefusedFile.FileName)) is { Exists: true } ? $"; refused things are in {RefusedFile.FileName}" : "";
        return $"{Path.GetFileName(folder)}: {waiting}{trouble}{refused}";
    }

    private static async Task<Delivered> TryAsync(ReceiverSettings settings, SenderIdentity sender)
    {
        if (settings.ObstacleToTest is { } obstacle)
        {
            return Delivered.Later(obstacle);
        }

        using var patience = new CancellationTokenSource(settings.Common.Timeout);
        using var receiver = settings.Open(sender);
        try
        {
            return await receiver.SendAsync([settings.TestThing(sender, DateTimeOffset.UtcNow)], patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Delivered.Later($"no answer within {settings.Common.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (Trouble.Of(e) is { } reason)
        {
            return Delivered.Later(reason);
        }
    }

    /// <summary>A way that has no answers can't promise that anybody listened.</summary>
    private static string Caution(ReceiverSettings receiver) => receiver.HasAnswers ? "" : ", as far as can be told: it has no answers, so look there";

    private static string Time(long nanoseconds)
    {
        Span<byte> text = stackalloc byte[EveTime.Length];
        EveTime.Format(nanoseconds, text);
        return Encoding.ASCII.GetString(text[..19]) + "Z";
    }
}
