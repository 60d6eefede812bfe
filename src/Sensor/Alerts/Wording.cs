using System.Globalization;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Inventory;
using Sensor.Models;

namespace Sensor.Alerts;

/// <summary>Turns a judgement's numbers into the words of an alert.</summary>
internal static class Wording
{
    private const long Day = 86_400L * 1_000_000_000;

    public static Observed Observed(in Judgement judgement, string subject, Quantity? quantity) => quantity is null
        ? judgement.Subject.Kind == ExpectationKind.Sequence
            ? new Observed(judgement.Observed, "bit", subject)
            : new Observed(1, "use", subject)
        : new Observed(judgement.Observed, quantity.Unit, $"{Amount(judgement.Observed, quantity.Unit)} ({quantity.Text})");

    public static ExpectedRange Expected(Device device, in Judgement judgement, Quantity? quantity)
    {
        var expected = judgement.Expected;
        var unit = quantity?.Unit ?? (judgement.Subject.Kind == ExpectationKind.Sequence ? "bit" : "use");

        // What a device never did at all is judged by everything else it did.
        var (n, since) = History(device, in judgement);
        return new ExpectedRange(expected.Low, expected.Typical, expected.High, unit, n, since);
    }

    public static string Explain(Device device, Device? peer, in Judgement judgement, Part part, string subject, Quantity? quantity, long now)
    {
        var history = HistoryText(device, in judgement, now);
        var with = peer is null ? "" : $" with {peer.Label}";
        var partner = peer?.Label ?? "its partner";
        var asked = part == Part.Serves;
        var sentence = judgement.Reason switch
        {
            JudgementReason.NewPeer when asked => $"{subject} asked something of {device.Label} for the first time; {device.Label} knew who asks it {history}.",
            JudgementReason.NewPeer => $"{device.Label} asked something of {subject} for the first time; it kept to other partners {history}.",
            JudgementReason.NewCommand when asked => $"{partner} used {subject} on {device.Label}, which nobody did {history}.",
            JudgementReason.NewCommand => $"{device.Label} used {subject} on {partner}, which it did not {history}.",
            JudgementReason.NewName => $"{device.Label} called itself {subject}, a name it did not use {history}.",
            JudgementReason.NewAddressee => $"{device.Label} called {partner} by the name {subject}, which it did not use {history}.",
            JudgementReason.NewDestination when asked => $"{partner} told {device.Label} to send data to {subject}, a destination nobody named to it {history}.",
            JudgementReason.NewDestination => $"{device.Label} told {partner} to send data to {subject}, a destination it did not name {history}.",
            JudgementReason.NewContent => $"{device.Label} worked{with} on {subject}, which it did not handle {history}.",
            JudgementReason.NoveltyBurst => $"{device.Label} did more new things today than are told one by one, the latest {subject}; {history}.",
            JudgementReason.RateHigh or JudgementReason.RateLow =>
                $"{device.Label}{with}: {quantity!.Text} {Amount(judgement.Observed, quantity.Unit)}; {Range(in judgement, quantity)} {history}.",
            JudgementReason.RateShiftUp or JudgementReason.RateShiftDown =>
                $"The values of {device.Label} ({quantity!.Text}) have shifted to about {Amount(judgement.Observed, quantity.Unit)}; {Range(in judgement, quantity)} {history}.",
            JudgementReason.UnseenTransition => $"{device.Label} began {subject}{with}; one never followed the other {history}.",
            _ => $"{device.Label} did {subject}{with} in an order that is hard to believe {history}: {Amount(judgement.Observed, "bits")} of surprise.",
        };
        var peers = judgement.PeersKnown > 1 ? $" {judgement.PeersAlike} of {judgement.PeersKnown} devices of its kind do so." : "";

        // A rarity in years that rests on minutes would claim too much.
        var rarity = judgement.Score <= 0 || now - History(device, in judgement).Since < Day ? "" : $" At this degree about one false alert is expected in {Months(judgement.Score)} of one device.";
        return sentence + peers + rarity;
    }

    /// <summary>An amount with a unit a reader can take in at a glance.</summary>
    public static string Amount(double value, string unit)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (unit)
        {
            case "byte":
                return Bytes(value);
            case "byte/second":
                return Bytes(value) + "/s";
            case "µs" when value >= 1000:
                return (value / 1000).ToString("0.###", culture) + " ms";
            default:
                var number = Math.Abs(value) >= 100 ? value.ToString("N0", culture) : value.ToString("0.##", culture);
                return unit.Length == 0 ? number : $"{number} {unit}";
        }
    }

    public static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    private static string Bytes(double value)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var unit = 0;
        while (value >= 1000 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    private static string Range(in Judgement judgement, Quantity quantity)
    {
        var expected = judgement.Expected;
        return $"usual are {Amount(expected.Low, quantity.Unit)} to {Amount(expected.High, quantity.Unit)}, typically {Amount(expected.Typical, quantity.Unit)},";
    }

    private static (long N, long Since) History(Device device, in Judgement judgement)
    {
        var expected = judgement.Expected;
        return expected.N > 0 || judgement.Basis == Basis.Group ? (expected.N, Math.Max(expected.Since, device.FirstSeen)) : (device.Acts, device.FirstSeen);
    }

    private static string HistoryText(Device device, in Judgement judgement, long now)
    {
        var (n, since) = History(device, in judgement);
        var what = judgement.Expected.N > 0 ? "observations" : "commands of any kind";
        var whose = judgement.Basis == Basis.Group ? " of its kind of device" : "";
        return $"in {n.ToString("N0", CultureInfo.InvariantCulture)} {what}{whose} over {Span(now - since)}";
    }

    private static string Months(double falseAlertsPerMonth) => (1 / falseAlertsPerMonth) switch
    {
        < 1.5 => "a month",
        var months and < 24 => $"{months.ToString("0", CultureInfo.InvariantCulture)} months",
        var months => $"{(months / 12).ToString("N0", CultureInfo.InvariantCulture)} years",
    };

    public static string Span(long nanoseconds)
    {
        var seconds = Math.Max(0, nanoseconds / 1_000_000_000);
        return seconds switch
        {
            0 => $"{Math.Max(0, nanoseconds / 1_000_000)} ms",
            < 120 => $"{seconds} s",
            < 7200 => $"{seconds / 60} min",
            < 2 * 86_400 => $"{seconds / 3600} h",
            _ => $"{seconds / 86_400} days",
        };
    }
}
