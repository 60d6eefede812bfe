namespace Hospital.Network;

/// <summary>Somebody who speaks DICOM.</summary>
/// <param name="Title">AE title.</param>
/// <param name="Host">Where it runs; a host may have several.</param>
/// <param name="Port">Where it is called; 0: nobody calls it.</param>
/// <param name="ImplementationUid">Implementation class UID.</param>
/// <param name="ImplementationVersion">Implementation version name.</param>
/// <param name="MaxPduLength">Longest P-DATA PDU it takes.</param>
public sealed record ApplicationEntity(string Title, Host Host, int Port, string ImplementationUid, string ImplementationVersion, int MaxPduLength);

/// <summary>A way on which HL7 messages go.</summary>
/// <param name="Sender">Opens the connection.</param>
/// <param name="Receiver">Acknowledges.</param>
/// <param name="Port">Of the receiver.</param>
/// <param name="SendingApplication">MSH-3.</param>
/// <param name="SendingFacility">MSH-4.</param>
/// <param name="ReceivingApplication">MSH-5.</param>
/// <param name="ReceivingFacility">MSH-6.</param>
/// <param name="IsPersistent">One connection for many messages, for days.</param>
public sealed record Hl7Link(
    Host Sender, Host Receiver, int Port, string SendingApplication, string SendingFacility, string ReceivingApplication, string ReceivingFacility, bool IsPersistent);

/// <summary>A way on which a server asks and commands a pump.</summary>
/// <param name="Pump">The pump.</param>
/// <param name="Reached">Host that is connected to: the pump, or its gateway.</param>
/// <param name="Port">Of it.</param>
/// <param name="Server">Who connects.</param>
/// <param name="Language">Alaris or Bcc.</param>
public sealed record PumpLink(Host Pump, Host Reached, int Port, Host Server, Language Language);
