using System.Globalization;
using Hospital.Kernel;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Means;

/// <summary>
/// Studies of years ago that lie in the archive and nobody has asked for since. Images and bytes as they are commonly given for each modality: CT 512 × 512 × 16 bits, MR 320 × 320 ×
/// 16 bits, computed radiography about 8 MB an image.
/// </summary>
internal static class OldStudies
{
    public static IReadOnlyList<StoredObject> Draw(Dice dice)
    {
        var (sopClass, images, bytes) = dice.Whole(0, 9) switch
        {
            < 4 => (Uids.CtImage, dice.Whole(60, 350), 526_000),
            < 6 => (Uids.MrImage, dice.Whole(80, 300), 206_000),
            _ => (Uids.CrImage, dice.Whole(1, 3), 8_400_000),
        };
        return Of(dice, sopClass, images, bytes);
    }

    public static IReadOnlyList<StoredObject> Of(Dice dice, string sopClass, int images, int bytes)
    {
        var study = Uid(dice);
        var subject = new Subject(
            PatientId(dice), $"{Letters(dice, dice.Whole(4, 9))}^{Letters(dice, dice.Whole(3, 7))}", "A" + Digits(dice, 8), study);
        return [.. Enumerable.Range(1, images).Select(i => new StoredObject(
            sopClass, string.Create(CultureInfo.InvariantCulture, $"{study}.1.{i}"), (bytes + dice.Whole(-400, 400)) & ~1, subject))];
    }

    /// <summary>Of somebody who was a patient long ago.</summary>
    public static string PatientId(Dice dice) => $"{4_100_000 - (dice.Whole(1, 300_000) * 3)}";

    public static string Letters(Dice dice, int count) => string.Create(count, dice, (text, d) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (i % 2 == 0 ? "BDFGHKLMNRSTW" : "AEIOU")[d.Whole(0, i % 2 == 0 ? 12 : 4)];
        }
    });

    public static string Digits(Dice dice, int count) => string.Create(count, dice, (text, d) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)('0' + d.Whole(0, 9));
        }
    });

    private static string Uid(Dice dice) => string.Create(
        CultureInfo.InvariantCulture, $"1.2.840.113619.2.{dice.Whole(10, 400)}.{dice.Whole(1000, 99_999)}.{dice.Whole(1_000_000, 999_999_999)}");
}
