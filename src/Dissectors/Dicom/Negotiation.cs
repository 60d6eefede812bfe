using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>What an A-ASSOCIATE-RQ and its answer settle, in whichever order they are seen.</summary>
public sealed class Negotiation
{
    /// <summary>As the requestor wrote it. The answer's titles are an echo nobody checks (PS3.8 9.3.3) and aren't read.</summary>
    public NameId CalledAe { get; set; }

    public NameId CallingAe { get; set; }

    public PresentationContexts Contexts { get; } = new();

    private AssociatePeer _requestor;
    private AssociatePeer _acceptor;

    public ref AssociatePeer Requestor => ref _requestor;

    public ref AssociatePeer Acceptor => ref _acceptor;

    public ref AssociatePeer Sender(PduType type) => ref type == PduType.AssociateRequest ? ref _requestor : ref _acceptor;

    public void Clear()
    {
        CalledAe = default;
        CallingAe = default;
        _requestor = default;
        _acceptor = default;
        Contexts.Clear();
    }
}
