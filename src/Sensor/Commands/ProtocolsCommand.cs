using System.Globalization;
using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Protocols;
using Sensor.Terminal;
using Sensor.Yaml;

namespace Sensor.Commands;

/// <summary><c>sensor protocols list|check</c>: what is read, and whether definitions are sound.</summary>
/// <param name="output">Where answers go.</param>
/// <param name="screen">Where mistakes are told.</param>
internal sealed class ProtocolsCommand(TextWriter output, Screen screen)
{
    public int List(ProtocolSet protocols, ListingFormat format)
    {
        ShippedDefinitions.Standard.ReadAll().Sentences.ToList().ForEach(screen.Warn);
        var listing = new Listing("name", "origin", "carriers", "ports", "commands", "confidence", "title");
        foreach (var (protocol, origin) in protocols.WithOrigins)
        {
            var definition = protocol is PumpProtocol { IsSound: true } described ? described.Definition : null;
            listing.Add(
                protocol.Name,
                origin switch { ProtocolOrigin.BuiltIn => "built-in", ProtocolOrigin.Shipped => "shipped", _ => "own" },
                protocol.Carriers switch { Carriers.Tcp => "tcp", Carriers.Udp => "udp", _ => "tcp+udp" },
                definition?.Ports.Select(p => p.ToString(CultureInfo.InvariantCulture)).ToList() ?? [],
                definition?.Commands.Count,
                definition is null ? null : Encoding.ASCII.GetString(definition.Confidence.Word()),
                definition?.Title);
        }

        listing.Write(output, format);
        return ExitCode.Done;
    }

    /// <summary>Checks definitions, and has every vector run.</summary>
    public int Check(IReadOnlyList<string> paths)
    {
        var complaints = new Complaints();
        var sound = paths.SelectMany(p => ProtocolSet.Files(p, complaints)).Select(p => ProtocolFile.Load(p, complaints)).OfType<PumpProtocol>().ToList();
        foreach (var complaint in complaints.InOrder)
        {
            screen.Fail(complaint.ToString());
        }

        if (!complaints.IsEmpty)
        {
            return ExitCode.BadUsage;
        }

        foreach (var definition in sound.Select(p => p.Definition))
        {
            if (ShippedDefinitions.All.Any(p => p.Name == definition.Name))
            {
                screen.Warn($"A protocol '{definition.Name}' comes with the sensor: to use this one, name it otherwise, or switch that one off under 'protocols.disabled'.");
            }

            output.WriteLine($"'{definition.Name}' is sound: {definition.Commands.Count} commands, and {definition.Vectors.Count} vectors come out as they should.");
        }

        return ExitCode.Done;
    }
}
