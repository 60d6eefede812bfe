namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>Elements that are looked at, by local name.</summary>
internal enum SoapElement : byte
{
    Other,
    Envelope,
    Header,
    Body,
    Fault,
    Action,
    MessageId,
    RelatesTo,
    To,
    Address,
    EndpointReference,

    // WS-Discovery 1.1.
    Hello,
    Bye,
    Probe,
    ProbeMatch,
    Resolve,
    ResolveMatch,
    Types,
    Scopes,
    XAddrs,

    // DPWS 1.1, sections 5.1 and 5.2.
    ThisModel,
    ThisDevice,
    Manufacturer,
    ModelName,
    FirmwareVersion,
    Hosted,

    // IEEE 11073-10207, message model.
    OperationHandleRef,
    TransactionId,
    InvocationState,
}

internal static class SoapElements
{
    private static readonly SoapElement[] All = Enum.GetValues<SoapElement>();

    private static readonly byte[][] Names = [.. All.Select(e => System.Text.Encoding.ASCII.GetBytes(e == SoapElement.MessageId ? "MessageID" : e.ToString()))];

    public static SoapElement Of(ReadOnlySpan<byte> name)
    {
        for (var i = 1; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                return All[i];
            }
        }

        return SoapElement.Other;
    }
}
