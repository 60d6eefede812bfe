namespace Sensor.Capture.Inputs;

/// <summary>Finds the files of a folder: not those of folders in it, and none without bytes, such as pipes.</summary>
internal static class FolderListing
{
    /// <returns>By name, ordinally.</returns>
    /// <exception cref="CaptureException">The folder can't be read; the message is one sentence.</exception>
    public static IReadOnlyList<FileInfo> Of(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFiles().Where(HasBytes).OrderBy(f => f.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException(Directory.Exists(folder) ? $"{folder} can't be read: {e.Message.TrimEnd('.')}." : $"{folder} does not exist.");
        }
    }

    /// <summary>A file may go away while one looks at it.</summary>
    private static bool HasBytes(FileInfo file)
    {
        try
        {
            return file.Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
