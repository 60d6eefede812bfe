namespace Sensor.State;

/// <summary>
/// A state directory as a run finds it: what can be read of it, what can't, and whether anything may be written. Trouble never ends the run and never
/// destroys what is there.
/// </summary>
internal sealed class StateStore : IDisposable
{
    private readonly string _path;
    private readonly StateFolder _folder;
    private readonly List<StateNews> _news = [];
    private StateCopy? _copy;

    /// <exception cref="StateException">Another sensor keeps its state there.</exception>
    public StateStore(string path)
    {
        (_path, _folder) = (path, new StateFolder(path));
        MayWrite = _folder.IsLocked;
        if (_folder.Trouble is { } trouble)
        {
            Tell(StateEvent.NotSaved, $"State can't be kept in {path}: {trouble}; nothing is being saved");
        }

        try
        {
            Key = _folder.Key(aside => Tell(StateEvent.BegunAnew, $"The key of pseudonyms in {path} was damaged and is kept as {aside}: pseudonyms aren't those of earlier runs"));
        }
        catch (Exception e) when (e is StateException || StateFolder.IsTrouble(e))
        {
            TellNotSaved(e.Message);
        }

        Saved = OpenToRead();
    }

    /// <summary>What there is to read; null when there is nothing. Gone after <see cref="EndReading"/>.</summary>
    public StateDatabase? Saved { get; private set; }

    /// <summary>The key of pseudonyms; null where none can be read or made.</summary>
    public byte[]? Key { get; }

    /// <summary>Nothing that is there and couldn't be read would be written over.</summary>
    public bool MayWrite { get; private set; }

    /// <summary>What has to be told of the start.</summary>
    public IReadOnlyList<StateNews> News => _news;

    public string Path => _path;

    /// <summary>What was read turned out to be damaged: it is moved aside.</summary>
    public void SetAside(string reason)
    {
        EndReading();
        try
        {
            var aside = StateFolder.SetAside(_folder.DatabasePath);
            Tell(StateEvent.BegunAnew, $"State in {_path} begins anew, because {reason}; what was there is kept as {aside}");
        }
        catch (StateException e)
        {
            MayWrite = false;
            TellNotSaved($"{reason}, and it can't be moved aside ({e.Message})");
        }
    }

    /// <summary>What is there can't be read, for reasons outside of it: it stays as it is.</summary>
    public void Leave(string reason)
    {
        EndReading();
        MayWrite = false;
        Tell(StateEvent.NotSaved, $"State in {_path} can't be read: {reason}; it is left as it is, and nothing is being saved");
    }

    /// <summary>All is read: what was opened for it is closed.</summary>
    public void EndReading()
    {
        Saved?.Dispose();
        Saved = null;
        _copy?.Dispose();
        _copy = null;
    }

    /// <summary>Opens the database to write to.</summary>
    /// <exception cref="StateException">It can't be.</exception>
    public StateDatabase OpenToWrite()
    {
        _folder.KeepKey();
        return StateDatabase.Open(_folder.DatabasePath);
    }

    /// <summary>The database that is being written turned out to be damaged.</summary>
    /// <returns>Where it is now.</returns>
    public string MoveDamaged() => StateFolder.SetAside(_folder.DatabasePath);

    public void Dispose()
    {
        EndReading();
        _folder.Dispose();
    }

    private StateDatabase? OpenToRead()
    {
        StateDatabase? database = null;
        try
        {
            database = StateDatabase.Open(_folder.DatabasePath);
            database.Check();
        }
        catch (StateException e)
        {
            database?.Dispose();
            return Cope(e);
        }

        try
        {
            database.Touch();
        }
        catch (StateException e) when (e.Fault == StateFault.Unavailable)
        {
            // It can be read, and written to perhaps later.
            TellNotSaved(e.Message);
        }
        catch (StateException e)
        {
            database.Dispose();
            return Cope(e);
        }

        return database;
    }

    private StateDatabase? Cope(StateException e)
    {
        switch (e.Fault)
        {
            case StateFault.Damaged:
                SetAside(e.Message);
                return null;
            case StateFault.Foreign:
                MayWrite = false;
                Tell(StateEvent.NotSaved, $"State in {_path} isn't used, because {e.Message}; it is left as it is, and nothing is being saved");
                return null;
            default:
                TellNotSaved(e.Message);
                return OpenCopy();
        }
    }

    /// <summary>Where nothing can be written SQLite may not even read: a copy elsewhere is read instead.</summary>
    private StateDatabase? OpenCopy()
    {
        if (!File.Exists(_folder.DatabasePath))
        {
            return null;
        }

        try
        {
            _copy = new StateCopy(_folder.DatabasePath);
            var database = StateDatabase.Open(_copy.DatabasePath);
            database.Check();
            return database;
        }
        catch (StateException e)
        {
            // What can't be read mustn't be written over.
            MayWrite = false;
            Tell(StateEvent.NotSaved, $"State in {_path} can't be read either ({e.Message}); it is left as it is");
            return null;
        }
    }

    /// <summary>Once, for one reason.</summary>
    private void TellNotSaved(string reason)
    {
        if (_news.TrueForAll(n => n.Event != StateEvent.NotSaved))
        {
            Tell(StateEvent.NotSaved, $"State can't be kept in {_path}: {reason}; nothing is being saved");
        }
    }

    private void Tell(StateEvent what, string text) => _news.Add(new StateNews(what, text + "."));
}

/// <summary>What may become of state.</summary>
internal enum StateEvent
{
    NotSaved,
    Saved,
    BegunAnew,
}

/// <summary>Something about state that people are told.</summary>
/// <param name="Event">What it is.</param>
/// <param name="Text">One sentence.</param>
internal readonly record struct StateNews(StateEvent Event, string Text);
