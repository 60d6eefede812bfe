using System.Security.Cryptography;
using Sensor.Fuzz.Targets;

namespace Sensor.Fuzz.Engine;

/// <summary>What was found wrong: each kind once, with the input that shows it and the line that shows it again.</summary>
internal sealed class Findings(ITarget target, ulong seed, string folder, TextWriter screen)
{
    private readonly HashSet<string> _kinds = [];

    public int Count => _kinds.Count;

    /// <summary>What is wrong, apart from the numbers in it and from who called.</summary>
    public static string Kind(Exception e)
    {
        var frame = e.StackTrace?.Split('\n').FirstOrDefault(f => f.Contains(" Sensor.", StringComparison.Ordinal) && !f.Contains(" Sensor.Fuzz.", StringComparison.Ordinal)) ?? "";
        var message = e is ViolationException ? e.Message.Split('\n')[0] : "";
        return $"{e.GetType().Name} {string.Concat(message.Where(c => !char.IsAsciiDigit(c)))} {frame.Trim()}";
    }

    public bool IsNew(Exception e) => _kinds.Add(Kind(e));

    public void Report(Exception e, byte[] input)
    {
        var path = Save(input);
        screen.WriteLine($"FOUND in {target.Name}, seed {seed}: {e.GetType().Name}: {e.Message}");
        screen.WriteLine(e.StackTrace);
        screen.WriteLine($"again: dotnet run -c Release --project tests/Fuzz -- again {target.Name} {path}");
        screen.Flush();
    }

    public string Save(byte[] input)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{target.Name}-{NameOf(input)}{target.Extension}");
        File.WriteAllBytes(path, input);
        return path;
    }

    public static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 6));
}
