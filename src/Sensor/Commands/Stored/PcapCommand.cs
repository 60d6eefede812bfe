using System.Text.Json;
using Sensor.Capture;
using Sensor.Evidence;
using Sensor.Outputs;
using Sensor.Terminal;

namespace Sensor.Commands.Stored;

/// <summary><c>sensor alerts pcap</c>: the packets behind an alert, as a capture with comments; payload that may be about patients is masked unless somebody answers for it.</summary>
internal sealed class PcapCommand(PcapOptions options, Screen screen)
{
    public int Run() => Failures.Tell(screen, () => options.IsState ? StateCommands.Read(screen, options.Folder, saved => Export(StoredRecords.Read(RecordKind.Alerts, saved))) : Export(Results()));

    private int Export(IEnumerable<JsonElement> alerts)
    {
        if (alerts.FirstOrDefault(a => string.Equals(a.Text("anomaly.id"), options.Id, StringComparison.OrdinalIgnoreCase)) is not { ValueKind: JsonValueKind.Object } alert)
        {
            throw new OutputException($"There is no alert '{options.Id}' in {options.Folder}.");
        }

        if (options.Inputs.FirstOrDefault(i => !File.Exists(i) && !Directory.Exists(i)) is { } missing)
        {
            throw new CaptureException($"{missing} can't be read: there is no such file or folder.");
        }

        using var capture = new MemoryStream();
        var packets = alert.Text("anomaly.evidence.pcap") is { } kept ? Copy(kept, capture) : Collect(alert, capture);
        var id = alert.Text("anomaly.id")!;
        using var output = new PcapOutput(options.Output ?? $"{id}.pcapng");
        if (options.By is { } by)
        {
            Reveal(output, capture, new AuditRecord(DateTime.UtcNow, by, options.Why!, id, packets));
        }
        else
        {
            output.Write(capture);
        }

        if (!output.IsStandard)
        {
            screen.Say($"packets of {id} are in {output.Path}.");
        }

        return ExitCode.Done;
    }

    /// <summary>Writes it down, once there is a place for the capture and before anybody sees anything; and once more should nothing have come of it.</summary>
    private void Reveal(PcapOutput output, MemoryStream capture, AuditRecord record)
    {
        Account(record);
        try
        {
            output.Write(capture);
        }
        catch
        {
            try
            {
                Account(record with { Time = DateTime.UtcNow, HasFailed = true });
            }
            catch (OutputException)
            {
                // The first line stands, and why the capture failed is what matters.
            }

            throw;
        }
    }

    /// <summary>Alerts of a folder of results.</summary>
    private IEnumerable<JsonElement> Results()
    {
        var path = Path.Combine(options.Folder, "alerts.jsonl");
        if (!File.Exists(path))
        {
            throw new OutputException($"There are no results in {options.Folder}.");
        }

        // Only the line that can be it is parsed: there may be very many.
        return File.ReadLines(path).Where(line => line.Contains(options.Id, StringComparison.OrdinalIgnoreCase)).Select(Parse);
    }

    private JsonElement Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement;
        }
        catch (JsonException)
        {
            throw new OutputException($"Results in {options.Folder} aren't as they were written.");
        }
    }

    /// <summary>Takes the capture that was made while listening.</summary>
    private int Copy(string name, Stream to)
    {
        // By its place, not by what the line says: it stands beside the alerts.
        var stored = StoredCapture.Read(Path.Combine(options.Folder, EvidenceFolder.Name, Path.GetFileName(name)));
        if (options.By is null)
        {
            stored.Mask();
        }
        else if (stored.IsMasked)
        {
            throw new OutputException($"There is nothing to reveal: while listening, payload of {options.Id} wasn't kept (evidence.payload is masked).");
        }

        to.Write(stored.Bytes);
        return stored.Packets;
    }

    /// <summary>Looks for the packets in the captures that were replayed.</summary>
    private int Collect(JsonElement alert, Stream to)
    {
        if (StoredProof.Of(alert) is not { } proof)
        {
            throw new OutputException($"{options.Id} in {options.Folder} isn't as it was written.");
        }

        if (proof.Places.Count == 0)
        {
            throw new OutputException($"No packets of {options.Id} were kept (evidence.ring), or it is about none.");
        }

        var collector = new PacketCollector(proof, new CollectorBounds());
        var places = proof.Places.Select(place => (place, Path: PathOf(place.File, isOnly: proof.Places.Count == 1))).ToList();
        var fits = places.Aggregate(false, (fits, p) => CaptureScan.Read(proof, p.place, p.Path, collector) | fits);
        if (!fits)
        {
            throw new CaptureException($"{places[^1].Path} isn't the capture that {options.Id} came from: its packets have other times.");
        }

        EvidenceCapture.Write(to, CaptureAuthor.Of(AnalysisRun.Version), proof, collector, isMasked: options.By is null, []);
        return collector.Packets.Count;
    }

    /// <summary>Where a capture is: among those that were named, else where it was.</summary>
    private string PathOf(string file, bool isOnly)
    {
        var name = Path.GetFileName(file);
        foreach (var input in options.Inputs)
        {
            if (Directory.Exists(input) && File.Exists(Path.Combine(input, name)))
            {
                return Path.Combine(input, name);
            }

            if (File.Exists(input) && (Path.GetFileName(input) == name || (isOnly && options.Inputs.Count == 1)))
            {
                return input;
            }
        }

        return file == PcapOutput.Standard ? throw new CaptureException("The alert's packets came by standard input; say with --in where they are now.")
            : File.Exists(file) ? file
            : throw new CaptureException($"{file} isn't there any more; say with --in where it is now.");
    }

    private void Account(AuditRecord record)
    {
        var path = options.Audit ?? Path.Combine(options.Folder, AuditTrail.Name);
        try
        {
            AuditTrail.Append(path, record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"Nothing is revealed, because it can't be written down in {path}: {e.Message.TrimEnd('.')}.");
        }
    }
}
