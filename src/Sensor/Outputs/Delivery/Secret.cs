using System.Text;
using Sensor.Options.Keys;
using Sensor.Yaml;

namespace Sensor.Outputs.Delivery;

/// <summary>A password, token or key: a file to read it from, each time it is needed so that it can be renewed, or itself. Never shown.</summary>
internal sealed class Secret
{
    public const int MaxBytes = 4096;

    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly YamlValue _place;
    private readonly string? _path;
    private readonly string? _text;

    private Secret(YamlValue place, string? path, string? text) => (_place, _path, _text) = (place, path, text);

    /// <summary>Reads the two keys a secret may have; null where neither stands there, or both.</summary>
    /// <param name="item">The receiver.</param>
    /// <param name="file">The key that names a file.</param>
    /// <param name="inline">The key that holds the secret itself.</param>
    public static Secret? Read(YamlMap item, Field file, Field inline)
    {
        var (path, text) = (item[file.Name], item[inline.Name]);
        if (path is not null && text is not null)
        {
            text.Complain($"Only one of '{file.Name}' and '{inline.Name}' may stand here.");
            return null;
        }

        if (path is not null)
        {
            return Make.Located(path) is (var located, true) ? new Secret(path, located, null) : null;
        }

        if (text?.AsText() is not { } value)
        {
            return null;
        }

        if (value.Length == 0 || Encoding.UTF8.GetByteCount(value) > MaxBytes || value.Any(char.IsControl))
        {
            text.Complain($"A secret has one line, of at most {MaxBytes} bytes.");
            return null;
        }

        return new Secret(text, null, value);
    }

    /// <summary>Why it can't be used; null where it can.</summary>
    public Complaint? Problem => ProblemWith(_ => null);

    /// <param name="check">Says what is wrong with it, without telling it, or null.</param>
    public Complaint? ProblemWith(Func<string, string?> check)
    {
        string? problem;
        try
        {
            problem = check(Reveal());
        }
        catch (IOException e)
        {
            problem = e.Message;
        }

        return problem is null ? null : new Complaint(_place.Place.File, _place.Place.Line, _place.Place.Column, problem);
    }

    /// <summary>The secret, without the end of the line that a file may have.</summary>
    /// <exception cref="IOException">It can't be read; the message is a sentence that doesn't tell it.</exception>
    public string Reveal()
    {
        if (_path is null)
        {
            return _text!;
        }

        try
        {
            using var file = File.OpenRead(_path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
            {
                throw new IOException($"The secret in '{_path}' can't be used: others can read or write it (chmod 600).");
            }

            var bytes = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var text = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\r', '\n');
            return text.Length > 0 && length <= MaxBytes && !text.Any(char.IsControl)
                ? text
                : throw new IOException($"The secret in '{_path}' can't be used: it has to be one line of at most {MaxBytes} bytes.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"The secret in '{_path}' can't be read: {e.Message.TrimEnd('.')}.");
        }
    }

    public override string ToString() => "***";
}
