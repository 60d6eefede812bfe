using static Sensor.Inventory.Hints.FamilyHint;
using static Sensor.Inventory.Hints.HintSign;

namespace Sensor.Inventory.Hints;

/// <summary>
/// Pumps and their gateways that are known by behaviour only: ports, greetings and whose network interface it is. What is known is in docs/pumps.md with its
/// sources. Many have another's radio in them, and are missed.
/// </summary>
internal static class KnownFamilies
{
    private const string Smiths = "Smiths Medical", Icu = "ICU Medical", Baxter = "Baxter International", Braun = "B.Braun Melsungen", Fresenius = "Fresenius-vial";

    private static readonly string[] Alaris = ["Alaris", "Alaris Medical Systems", "Carefusion", "Becton Dickinson", "Becton Dickinson and"];

    public static IReadOnlyList<FamilyHint> All { get; } =
    [
        // Gayou's research on the Medfusion 4000; ICSMA-17-250-02A. The operating system's FTP greeting is other devices' as well.
        new(new(Protocol, "medfusion"), "Smiths Medical", "Medfusion 3500/4000", Published),
        new(new(Answers, Port: 3210, Interfaces: Smiths), "Smiths Medical", "Medfusion 3500/4000", Published),
        new(new(Answers, Port: 2200, Interfaces: Smiths), "Smiths Medical", "Medfusion 3500/4000", Published),
        new(new(Calls, Port: 1588, Interfaces: Smiths), "Smiths Medical", "Medfusion 3500/4000", Published),
        new(new(Calls, Port: 1580, Interfaces: Smiths), "Smiths Medical", "Medfusion 3500/4000", Published),
        new(new(TelnetGreeting, "Medfusion 4000"), "Smiths Medical", "Medfusion 4000", Published),
        new(new(TelnetGreeting, "4000>"), "Smiths Medical", "Medfusion 4000", Remembered),
        new(new(FtpGreeting, "RTCS FTP Ready"), "Smiths Medical", "Medfusion 3500/4000", Rumoured),

        // ICSA-15-125-01B, ICSA-15-161-01 and the authorities' letters: services that shouldn't be there.
        new(new(Answers, Port: 23, Interfaces: Icu), "ICU Medical (Hospira)", "LifeCare PCA, Plum A+ or Symbiq", Published),
        new(new(Answers, Port: 5000, Interfaces: Icu), "ICU Medical (Hospira)", "LifeCare PCA", Published),
        new(new(Answers, Port: 8443, Interfaces: Icu), "ICU Medical (Hospira)", "Symbiq", Published),

        // ICSMA-20-170-04: FTP and Telnet of the wireless battery module. Its gateway's port is hearsay.
        new(new(Answers, Port: 21, Interfaces: Baxter), "Baxter", "Sigma Spectrum wireless module", Published),
        new(new(Answers, Port: 23, Interfaces: Baxter), "Baxter", "Sigma Spectrum wireless module", Published),
        new(new(Calls, Port: 51243, Interfaces: Baxter), "Baxter", "Sigma Spectrum wireless module", Rumoured),
        new(new(Answers, Port: 51243, Interfaces: Baxter), "Baxter", "Sigma Spectrum wireless module", Rumoured),

        // The port is registered as Alaris Device Discovery.
        new(new(Datagrams, Port: 3613, Interfaces: Alaris), "BD", "Alaris PC unit 8015", Published),
        new(new(Answers, Port: 3613, Interfaces: Alaris), "BD", "Alaris PC unit 8015", Published),
        new(new(Calls, Port: 3613, Interfaces: Alaris), "BD", "Alaris PC unit 8015", Published),

        // ICSMA-19-164-01: web pages without a login, firmware by a file share.
        new(new(Answers, Port: 80, Interfaces: Alaris), "BD", "Alaris Gateway Workstation", Rumoured),
        new(new(Answers, Port: 445, Interfaces: Alaris), "BD", "Alaris Gateway Workstation", Rumoured),

        // McAfee's research of 2021 on SpaceCom.
        new(new(Answers, Port: 1500, Interfaces: Braun), "B. Braun", "SpaceCom", Remembered),
        new(new(Calls, Port: 1500, Interfaces: Braun), "B. Braun", "SpaceCom", Remembered),
        new(new(Answers, Port: 80, Interfaces: Braun), "B. Braun", "SpaceCom", Rumoured),

        // ICSMA-21-355-01.
        new(new(Answers, Port: 80, Interfaces: Fresenius), "Fresenius Kabi", "Agilia Link+", Rumoured),
        new(new(Answers, Port: 443, Interfaces: Fresenius), "Fresenius Kabi", "Agilia Link+", Rumoured),
    ];
}
