using System.Globalization;
using System.Text;
using Hospital.Attacks.Means;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Pumps;

/// <summary>Commands of the Alaris (Asena) host protocol as its public drivers use them: a name alone asks, with values it sets.</summary>
internal static class AlarisWords
{
    /// <summary>Opens control of a pump: its serial number, then the code that follows from it (CRC-16/CCITT-FALSE).</summary>
    public static Dialogue TakeControl(this Dialogue talk, Host pump, bool asks)
    {
        if (asks)
        {
            talk.Query(pump, "INST_SERIALNO", pump.Serial);
        }

        return talk.Set(pump, "REMOTE_CTRL", "ENABLED^" + Code(pump.Serial), "ENABLED^****^PERMIT^0^ms");
    }

    public static Dialogue GiveUpControl(this Dialogue talk, Host pump) => talk.Set(pump, "REMOTE_CTRL", "DISABLED", "DISABLED");

    public static Dialogue Query(this Dialogue talk, Host pump, string command, string answer) => talk
        .Ask(new PumpRequest { Serial = pump.Serial, Command = command })
        .Answer(new PumpReply { Serial = pump.Serial, Command = command, Text = answer });

    public static Dialogue Set(this Dialogue talk, Host pump, string command, string argument, string answer, bool isDone = true) => talk
        .Ask(new PumpRequest { Serial = pump.Serial, Command = command, Argument = argument, IsSet = true })
        .Answer(new PumpReply { Serial = pump.Serial, Command = command, Text = answer, IsDone = isDone });

    public static Dialogue SetRate(this Dialogue talk, Host pump, double rate, bool isDone = true) =>
        talk.Set(pump, "INF_RATE", rate.ToString("0.0", CultureInfo.InvariantCulture) + "^ml/h", rate.ToString("0.00", CultureInfo.InvariantCulture) + "^ml/h", isDone);

    /// <summary>Pumps of this language, with an address of their own or somebody's who speaks for them.</summary>
    public static PumpLink? Victim(AttackScene scene)
    {
        var links = scene.Site.PumpLinks.Where(l => l.Language == Language.Alaris).ToArray();
        return scene.Victim(links.Select(l => l.Pump)) is { } pump ? links.First(l => l.Pump == pump) : null;
    }

    /// <summary>Who is named: the pump, and who speaks for it.</summary>
    public static IReadOnlyList<Host> Devices(PumpLink link, params ReadOnlySpan<Host> others) => [link.Pump, .. link.Reached == link.Pump ? [] : new[] { link.Reached }, .. others];

    private static string Code(string serial)
    {
        var crc = 0xFFFF;
        foreach (var letter in Encoding.ASCII.GetBytes(serial))
        {
            crc ^= letter << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xFFFF;
            }
        }

        return crc.ToString("X4", CultureInfo.InvariantCulture);
    }
}
