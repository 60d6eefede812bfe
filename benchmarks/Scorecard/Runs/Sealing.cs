using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Scorecard.Runs;

/// <summary>
/// A plan and the attacks in it as one hash, recorded in <c>sealed.txt</c>: nobody can change seeds, parameters or attacks to please a detector without its showing.
/// </summary>
internal static class Sealing
{
    /// <summary>What stands in <c>sealed.txt</c>; empty: nothing.</summary>
    public static string Recorded(string profile)
    {
        using var file = new StreamReader(typeof(Sealing).Assembly.GetManifestResourceStream("Scorecard.Runs.sealed.txt")!);
        return file.ReadToEnd().Split('\n').Select(line => line.Split(' ')).FirstOrDefault(words => words[0] == profile)?[^1].Trim() ?? "";
    }

    /// <param name="plan">Which runs.</param>
    /// <param name="orders">They in full.</param>
    /// <param name="catalogue">The attacks as data.</param>
    /// <returns>SHA-256, hex.</returns>
    public static string Of(RunPlan plan, IReadOnlyList<RunOrder> orders, string catalogue)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{plan.Profile}\n{plan.Phrase}\n{catalogue}\n");
        foreach (var order in orders)
        {
            text.Append(CultureInfo.InvariantCulture, $"{JsonSerializer.Serialize(order.Site)} {order.Number} {order.AttackSeed:x16} {order.DeviceAge} {order.Repeats} {order.HasContenders} {order.HasVariants}\n");
            foreach (var wanted in order.Attacks)
            {
                text.Append(CultureInfo.InvariantCulture, $"{wanted.Kind} {wanted.Variant}{(wanted.IsOld ? " from the first minute" : "")}\n");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
