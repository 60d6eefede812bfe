using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>DICOM over TCP: the Upper Layer (PS3.8) and the messages in it (PS3.7).</summary>
public sealed class DicomProtocol : IProtocol
{
    public string Name => "dicom";

    public IReadOnlyList<FactKind> FactKinds { get; } =
        [DicomAssociationRequested.Kind, DicomAssociationAccepted.Kind, DicomAssociation.Kind, DimseRequested.Kind, DimseOperation.Kind];

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints) => DicomProbe.Look(head, hints);

    public ProtocolShare Open(PartitionContext context) => new DicomShare(context);
}
