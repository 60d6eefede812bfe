using Hospital.Network;
using Hospital.Sayings;
using Hospital.Sites;

namespace Hospital.Talks;

/// <summary>What an HL7 message is about, before it is known on which way it goes.</summary>
/// <param name="Type">MSH-9.1.</param>
/// <param name="Trigger">MSH-9.2.</param>
/// <param name="Structure">MSH-9.3; empty: not said.</param>
/// <param name="Body">Segments after MSH, each ended by CR. ASCII.</param>
/// <param name="PatientId">PID-3.1; empty: no patient.</param>
/// <param name="Order">ORC-2; empty: no order.</param>
/// <param name="Version">MSH-12.</param>
public sealed record Hl7Letter(string Type, string Trigger, string Structure, string Body, string PatientId = "", string Order = "", string Version = "2.4")
{
    /// <summary>What the message type and its trigger are called together: <c>ADT^A01</c>.</summary>
    public string Name => $"{Type}^{Trigger}";

    /// <summary>The message that goes over a way at an instant; its header says what the sender's clock shows then.</summary>
    public Hl7Message On(Hl7Link link, string controlId, long time)
    {
        ArgumentNullException.ThrowIfNull(link);
        var name = Structure.Length > 0 ? $"{Type}^{Trigger}^{Structure}" : Trigger.Length > 0 ? $"{Type}^{Trigger}" : Type;
        return new Hl7Message
        {
            Type = Type,
            Trigger = Trigger,
            Structure = Structure,
            ControlId = controlId,
            SendingApplication = link.SendingApplication,
            SendingFacility = link.SendingFacility,
            ReceivingApplication = link.ReceivingApplication,
            ReceivingFacility = link.ReceivingFacility,
            PatientId = PatientId,
            Order = Order,
            Text = Header(link.SendingApplication, link.SendingFacility, link.ReceivingApplication, link.ReceivingFacility, name, controlId, link.Sender.Clock.Shows(time), Version) + Body,
        };
    }

    /// <summary>The acknowledgement of a message, by its receiver.</summary>
    /// <param name="message">What is acknowledged.</param>
    /// <param name="code">AA, AE, AR; CA, CE, CR.</param>
    /// <param name="controlId">Of the acknowledgement itself.</param>
    /// <param name="time">When it is written.</param>
    public static Hl7Message Acknowledge(Hl7Message message, string code, string controlId, long time)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(code);
        var text = Header(message.ReceivingApplication, message.ReceivingFacility, message.SendingApplication, message.SendingFacility, $"ACK^{message.Trigger}", controlId, time, "2.4")
            + $"MSA|{code}|{message.ControlId}"
            + (code[1] == 'A' ? "\r" : code[1] == 'E' ? "|Application internal error\r" : "|Message type is not taken here\r");
        return new Hl7Message
        {
            Type = "ACK",
            Trigger = message.Trigger,
            ControlId = controlId,
            SendingApplication = message.ReceivingApplication,
            SendingFacility = message.ReceivingFacility,
            ReceivingApplication = message.SendingApplication,
            ReceivingFacility = message.SendingFacility,
            AckCode = code,
            Answers = message.ControlId,
            Text = text,
        };
    }

    /// <summary>An instant as HL7 writes it, local time.</summary>
    public static string Stamp(long time)
    {
        var t = Calendar.Local(time);
        return string.Create(14, t, static (to, t) =>
        {
            Write(to[..4], t.Year);
            Write(to[4..6], t.Month);
            Write(to[6..8], t.Day);
            Write(to[8..10], t.Hour);
            Write(to[10..12], t.Minute);
            Write(to[12..], t.Second);
        });
    }

    private static void Write(Span<char> to, int number)
    {
        for (var i = to.Length - 1; i >= 0; i--, number /= 10)
        {
            to[i] = (char)('0' + (number % 10));
        }
    }

    private static string Header(string from, string fromPlace, string to, string toPlace, string name, string controlId, long time, string version) =>
        $"MSH|^~\\&|{from}|{fromPlace}|{to}|{toPlace}|{Stamp(time)}||{name}|{controlId}|P|{version}\r";
}
