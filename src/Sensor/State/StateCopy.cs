namespace Sensor.State;

/// <summary>A copy of a database for a while. Where nothing can be written SQLite may not even read.</summary>
internal sealed class StateCopy : IDisposable
{
    private readonly DirectoryInfo _folder;

    /// <param name="database">The database, which nobody writes to.</param>
    /// <exception cref="StateException">It can't be copied.</exception>
    public StateCopy(string database)
    {
        try
        {
            _folder = Directory.CreateTempSubdirectory("sensor-state-");
        }
        catch (Exception e) when (StateFolder.IsTrouble(e))
        {
            throw new StateException(StateFault.Unavailable, StateFolder.Reason(e));
        }

        try
        {
            foreach (var suffix in (string[])["", "-wal"])
            {
                Copy(database + suffix, DatabasePath + suffix);
            }
        }
        catch (Exception e) when (StateFolder.IsTrouble(e))
        {
            Dispose();
            throw new StateException(StateFault.Unavailable, StateFolder.Reason(e));
        }
    }

    public string DatabasePath => Path.Combine(_folder.FullName, StateFolder.DatabaseName);

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Copy(string path, string copy)
    {
        if (File.Exists(path))
        {
            using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var to = File.Create(copy);
            from.CopyTo(to);
        }
    }
}
