using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>How far what was asked for has come (IEEE 11073-10207, InvocationState).</summary>
internal enum InvocationState : byte
{
    None,
    Wait,
    Start,
    Fin,
    FinMod,
    Fail,
    Cnclld,
    CnclldMan,
}

/// <summary>
/// A SOAP 1.2 message as it is scanned: of WS-Discovery 1.1, of DPWS metadata, or of the 11073 services. Only what is named here is kept: nothing of
/// patients, nor values, nor waveforms.
/// </summary>
internal sealed class SoapMessage : IXmlVisitor
{
    private readonly XmlScanner _scanner;
    private readonly SoapElement[] _path = new SoapElement[XmlScanner.MaxDepth + 1];
    private readonly Action _announced;
    private bool _isHosted;

    /// <param name="announced">Is called at the end of each element that says who is where, or asks for it; what it said stands in this message until then.</param>
    public SoapMessage(Action announced)
    {
        _announced = announced;
        _scanner = new XmlScanner(this);
    }

    public TextSlot Action { get; } = new(192);

    public TextSlot To { get; } = new(128);

    /// <summary>The endpoint's stable address, <c>urn:uuid:…</c>.</summary>
    public TextSlot Endpoint { get; } = new(128);

    public TextSlot Types { get; } = new(256);

    public TextSlot Scopes { get; } = new(XmlScanner.MaxText);

    public TextSlot Addresses { get; } = new(512);

    public TextSlot Manufacturer { get; } = new(64);

    public TextSlot Model { get; } = new(64);

    public TextSlot Firmware { get; } = new(64);

    /// <summary>Of the operation that is asked for.</summary>
    public TextSlot Handle { get; } = new(96);

    public TextSlot Transaction { get; } = new(20);

    public ulong MessageId { get; private set; }

    public ulong RelatesTo { get; private set; }

    public InvocationState State { get; private set; }

    public bool IsFault { get; private set; }

    /// <summary>Which of the elements that announce is at hand.</summary>
    public SoapElement Announcing { get; private set; }

    /// <summary>An action of the 11073 services (IEEE 11073-20701).</summary>
    public bool IsSdc => Action.Text.StartsWith("http://standards.ieee.org/downloads/11073/"u8);

    /// <summary>Its last part names it.</summary>
    public ReadOnlySpan<byte> ActionName => Action.Text[(Action.Text.LastIndexOf((byte)'/') + 1)..];

    public void Clear()
    {
        _scanner.Clear();
        Action.Clear();
        To.Clear();
        ClearAnnouncement();
        Manufacturer.Clear();
        Model.Clear();
        Firmware.Clear();
        Handle.Clear();
        Transaction.Clear();
        MessageId = RelatesTo = 0;
        State = InvocationState.None;
        IsFault = _isHosted = false;
    }

    public void Feed(ReadOnlySpan<byte> data) => _scanner.Feed(data);

    public void Start(ReadOnlySpan<byte> name, int depth)
    {
        var element = SoapElements.Of(name);
        _path[depth] = element;
        IsFault |= element == SoapElement.Fault && Parent(depth) == SoapElement.Body;
        _isHosted |= element == SoapElement.Hosted;
        if (Announces(element))
        {
            ClearAnnouncement();
            Announcing = element;
        }
    }

    public void End(ReadOnlySpan<byte> text, int depth)
    {
        var element = _path[depth];
        if (Announces(element))
        {
            _announced();
        }
        else if (!text.IsEmpty)
        {
            Take(element, Parent(depth), depth > 2 ? _path[2] : SoapElement.Other, text);
        }
    }

    private SoapElement Parent(int depth) => depth > 1 ? _path[depth - 1] : SoapElement.Other;

    private static bool Announces(SoapElement element) =>
        element is SoapElement.Hello or SoapElement.Bye or SoapElement.Probe or SoapElement.ProbeMatch or SoapElement.Resolve or SoapElement.ResolveMatch;

    private void ClearAnnouncement()
    {
        Announcing = SoapElement.Other;
        Endpoint.Clear();
        Types.Clear();
        Scopes.Clear();
        Addresses.Clear();
    }

    private void Take(SoapElement element, SoapElement parent, SoapElement part, ReadOnlySpan<byte> text)
    {
        switch (element)
        {
            case SoapElement.Action when parent == SoapElement.Header:
                Action.Set(text);
                break;
            case SoapElement.To when parent == SoapElement.Header:
                To.Set(text);
                break;
            case SoapElement.MessageId when parent == SoapElement.Header:
                MessageId = KeyedHash.Of(1, text);
                break;
            case SoapElement.RelatesTo when parent == SoapElement.Header:
                RelatesTo = KeyedHash.Of(1, text);
                break;
            case SoapElement.Address when parent == SoapElement.EndpointReference && part == SoapElement.Body && !_isHosted && Endpoint.Text.IsEmpty:
                Endpoint.Set(text);
                break;
            case SoapElement.Types when !_isHosted:
                Types.Set(text);
                break;
            case SoapElement.Scopes:
                Scopes.Set(text);
                break;
            case SoapElement.XAddrs:
                Addresses.Set(text);
                break;
            case SoapElement.OperationHandleRef:
                Handle.Set(text);
                break;
            case SoapElement.TransactionId when Transaction.Text.IsEmpty:
                Transaction.Set(text);
                break;
            case SoapElement.InvocationState:
                State = StateOf(text);
                break;
            default:
                TakeMetadata(element, parent, text);
                break;
        }
    }

    private void TakeMetadata(SoapElement element, SoapElement parent, ReadOnlySpan<byte> text)
    {
        switch (element)
        {
            case SoapElement.Manufacturer when parent == SoapElement.ThisModel:
                Manufacturer.Set(text);
                break;
            case SoapElement.ModelName when parent == SoapElement.ThisModel:
                Model.Set(text);
                break;
            case SoapElement.FirmwareVersion when parent == SoapElement.ThisDevice:
                Firmware.Set(text);
                break;
        }
    }

    private static InvocationState StateOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("Wait"u8) ? InvocationState.Wait
        : text.SequenceEqual("Start"u8) ? InvocationState.Start
        : text.SequenceEqual("Fin"u8) ? InvocationState.Fin
        : text.SequenceEqual("FinMod"u8) ? InvocationState.FinMod
        : text.SequenceEqual("Fail"u8) ? InvocationState.Fail
        : text.SequenceEqual("Cnclld"u8) ? InvocationState.Cnclld
        : text.SequenceEqual("CnclldMan"u8) ? InvocationState.CnclldMan
        : InvocationState.None;
}
