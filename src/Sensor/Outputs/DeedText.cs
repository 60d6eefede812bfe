using System.Globalization;
using Sensor.Alerts;
using Sensor.State;

namespace Sensor.Outputs;

/// <summary>What people did about incidents, in words that are the same everywhere.</summary>
internal static class DeedText
{
    /// <summary>Length of a time without what comes after its seconds.</summary>
    private const int SecondsLength = 19;

    public static string Word(JournalVerb verb) => verb switch
    {
        JournalVerb.Acknowledge => "acknowledged",
        JournalVerb.Close => "closed",
        JournalVerb.Reopen => "reopened",
        JournalVerb.Mute => "muted",
        _ => "unmuted",
    };

    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.True => "true",
        Verdict.BenignExpected => "benign-expected",
        Verdict.BenignOnce => "benign-once",
        _ => "none",
    };

    public static string Word(MuteScope scope) => scope switch
    {
        MuteScope.Pair => "pair",
        MuteScope.Device => "device",
        MuteScope.Reason => "reason",
        _ => "all-of-device",
    };

    /// <summary>Name of a muting or a closing, by which it is taken back or found.</summary>
    public static string Id(long deed) => string.Create(CultureInfo.InvariantCulture, $"mute-{deed}");

    /// <summary>When a muting ends, for people.</summary>
    public static string Until(long? until) => until is { } time ? $"until {Time(time)} UTC" : "for ever";

    /// <summary>A time for people, in UTC, to the second.</summary>
    public static string Time(long nanoseconds) => JsonTime.Of(nanoseconds)[..SecondsLength].Replace('T', ' ');

    public static string Sentence(JournalEntry deed) => deed.Verb switch
    {
        JournalVerb.Acknowledge => $"{deed.Who} looks at {Alert.IdOf(deed.Incident)}.",
        JournalVerb.Close => $"{deed.Who} closed {Alert.IdOf(deed.Incident)}: {Word(deed.Verdict)}.",
        JournalVerb.Reopen => $"{deed.Who} reopened {Alert.IdOf(deed.Incident)}.",
        JournalVerb.Mute => $"{deed.Who} muted the like of {Alert.IdOf(deed.Incident)} ({Word(deed.Scope)}) {Until(deed.Until)}.",
        _ => $"{deed.Who} unmuted the like of {Alert.IdOf(deed.Incident)}.",
    };
}
