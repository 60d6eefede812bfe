using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Scorecard.Runs;

/// <summary>
/// Seeds of hospitals, from phrases by SHA-256: those that detectors are tuned on, and those that they are judged by, which nobody looks into while tuning.
/// </summary>
internal static class Seeds
{
    public const string Development = "hospitals to work with";
    public const string Evaluation = "hospitals to be judged by";

    public static ulong Of(string phrase, int devices, int index) => BinaryPrimitives.ReadUInt64BigEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{phrase}, {devices} devices, number {index}"))));
}
