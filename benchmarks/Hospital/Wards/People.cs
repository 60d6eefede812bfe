using System.Globalization;
using Hospital.Kernel;
using Hospital.Sites;

namespace Hospital.Wards;

/// <summary>Invents patients.</summary>
internal sealed class People(Dice dice)
{
    private static readonly string[] Families =
    [
        "ADLERBACH", "BIRKENTAL", "CLAUSNER", "DORNHOF", "EICHENAU", "FELDKAMP", "GRUENWALD", "HOLZNER", "INNERBERG", "JAGDMANN", "KESSELER", "LINDAUER", "MOORKAMP", "NEUMARK",
        "OSTERLOH", "PFEFFERLE", "QUANTZ", "ROSENHAG", "STEINBRINK", "TANNHOF", "UHLENBROCK", "VOGELSANG", "WIESENTHAU", "XANTER", "YSENBURG", "ZIEGLHOF",
    ];

    private static readonly string[] Givens =
    [
        "ADA", "BRUNO", "CLARA", "DAVID", "ELSA", "FELIX", "GRETA", "HUGO", "IDA", "JONAS", "KARLA", "LEO", "MARTHA", "NILS", "OLGA", "PAUL", "QUIRIN", "RUTH", "SIMON", "TILDA",
    ];

    private int _number;

    public Patient Next(string ward)
    {
        var given = dice.Whole(0, Givens.Length - 1);
        var number = ++_number;
        var born = new DateTime(1926, 1, 1).AddDays(dice.Whole(0, 97 * 365)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return new Patient($"{4_100_000 + (number * 3)}", $"{dice.Pick(Families)}^{Givens[given]}", born, given % 2 == 0 ? "F" : "M", $"V{700_000 + number}", ward);
    }
}
