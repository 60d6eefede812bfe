using Hospital;
using Hospital.Network;
using Hospital.Sayings;

namespace Scorecard.Features;

/// <summary>
/// Who a step is about: a host by its number; behind a gateway, the pump whose serial number is said. Steps don't tell that pump's number, so it has one made of its serial number
/// until the hosts are known (<see cref="Resolve"/>).
/// </summary>
internal sealed class Devices
{
    private const int FirstSerial = 1_000_000;

    private readonly Dictionary<string, int> _serials = [];
    private readonly Dictionary<int, string> _texts = [];
    private readonly Dictionary<int, int> _groups = [];

    /// <summary>Both ends, the client's first.</summary>
    public (int Client, int Server) Of(in Step step)
    {
        var conversation = step.Conversation;
        var (client, server) = (conversation.Client.Number, conversation.Server.Number);
        var (serial, pumpIsSpeaker) = step.Saying switch
        {
            PumpRequest request => (request.Serial, false),
            PumpReply reply => (reply.Serial, true),
            _ => ("", false),
        };
        if (serial.Length == 0)
        {
            return (client, server);
        }

        var side = pumpIsSpeaker ? step.From : 1 - step.From;
        var host = conversation.Speaker(side);
        var pump = host.Serial == serial ? host.Number : NumberOf(serial, host);
        return side == Side.Client ? (pump, server) : (client, pump);
    }

    /// <summary>Kind of device: what it is for and its model. Stable, so that whoever draws lots for each group draws the same with and without an attack.</summary>
    public int GroupOf(int device, Host host)
    {
        if (!_groups.TryGetValue(device, out var group))
        {
            var isBehind = device != host.Number;
            group = (int)(Keys.Of(isBehind ? "pumps behind" : host.Role.ToString(), host.Model) & int.MaxValue);
            _groups.Add(device, group);
        }

        return group;
    }

    /// <summary>The host's number of a device, as soon as all hosts are known; -1: nobody has this serial number.</summary>
    public int Resolve(int device, IReadOnlyDictionary<string, int> hostsBySerial) =>
        _texts.TryGetValue(device, out var serial) ? hostsBySerial.GetValueOrDefault(serial, -1) : device;

    private int NumberOf(string serial, Host gateway)
    {
        if (!_serials.TryGetValue(serial, out var number))
        {
            number = FirstSerial + (int)(Keys.Of("serial", serial) % 1_000_000_000);
            _serials.Add(serial, number);
            _texts[number] = serial;
            GroupOf(number, gateway);
        }

        return number;
    }
}
