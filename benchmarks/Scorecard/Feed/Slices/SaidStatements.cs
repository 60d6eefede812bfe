using Hospital;
using Hospital.Network;

namespace Scorecard.Feed.Slices;

/// <summary>What steps say, as the sensor would have to tell it.</summary>
internal static class SaidStatements
{
    public static IEnumerable<Statement> Of(IReadOnlyList<Step> steps) =>
        steps.GroupBy(s => s.Conversation).OrderBy(c => c.Key.Number).SelectMany(c => Of(c.Key, [.. c]));

    private static IEnumerable<Statement> Of(Conversation conversation, IReadOnlyList<Step> steps) =>
        conversation.Language == Language.Arp ? [] : FlowSaid.Of(conversation, steps).Concat(conversation.Language switch
        {
            Language.Dicom => new DicomSaid(conversation).Of(steps),
            Language.Hl7 => Hl7Said.Of(conversation, steps),
            Language.Alaris or Language.Bcc => PumpSaid.Of(conversation, steps),
            Language.Http or Language.Tls or Language.Ftp or Language.Telnet => LoginSaid.Of(conversation, steps),
            _ => [],
        });
}

/// <summary>What all kinds have in common.</summary>
internal static class Said
{
    public static string LineOf(Conversation conversation) => Statement.LineOf(
        Reached(conversation.Client).AddressText, conversation.ClientPort, Reached(conversation.Server).AddressText, conversation.ServerPort);

    /// <summary>Who has an address, be it for somebody else.</summary>
    public static Host Reached(Host host) => host.Address == 0 && host.Gateway is { } gateway ? gateway : host;

    public static string AddressOf(Conversation conversation, Side side) => Reached(conversation.Speaker(side)).AddressText;

    public static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
