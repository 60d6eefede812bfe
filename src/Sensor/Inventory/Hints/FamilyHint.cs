namespace Sensor.Inventory.Hints;

/// <summary>What is seen of a device whose protocols nobody has published.</summary>
internal enum HintSign : byte
{
    /// <summary>It answers connections to a port.</summary>
    Answers,

    /// <summary>It connects to a port of another's, and is answered.</summary>
    Calls,

    /// <summary>It takes part in UDP of a port.</summary>
    Datagrams,

    /// <summary>Its FTP server greets with a text.</summary>
    FtpGreeting,

    /// <summary>Its Telnet server greets with a text.</summary>
    TelnetGreeting,

    /// <summary>A protocol was recognised that says little more than whose it is.</summary>
    Protocol,
}

/// <summary>A sign by which a family of pumps may be known: never a port alone, but together with the maker's own network interface; or a text.</summary>
/// <param name="Sign">What is seen.</param>
/// <param name="Text">Of greetings: what the text contains. Of protocols: which.</param>
/// <param name="Port">Of the others: the server's port.</param>
/// <param name="Interfaces">Of ports: makers of the network interface, as <c>VendorTable</c> writes them; one must be the device's.</param>
internal sealed record HintCondition(HintSign Sign, string Text = "", ushort Port = 0, params IReadOnlyList<string> Interfaces);

/// <summary>What a sign hints at. Becomes evidence for maker and model, and nothing else: no role, no rule and no alert rests on it alone.</summary>
internal sealed record FamilyHint(HintCondition When, string Maker, string Model, double Confidence)
{
    /// <summary>Read in published research or an advisory.</summary>
    public const double Published = 0.6;

    /// <summary>Well remembered from such, not read again.</summary>
    public const double Remembered = 0.4;

    /// <summary>Said so, and no more.</summary>
    public const double Rumoured = 0.25;

    public Facts.Name MakerName { get; } = new(Maker, 0);

    public Facts.Name ModelName { get; } = new(Model, 0);

    /// <summary>Whom the evidence names as its source.</summary>
    public string Source { get; } = "hint: " + When.Sign switch
    {
        HintSign.Answers => $"answers on TCP {When.Port}",
        HintSign.Calls => $"calls TCP {When.Port}",
        HintSign.Datagrams => $"speaks on UDP {When.Port}",
        HintSign.FtpGreeting => "FTP greeting",
        HintSign.TelnetGreeting => "Telnet greeting",
        _ => $"speaks {When.Text}",
    };
}
