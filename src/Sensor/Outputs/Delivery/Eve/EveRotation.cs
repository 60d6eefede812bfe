using System.Globalization;
using System.IO.Compression;

namespace Sensor.Outputs.Delivery.Eve;

/// <summary>Puts a file aside under a name with the time, compresses it if that is wanted, and deletes the oldest of those put aside.</summary>
internal sealed class EveRotation(EveSettings settings) : IDisposable
{
    private const string GzipSuffix = ".gz", DraftSuffix = ".gz.new";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private Task _compression = Task.CompletedTask;

    /// <summary>When a file that was begun at some time is to be put aside.</summary>
    public DateTimeOffset EndOf(DateTimeOffset begun) => settings.RotateEvery is not { } every
        ? DateTimeOffset.MaxValue
        : new DateTimeOffset(((begun.UtcTicks / every.Ticks) + 1) * every.Ticks, TimeSpan.Zero);

    /// <summary><c>eve.json</c> becomes <c>eve.json.20261121T170000Z</c>, with a number behind it where there is one already.</summary>
    public void PutAside(DateTimeOffset now)
    {
        var stem = $"{settings.Path}.{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        var aside = stem;
        for (var number = 1; File.Exists(aside) || File.Exists(aside + GzipSuffix); number++)
        {
            aside = string.Create(CultureInfo.InvariantCulture, $"{stem}.{number:d4}");
        }

        File.Move(settings.Path, aside);
        _compression = settings.Gzip ? _compression.ContinueWith(_ => Tidy(aside), TaskScheduler.Default) : _compression;
        if (!settings.Gzip)
        {
            Tidy(null);
        }
    }

    /// <summary>What isn't compressed by then stays as it is; its draft goes when the next file is put aside.</summary>
    public void Dispose() => _compression.Wait(Patience);

    private void Tidy(string? compress)
    {
        try
        {
            // Drafts of a run that was killed; this one makes one at a time.
            foreach (var draft in Ours().Where(IsDraft))
            {
                File.Delete(draft);
            }

            if (compress is not null)
            {
                Compress(compress);
            }

            DeleteOldest();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file stays as it is: nothing is lost, and the disk's trouble is told by who writes to it.
        }
    }

    private static void Compress(string path)
    {
        var draft = path + DraftSuffix;
        using (var from = File.OpenRead(path))
        using (var to = new GZipStream(File.Create(draft), CompressionLevel.Fastest))
        {
            from.CopyTo(to);
        }

        File.Move(draft, path + GzipSuffix);
        File.Delete(path);
    }

    private void DeleteOldest()
    {
        if (settings.Keep is not { } keep)
        {
            return;
        }

        var aside = Ours().Where(f => !IsDraft(f)).Order(StringComparer.Ordinal).ToList();
        foreach (var file in aside.Take(Math.Max(0, aside.Count - keep)))
        {
            File.Delete(file);
        }
    }

    /// <summary>Files with the time in the name: those that logrotate or people named otherwise are theirs.</summary>
    private List<string> Ours()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(settings.Path))!;
        var name = Path.GetFileName(settings.Path) + ".";
        return [.. Directory.EnumerateFiles(folder).Where(f => Path.GetFileName(f) is var other && other.StartsWith(name, StringComparison.Ordinal) && BeginsWithTime(other.AsSpan(name.Length)))];
    }

    private static bool IsDraft(string path) => path.EndsWith(DraftSuffix, StringComparison.Ordinal);

    private static bool BeginsWithTime(ReadOnlySpan<char> suffix) =>
        suffix.Length >= 16 && DateTime.TryParseExact(suffix[..16], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
