using Sensor.Options.Keys;
using Sensor.Options.Sections;
using Sensor.Yaml;

namespace Sensor.Options;

/// <summary>The key of pseudonyms that a site keeps in a file.</summary>
internal static class KeyFile
{
    public const int MinLength = 16, MaxLength = 4096;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The key; null where no file is named.</summary>
    /// <exception cref="ConfigurationException">The file can't be used.</exception>
    public static byte[]? Of(Settings settings) => settings.Of(PrivacySection.KeyFile) is { } path ? Read(path) : null;

    private static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
            {
                throw Refused(path, "others than its owner can read or write it (chmod 600)");
            }

            var key = new byte[MaxLength + 1];
            var length = file.ReadAtLeast(key, key.Length, throwOnEndOfStream: false);
            return length is >= MinLength and <= MaxLength ? key[..length] : throw Refused(path, $"it has to have {MinLength} to {MaxLength} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, e.Message.TrimEnd('.'));
        }
    }

    private static ConfigurationException Refused(string path, string reason) =>
        new([new Complaint(PrivacySection.KeyFile.Path, 0, 0, $"The key '{path}' can't be used: {reason}.")]);
}
