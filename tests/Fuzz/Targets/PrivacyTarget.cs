using System.Text;
using System.Text.RegularExpressions;
using Sensor.Fuzz.Engine;
using Sensor.Fuzz.Inputs;
using Sensor.Fuzz.Mutation;

namespace Sensor.Fuzz.Targets;

/// <summary>
/// Captures of invented patients under loss, reordering, cuts and other segments, which leave each byte what it was: nothing that names a patient is in any result.
/// What falsifies bytes isn't tried here, because it can make a patient's name a device's.
/// </summary>
internal sealed partial class PrivacyTarget(Captures captures) : ReplayTarget(captures)
{
    /// <summary>Who gave out the patients' numbers: the hospital's name, which is also a facility's.</summary>
    private const string Authority = "EXAMPLEHOSP";

    private HashSet<string>? _planted;

    public override string Name => "privacy";

    private HashSet<string> Planted => _planted ??= Plant();

    public override byte[] Mutate(byte[] input, byte[] other, Dice dice) => Packets.Write(Traffic.Disturb(Packets.Read(input), dice));

    public override void Run(byte[] input)
    {
        base.Run(input);
        foreach (Match word in Word().Matches(Written))
        {
            Require.That(!Planted.Contains(word.Value), $"{word.Value} is in the results");
        }
    }

    /// <summary>Words of patient identification segments (HL7 chapter 3) and of the patient's name and id in data sets (PS3.6), read from the captures' frames.</summary>
    private HashSet<string> Plant()
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var frame in Captures.Windows().SelectMany(Packets.Read).Select(p => Encoding.Latin1.GetString(p.Bytes)))
        {
            foreach (Match value in Patient().Matches(frame))
            {
                words.UnionWith(Word().Matches(value.Value).Select(w => w.Value).Where(IsTelling));
            }
        }

        Require.That(words.Count > 20, $"only {words.Count} words of patients were found in the captures");
        return words;
    }

    /// <summary>Long enough not to be in a result by chance.</summary>
    private static bool IsTelling(string word) => word != Authority && word.Length >= (word.All(char.IsAsciiDigit) ? 8 : 5);

    [GeneratedRegex(@"\rPID\|[^\r]+|\x10\0[\x10\x20]\0(?:PN|LO)?..(?:\0\0)?[A-Z0-9^ ]{4,40}", RegexOptions.Singleline)]
    private static partial Regex Patient();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word();
}
