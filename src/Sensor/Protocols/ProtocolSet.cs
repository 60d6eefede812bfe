using System.Security.Cryptography;
using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Facts;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>Where a protocol is from.</summary>
internal enum ProtocolOrigin : byte
{
    /// <summary>Written in the program.</summary>
    BuiltIn,

    /// <summary>A definition that comes with it.</summary>
    Shipped,

    /// <summary>A definition of the site's.</summary>
    Own,
}

/// <summary>The protocols that a run knows: those built in, the definitions shipped, and the site's own; without those it doesn't want.</summary>
internal sealed class ProtocolSet
{
    /// <summary>Flows number theirs with a byte, from 1.</summary>
    public const int Max = byte.MaxValue;

    /// <summary>Files of a folder of definitions.</summary>
    private const int MaxFiles = 1000;

    private readonly List<(IProtocol Protocol, ProtocolOrigin Origin)> _all = [];
    private readonly List<IProtocol> _disabled = [];

    private ProtocolSet()
    {
    }

    /// <summary>What there is without a configuration.</summary>
    public static ProtocolSet Standard { get; } = Of(
        [.. ProtocolRegister.BuiltIn.Select(p => (p, ProtocolOrigin.BuiltIn)), .. ShippedDefinitions.All.Select(p => ((IProtocol)p, ProtocolOrigin.Shipped))]);

    /// <summary>In the order by which flows number them.</summary>
    public IReadOnlyList<IProtocol> All { get; private set; } = [];

    public IReadOnlyList<(IProtocol Protocol, ProtocolOrigin Origin)> WithOrigins => _all;

    /// <summary>Names that rules may ask for, in the order of <see cref="All"/>; behind them those that are switched off, which no flow has.</summary>
    public IReadOnlyList<string> Names => [.. All.Select(p => p.Name), .. _disabled.Select(p => p.Name)];

    /// <summary>Those, and behind them the ones that are switched off: rules may ask for their facts, of which there are none.</summary>
    public IReadOnlyList<IProtocol> Askable => [.. All, .. _disabled];

    /// <summary>Other definitions, other facts: what tells two sets apart; nothing of the standard one.</summary>
    public IReadOnlyList<string> Terms { get; private set; } = [];

    /// <summary>The standard set as a site changes it.</summary>
    /// <param name="definitions">Files, and folders of files.</param>
    /// <param name="disabled">Names of protocols that aren't looked for.</param>
    /// <param name="complaints">Takes what is wrong.</param>
    public static ProtocolSet Load(IReadOnlyList<string> definitions, IReadOnlyList<string> disabled, Complaints complaints)
    {
        if (definitions.Count == 0 && disabled.Count == 0)
        {
            return Standard;
        }

        var set = new ProtocolSet();
        set._all.AddRange(Standard._all.Where(p => !disabled.Contains(p.Protocol.Name)));
        set._disabled.AddRange(Standard.All.Where(p => disabled.Contains(p.Name)));
        using var texts = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in definitions.SelectMany(d => Files(d, complaints)))
        {
            if (ProtocolFile.Load(file, complaints) is { } own && set.IsFree(own, file, complaints))
            {
                set._all.Add((own, ProtocolOrigin.Own));
                texts.AppendData(File.ReadAllBytes(file));
            }
        }

        texts.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', disabled.Order(StringComparer.Ordinal))));
        set.Terms = [Convert.ToHexString(texts.GetHashAndReset())];
        set.All = [.. set._all.Select(p => p.Protocol)];
        return set;
    }

    /// <summary>One definition, asked first, and what is built in: others that know the same pumps better don't get in its way.</summary>
    public static ProtocolSet Alone(PumpProtocol own) =>
        Of([(own, ProtocolOrigin.Own), .. Standard._all.Where(p => p.Origin == ProtocolOrigin.BuiltIn)]);

    private static ProtocolSet Of(IReadOnlyList<(IProtocol Protocol, ProtocolOrigin Origin)> all)
    {
        var set = new ProtocolSet();
        set._all.AddRange(all);
        set.All = [.. all.Select(p => p.Protocol)];
        return set;
    }

    private bool IsFree(PumpProtocol own, string file, Complaints complaints)
    {
        var at = own.Definition.Place;
        if (_all.Exists(p => p.Protocol.Name == own.Name))
        {
            var shipped = _all.Exists(p => p.Protocol.Name == own.Name && p.Origin == ProtocolOrigin.Shipped);
            complaints.Add(new Complaint(file, at.Line, at.Column, shipped
                ? $"A protocol '{own.Name}' comes with the sensor; name this one otherwise, or switch that one off under 'protocols.disabled'."
                : $"There is a protocol '{own.Name}' already; name this one otherwise."));
            return false;
        }

        if (_all.Count == Max)
        {
            complaints.Add(new Complaint(file, at.Line, at.Column, $"There are more than {Max} protocols."));
            return false;
        }

        return true;
    }

    /// <summary>A file, or the definitions of a folder, in the order of their names; complains about a folder without any.</summary>
    public static IReadOnlyList<string> Files(string path, Complaints complaints)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        try
        {
            string[] files = [.. Directory.EnumerateFiles(path).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal).Take(MaxFiles)];
            if (files.Length == 0)
            {
                complaints.Add(new Complaint(path, 0, 0, "There is no definition in this folder: no file that ends in .yaml or .yml."));
            }

            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            complaints.Add(new Complaint(path, 1, 1, $"The folder of definitions can't be read: {e.Message.TrimEnd('.')}."));
            return [];
        }
    }
}
