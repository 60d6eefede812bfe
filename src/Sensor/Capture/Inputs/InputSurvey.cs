using System.Security.Cryptography;
using Sensor.Capture.Sources;

namespace Sensor.Capture.Inputs;

/// <summary>
/// Looks at each input before anything is read: whether it is a capture, and when its first packet was. A single one isn't looked at but simply opened.
/// </summary>
internal sealed class InputSurvey(InputLedger ledger, PacketMerge merge, CaptureNotes notes, StopSignal stop)
{
    /// <summary>Bytes of the first input that the seed is made of.</summary>
    private const int SeedLength = 1 << 20;

    private readonly PacketBlock _block = new();
    private bool _hasStandardInput;

    /// <summary>Hash of the beginning of the first input that can be used; null while there is none.</summary>
    public byte[]? Seed { get; private set; }

    /// <summary>Bytes of all inputs as they are stored; null when nobody can know.</summary>
    public long? StoredLength { get; private set; } = 0;

    /// <summary>What is wrong with the first input that can't be used.</summary>
    public CaptureException? FirstFailure { get; private set; }

    /// <summary>There is an input that can be used, with packets or without.</summary>
    public bool HasUsable => Seed is not null;

    public void Take(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                TakeFolder(path);
            }
            else
            {
                TakeOne(path, isOnly: paths.Count == 1);
            }
        }
    }

    private void TakeOne(string path, bool isOnly)
    {
        IByteSource source;
        try
        {
            source = Open(path);
        }
        catch (CaptureException e)
        {
            Refuse(ledger.Add(path), e);
            return;
        }

        if (isOnly || !source.CanReopen)
        {
            TakeOpen(path, source, isOnly);
        }
        else
        {
            Take(LookAt(path, source, seeds: Seed is null));
        }
    }

    private IByteSource Open(string path)
    {
        if (path == SourceOpener.StandardInput && _hasStandardInput)
        {
            throw new CaptureException("Standard input can be read only once.");
        }

        _hasStandardInput |= path == SourceOpener.StandardInput;
        return SourceOpener.Open(path);
    }

    /// <summary>An input that stays open from now on: the only one, or one that can't be opened twice.</summary>
    private void TakeOpen(string path, IByteSource source, bool isOnly)
    {
        var input = ledger.Add(path);
        var reader = new CaptureReader(path, input, () => source);
        try
        {
            if (!TryBegin(reader, notes, seeds: Seed is null))
            {
                reader.Dispose();
                return;
            }
        }
        catch (CaptureException e)
        {
            reader.Dispose();
            Refuse(input, e);
            return;
        }

        StoredLength += reader.StoredLength;
        var block = isOnly ? null : new PacketBlock();
        if (block is not null && reader.FindFirst(block, stop) is not null)
        {
            reader.Hold(block);
        }

        merge.AddOpen(reader);
    }

    private void TakeFolder(string folder)
    {
        IReadOnlyList<FileInfo> files;
        try
        {
            files = FolderListing.Of(folder);
        }
        catch (CaptureException e)
        {
            Refuse(ledger.Add(folder), e);
            return;
        }

        var looks = files.TakeWhile(_ => !stop.IsSet).Select(f => LookAt(Path.Combine(folder, f.Name), seeds: false)).ToList();
        var captures = looks.Where(l => l.Failure is not { IsForeign: true }).OrderBy(l => l.FirstTime ?? long.MaxValue).ToList();
        if (Seed is null && captures.FirstOrDefault(c => c.Failure is null) is { } first)
        {
            LookAt(first.Path, seeds: true);
        }

        foreach (var capture in captures)
        {
            Take(capture);
        }

        var foreign = looks.Count - captures.Count;
        if (captures.Count == 0)
        {
            Refuse(ledger.Add(folder), new CaptureException($"{folder} holds no captures."));
        }
        else if (foreign > 0)
        {
            ledger.Add(folder, foreign == 1
                ? $"{folder} holds a file that isn't a capture; it is passed over."
                : $"{folder} holds {foreign} files that aren't captures; they are passed over.");
        }
    }

    private void Take(Look look)
    {
        var input = ledger.Add(look.Path, look.Warning);
        if (look.Failure is not null)
        {
            Refuse(input, look.Failure);
            return;
        }

        StoredLength += look.StoredLength;
        if (look.FirstTime is { } first)
        {
            merge.Add(NewReader(look.Path, input), first);
        }
    }

    /// <summary>Looks at a file of a folder. A link to a pipe isn't one: it could only be looked at once.</summary>
    private Look LookAt(string path, bool seeds)
    {
        try
        {
            var source = SourceOpener.Open(path);
            if (source.CanReopen)
            {
                return LookAt(path, source, seeds);
            }

            source.Dispose();
            return new Look(path, null, null, null, new CaptureException($"{path} is not a file.") { IsForeign = true });
        }
        catch (CaptureException e)
        {
            return new Look(path, null, null, null, e);
        }
    }

    private Look LookAt(string path, IByteSource source, bool seeds)
    {
        using var reader = new CaptureReader(path, 0, () => source);
        try
        {
            // What is looked at is opened again in its turn; its interfaces get their numbers then.
            var first = TryBegin(reader, notes with { Number = (_, _) => 0 }, seeds) ? reader.FindFirst(_block, stop) : null;
            return new Look(path, first, reader.StoredLength, first is null ? reader.Warning : null, null);
        }
        catch (CaptureException e)
        {
            return new Look(path, null, null, null, e);
        }
    }

    /// <returns>False when no more input is wanted.</returns>
    private bool TryBegin(CaptureReader reader, CaptureNotes taking, bool seeds)
    {
        reader.Open(taking);
        while (!reader.TryBegin(seeds ? SeedLength : CaptureFormats.LeastHead))
        {
            if (stop.IsSet)
            {
                return false;
            }
        }

        if (seeds)
        {
            Seed = SHA256.HashData(reader.Beginning);
        }

        return true;
    }

    private void Refuse(int input, CaptureException failure)
    {
        FirstFailure ??= failure;
        ledger.Warn(input, failure.Message);
    }

    private static CaptureReader NewReader(string path, int input) => new(path, input, () => SourceOpener.Open(path));

    private sealed record Look(string Path, long? FirstTime, long? StoredLength, string? Warning, CaptureException? Failure);
}
