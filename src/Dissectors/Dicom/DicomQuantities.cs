using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>What is measured on DICOM's units of work.</summary>
public static class DicomQuantities
{
    /// <summary>Stores smaller than this say more about latency than about speed.</summary>
    public const long MinBytesForRate = 64 * 1024;

    public static readonly Quantity BytesPerObject = new("dicom.bytes_per_object", "byte", "size of a stored object");
    public static readonly Quantity BytesPerSecond = new("dicom.bytes_per_second", "byte/second", "speed of storing an object");
    public static readonly Quantity MatchesPerQuery = new("dicom.matches_per_query", "match", "matches returned to a query");
    public static readonly Quantity ObjectsPerRetrieval = new("dicom.objects_per_retrieval", "object", "objects sent for a retrieval");
    public static readonly Quantity AnswerTime = new("dicom.answer_time", "µs", "time to the first answer", IsDuration: true);
    public static readonly Quantity ObjectsPerAssociation =
        new("dicom.objects_per_association", "object", "objects stored in an association");
    public static readonly Quantity BytesPerAssociationSecond =
        new("dicom.bytes_per_association_second", "byte/second", "data moved while an association lasts");
    public static readonly Quantity OperationsPerAssociation =
        new("dicom.operations_per_association", "operation", "operations in an association");
}
