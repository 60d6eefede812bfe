using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Inventory.Hints;

/// <summary>
/// Notes down what behaviour hints at, as evidence with its own source and a confidence that says how it is known. Remembers nothing itself: the evidence is
/// the device's. A hint that rests on a network interface goes when that turns out to be a router's. Allocates nothing but a device's first evidence.
/// </summary>
internal static class FamilyHints
{
    private static readonly Dictionary<ushort, FamilyHint[]> ByPort =
        KnownFamilies.All.Where(h => h.When.Port != 0).GroupBy(h => h.When.Port).ToDictionary(g => g.Key, g => g.ToArray());

    private static readonly FamilyHint[] ByText = [.. KnownFamilies.All.Where(h => h.When.Port == 0)];

    /// <summary>A flow to a server's port.</summary>
    /// <param name="port">The port.</param>
    /// <param name="isTcp">TCP, else UDP.</param>
    /// <param name="isAnswered">The server said more than no.</param>
    /// <param name="client">Who asks; null where that is no device.</param>
    /// <param name="server">Who is asked.</param>
    public static void TakeFlow(ushort port, bool isTcp, bool isAnswered, Device? client, Device? server)
    {
        if (!ByPort.TryGetValue(port, out var hints))
        {
            return;
        }

        foreach (var hint in hints)
        {
            switch (hint.When.Sign)
            {
                case HintSign.Answers when isAnswered && isTcp:
                    NoteInterface(server, hint);
                    break;
                case HintSign.Calls when isAnswered && isTcp:
                    NoteInterface(client, hint);
                    break;
                case HintSign.Datagrams when !isTcp:
                    // It looks for others by broadcast: there needn't be an answer.
                    NoteInterface(client, hint);
                    NoteInterface(isAnswered ? server : null, hint);
                    break;
            }
        }
    }

    /// <summary>A device greeted with a text, or speaks a protocol of that name.</summary>
    public static void TakeText(HintSign sign, string text, Device device, long time)
    {
        foreach (var hint in ByText)
        {
            if (hint.When.Sign == sign && text.Contains(hint.When.Text, StringComparison.Ordinal) && !Has(device, hint, time))
            {
                device.Claim(Attribute.Vendor, hint.MakerName, hint.Source, hint.Confidence, time);
                device.Claim(Attribute.Model, hint.ModelName, hint.Source, hint.Confidence, time);
                device.HasChanged = true;
            }
        }
    }

    private static void NoteInterface(Device? device, FamilyHint hint)
    {
        if (device is not null && InterfaceOf(device, hint.When.Interfaces) is { } mac && !Has(device, hint, long.MinValue))
        {
            device.Conclude(mac, Attribute.Vendor, hint.MakerName, hint.Source, hint.Confidence);
            device.Conclude(mac, Attribute.Model, hint.ModelName, hint.Source, hint.Confidence);
            device.HasChanged = true;
        }
    }

    /// <summary>Whether it is noted down already; if so, it was seen again.</summary>
    private static bool Has(Device device, FamilyHint hint, long time)
    {
        var has = false;
        for (var i = 0; i < device.Evidence.Count; i++)
        {
            var known = device.Evidence[i];
            if (known.Source == hint.Source && known.Value.Text == (known.Attribute == Attribute.Model ? hint.Model : hint.Maker))
            {
                has = true;
                if (known.Premise is null)
                {
                    known.Last = Math.Max(known.Last, time);
                }
            }
        }

        return has;
    }

    /// <summary>The claim to a MAC address of one of these makers; null where the device has none.</summary>
    private static Evidence? InterfaceOf(Device device, IReadOnlyList<string> makers)
    {
        for (var i = 0; i < device.Evidence.Count; i++)
        {
            if (device.Evidence[i] is { Attribute: Attribute.Vendor, Premise: { Attribute: Attribute.Mac } mac } vendor)
            {
                for (var m = 0; m < makers.Count; m++)
                {
                    if (makers[m] == vendor.Value.Text)
                    {
                        return mac;
                    }
                }
            }
        }

        return null;
    }
}
