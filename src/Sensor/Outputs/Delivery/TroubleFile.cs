namespace Sensor.Outputs.Delivery;

/// <summary>Why a receiver can't be reached, beside what waits for it: <c>sensor outputs list</c> tells it of a sensor that runs, or has ended.</summary>
/// <param name="folder">The receiver's folder in the spool; null: nowhere.</param>
internal sealed class TroubleFile(string? folder)
{
    private const string FileName = "trouble";

    public void Write(string reason) => Try(path => File.WriteAllText(path, $"{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'} {reason}\n"));

    public void Clear() => Try(File.Delete);

    /// <summary>A line; null where there is no trouble.</summary>
    public static string? Of(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? File.ReadAllText(path).TrimEnd('\n') : null;
    }

    private void Try(Action<string> work)
    {
        try
        {
            if (folder is not null)
            {
                work(Path.Combine(folder, FileName));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk's trouble is the spool's to tell.
        }
    }
}
