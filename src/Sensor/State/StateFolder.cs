using System.Security.Cryptography;

namespace Sensor.State;

/// <summary>The files of a state directory: the lock that keeps a second sensor out, the key of pseudonyms, the database.</summary>
internal sealed class StateFolder : IDisposable
{
    public const string DatabaseName = "sensor.db", KeyName = "pseudonym.key", LockName = "lock";

    private const int KeyBytes = 32;

    /// <summary>What <c>flock</c> says where somebody else holds the lock.</summary>
    private const int WouldBlock = 11;

    private readonly string _path;
    private readonly FileStream? _lock;
    private byte[]? _key;
    private bool _isKeyKept;

    /// <summary>Enters a state directory, made where there is none.</summary>
    /// <exception cref="StateException">Another sensor is in it, or it can't be a directory at all.</exception>
    public StateFolder(string path)
    {
        _path = path;
        if (File.Exists(path))
        {
            throw new StateException(StateFault.InUse, $"{path} is a file; state is kept in a folder.");
        }

        try
        {
            MakeOwn(path);
            _lock = Lock(FileMode.OpenOrCreate, FileAccess.ReadWrite);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Trouble = Reason(e);
            _lock = TryLockAsItIs();
        }
    }

    /// <summary>Why nothing can be written; null when nothing speaks against it so far.</summary>
    public string? Trouble { get; private set; }

    /// <summary>No second sensor can be here.</summary>
    public bool IsLocked => _lock is not null;

    public string DatabasePath => Path.Combine(_path, DatabaseName);

    private string KeyPath => Path.Combine(_path, KeyName);

    /// <summary>The key of pseudonyms, made at the first time. Where it can't be kept it is one of this run alone until <see cref="KeepKey"/> succeeds.</summary>
    /// <param name="damage">Says that there was something else in its place, which was moved aside.</param>
    public byte[] Key(Action<string> damage)
    {
        if (_key is not null)
        {
            return _key;
        }

        if (File.Exists(KeyPath))
        {
            var kept = File.ReadAllBytes(KeyPath);
            if (kept.Length == KeyBytes)
            {
                _isKeyKept = true;
                return _key = kept;
            }

            damage(SetAside(KeyPath));
        }

        _key = RandomNumberGenerator.GetBytes(KeyBytes);
        KeepKey();
        return _key;
    }

    /// <summary>Writes the key where it isn't on disk yet, whole or not at all.</summary>
    /// <exception cref="StateException">It can't be written.</exception>
    public void KeepKey()
    {
        if (_isKeyKept || _key is null)
        {
            return;
        }

        var draft = KeyPath + ".new";
        try
        {
            File.Delete(draft);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(draft, options))
            {
                file.Write(_key);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, KeyPath, overwrite: false);
            _isKeyKept = true;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            throw new StateException(StateFault.Unavailable, Reason(e));
        }
    }

    /// <summary>Moves a damaged file out of the way, with what belongs to it; nothing is deleted.</summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="StateException">It can't be moved.</exception>
    public static string SetAside(string path)
    {
        try
        {
            var number = 1;
            while (File.Exists($"{path}.damaged-{number}"))
            {
                number++;
            }

            var aside = $"{path}.damaged-{number}";
            foreach (var suffix in (string[])["-wal", "-shm"])
            {
                if (File.Exists(path + suffix))
                {
                    File.Move(path + suffix, aside + suffix);
                }
            }

            File.Move(path, aside);
            return aside;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            throw new StateException(StateFault.Unavailable, Reason(e));
        }
    }

    public void Dispose() => _lock?.Dispose();

    public static bool IsTrouble(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    /// <summary>Why, as a part of a sentence.</summary>
    public static string Reason(Exception e)
    {
        var reason = e.Message.TrimEnd('.');
        return char.ToLowerInvariant(reason[0]) + reason[1..];
    }

    /// <summary>A folder that nobody else looks into, where there is none yet.</summary>
    public static void MakeOwn(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private FileStream Lock(FileMode mode, FileAccess access)
    {
        try
        {
            // An advisory lock of the whole file (flock): the kernel takes it back however the process ends.
            return new FileStream(Path.Combine(_path, LockName), mode, access, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new StateException(StateFault.InUse, $"Another sensor keeps its state in {_path}.");
        }
    }

    /// <summary>Where nothing can be written, a lock file that is there can be locked all the same.</summary>
    private FileStream? TryLockAsItIs()
    {
        try
        {
            return Lock(FileMode.Open, FileAccess.Read);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            return null;
        }
    }
}
