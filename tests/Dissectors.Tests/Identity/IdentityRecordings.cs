using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Identity;

/// <summary>Conversations of openssl, pyftpdlib, vsftpd, GNU inetutils, nginx and curl, from the captures (Vectors/make.py).</summary>
internal static class IdentityRecordings
{
    public static Recording Get(string name) => Recording.Load($"Vectors/{name}.bin");

    public static IReadOnlyList<Recording> All(params IEnumerable<string> names) => [.. names.Select(Get)];
}
