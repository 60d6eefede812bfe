using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Sensor.Outputs.Delivery;

/// <summary>What a sensor is called in keys: a random number that is kept with its state; else something that follows from the input.</summary>
internal static partial class SensorIdentity
{
    public const string FileName = "sensor.id";

    /// <param name="state">The state directory; null: none.</param>
    /// <param name="otherwise">What the name follows from where none can be kept.</param>
    public static string Of(string? state, ReadOnlySpan<byte> otherwise) => (state is null ? null : Kept(Path.Combine(state, FileName))) ?? DeliveryKeys.SensorOf(otherwise);

    private static string? Kept(string path)
    {
        try
        {
            if (File.Exists(path) && File.ReadAllText(path).Trim() is var kept && Form().IsMatch(kept))
            {
                return kept;
            }

            var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
            File.WriteAllText(path + ".new", made + "\n");
            File.Move(path + ".new", path, overwrite: true);
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[0-9a-f]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
