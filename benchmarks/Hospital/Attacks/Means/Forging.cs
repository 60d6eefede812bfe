using System.Globalization;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Means;

/// <summary>Overheard messages made into others.</summary>
internal static class Forging
{
    /// <summary>The same again as if it were new: a control id of the same make, the time of now, the way it goes on.</summary>
    public static Hl7Message Renew(this Hl7Message message, Hl7Link link, Dice dice, long time) => Rewrite(message, link, dice, time, message.Trigger, message.Structure, s => s);

    /// <summary>Another event of the same patient.</summary>
    public static Hl7Message WithEvent(this Hl7Message message, string trigger, string structure, Hl7Link link, Dice dice, long time) =>
        Rewrite(message, link, dice, time, trigger, structure, s => s.StartsWith("EVN|", StringComparison.Ordinal) ? $"EVN|{trigger}|{Hl7Letter.Stamp(time)}" : s);

    /// <summary>Another patient's record is to become part of this one's.</summary>
    public static Hl7Message WithMerge(this Hl7Message message, Hl7Link link, Dice dice, long time)
    {
        var merged = message.WithEvent("A40", "ADT_A39", link, dice, time);
        var identity = merged.Text.Split('\r').Where(s => s.StartsWith("MSH|", StringComparison.Ordinal) || s.StartsWith("EVN|", StringComparison.Ordinal) || s.StartsWith("PID|", StringComparison.Ordinal));
        return merged with { Order = "", Text = string.Concat(identity.Select(s => s + "\r")) + $"MRG|{NextNumber(message.PatientId, dice)}^^^KLINIK^MR\r" };
    }

    /// <summary>As new, with other numbers where something was measured.</summary>
    public static Hl7Message WithFalseValues(this Hl7Message message, Hl7Link link, Dice dice, long time) => Rewrite(message, link, dice, time, message.Trigger, message.Structure, segment =>
    {
        var fields = segment.Split('|');
        if (fields is ["OBX", _, _, _, _, var text, ..] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            var decimals = text.Contains('.', StringComparison.Ordinal) ? text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
            fields[5] = (value * dice.Between(0.7, 1.4)).ToString($"F{decimals}", CultureInfo.InvariantCulture);
        }

        return string.Join('|', fields);
    });

    private static Hl7Message Rewrite(Hl7Message message, Hl7Link link, Dice dice, long time, string trigger, string structure, Func<string, string> rewrite)
    {
        var segments = message.Text.Split('\r', StringSplitOptions.RemoveEmptyEntries);
        var version = segments[0].Split('|') is { Length: > 11 } header ? header[11] : "2.4";
        var body = string.Concat(segments.Skip(1).Select(s => rewrite(s) + "\r"));
        return new Hl7Letter(message.Type, trigger, structure, body, message.PatientId, message.Order, version).On(link, NextNumber(message.ControlId, dice), time);
    }

    /// <summary>One of the same make: its last digits are others.</summary>
    private static string NextNumber(string number, Dice dice) =>
        string.Concat(number.Select((c, i) => char.IsAsciiDigit(c) && i >= number.Length - 4 ? (char)('0' + dice.Whole(0, 9)) : c));
}
