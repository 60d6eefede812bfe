namespace Scorecard.Report;

/// <summary>
/// Why rows of the catalogue go unnoticed: what the sensor would have to have, found out attack by attack on hospitals to work with, from what it said beside what it needs to say
/// more. It is about the sensor as it is: who changes that changes these.
/// </summary>
internal static class WhyBlind
{
    private static readonly Dictionary<int, string> Rows = new()
    {
        [3] = "No model and no rule adds up bytes over a time within the house. What shows is how fast the commands follow each other; `dicom-bulk-retrieval` waits for 300 retrievals an hour, and 2 GB are a few dozen studies.",
        [5] = "No expectation knows the hour. Only the pace shows, which is taken over 16 commands, so five queries have none; `dicom-find-volume` waits for 2,000 matches in ten minutes.",
        [7] = "The destination is noticed each time it is new (`new-destination`). An archive and its workstations meet something new often enough, though, that it is told by its own budget and not by what the rules leave of this one.",
        [8] = "As row 7: that this workstation never named this destination is noticed (`new-destination`), with a score that passes its own budget and not what the rules leave of this one.",
        [12] = "How long an answer takes is expected of who answers, for all that ask it together: one modality's delay is lost among the others'. No model and no rule looks at the TTL.",
        [14] = "`hl7-replay` tells a message that a second address sends again. From the address that sent it first, a repeated message is as good as a new one, however late. Only of many in a row the pace shows.",
        [15] = "Nothing asks of a message whether there is an order or a stay that it follows from. Only of many in a row the pace shows, which is taken over 16 messages.",
        [18] = "The new sender is noticed each time (`new-peer`). An interface engine meets a new partner now and then, so this one is told by its own budget and not by what the rules leave of this one.",
        [22] = "Nothing is expected to come from a single device. `hl7-bedside-silence` asks it of gateways, stations and pump servers, when they fall silent altogether; one monitor's silence, or a third of what it says, is nobody's.",
        [25] = "A clone beside the device is a new partner to the archive and the worklist, and no more: no rule holds it against anybody that one MAC address or one title is at two addresses, unless both store images within ten minutes (`dicom-shared-ae`). A clone in its place changes its software's version, which is an event and no alert, and the TTL, which nobody looks at.",
        [27] = "The new partner is noticed nearly each time (`new-peer`), by its own budget and not by what the rules leave of this one. Nothing looks for connections that come at a period.",
        [28] = "DNS isn't read, and neither the number nor the size of datagrams is expected of anybody.",
        [30] = "A partner counts when it is asked for something in a protocol that the sensor knows, and SMB, WMI, RDP and SSH are none. What is told is one rule's (`remote-session-to-device`): SSH, RDP and the like, not SMB or WMI, and only towards clinical devices, not towards a computer or a server.",
        [31] = "No model and no rule asks how long a connection lasts or how much passes in it. That the device was reached from outside is told (`reached-from-outside`), as it is of any ordinary visit of the maker's, so it names nothing that is wrong with this one.",
        [33] = "SMB is no protocol that the sensor knows, so the new partner isn't noticed; bytes are added up towards the outside only (`bulk-data-leaves`); and refused connections count when an association was cut off two minutes before at most (`dicom-server-down`), or when one host tries twenty others (`network-probing`).",
        [35] = "What is there while the sensor learns is ordinary to it: nothing but rules looks at those days, and none of them knows longer images or six tries an hour.",
        [36] = "Each day differs from the one before by less than days differ anyway, and what is usual moves along. What is told of such a device is told as often where nothing grows.",
    };

    /// <summary>Rows that somebody has looked into.</summary>
    public static IReadOnlyCollection<int> Known => Rows.Keys;

    /// <summary>Whole sentences; empty: nobody has looked.</summary>
    public static string Of(int row) => Rows.GetValueOrDefault(row, "");
}
