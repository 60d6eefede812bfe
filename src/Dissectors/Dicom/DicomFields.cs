using System.Text;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>What rules can ask of DICOM's facts. Names are those of the events where these have them.</summary>
internal static class DicomFields
{
    private const string Other = "other";

    private static readonly IReadOnlyList<string> Levels = Choices.Of<QueryLevel>(QueryShape.Text);
    private static readonly IReadOnlyList<string> Results = Choices.Of<AssociationResult>(AssociateOutcome.Text);
    private static readonly IReadOnlyList<string> StatusClasses = [.. Choices.Of<StatusClass>(DimseStatus.Text), "none"];
    private static readonly IReadOnlyList<string> Identities = ["none", "username", "username_passcode", "kerberos", "saml", "jwt", "unknown"];

    /// <summary>Operations by the index of their request, then the one for commands without a name.</summary>
    private static readonly (IReadOnlyList<string> Words, int[] ByIndex) Operations = ReadOperations();

    private static readonly IReadOnlyList<string> Reasons =
    [
        "none", "no-reason-given", "application-context-name-not-supported", "calling-ae-title-not-recognized", "called-ae-title-not-recognized",
        "protocol-version-not-supported", "temporary-congestion", "local-limit-exceeded", "reserved",
    ];

    public static FactFields<DicomAssociationRequested> Requested(FactFields<DicomAssociationRequested> fields) => fields
        .Name("calling_ae", "AE title the requestor goes by", (in f) => f.CallingAe)
        .Name("called_ae", "AE title it asks for", (in f) => f.CalledAe)
        .Name("implementation_uid", "implementation class UID of the requestor", (in f) => f.ImplementationUid)
        .Name("implementation_version", "implementation version name of the requestor", (in f) => f.ImplementationVersion)
        .Number("contexts", "context", "presentation contexts proposed", (in f) => f.Contexts)
        .Choice("user_identity", "kind of user identity offered", Identities, (in f) => Identity(f.UserIdentity));

    public static FactFields<DicomAssociationAccepted> Accepted(FactFields<DicomAssociationAccepted> fields) => fields
        .Name("called_ae", "AE title that was asked for", (in f) => f.CalledAe)
        .Name("implementation_uid", "implementation class UID of the acceptor", (in f) => f.ImplementationUid)
        .Name("implementation_version", "implementation version name of the acceptor", (in f) => f.ImplementationVersion)
        .Number("contexts", "context", "presentation contexts accepted", (in f) => f.Contexts);

    public static FactFields<DicomAssociation> Association(FactFields<DicomAssociation> fields) => fields
        .Name("calling_ae", "AE title the requestor went by", (in f) => f.CallingAe)
        .Name("called_ae", "AE title it asked for", (in f) => f.CalledAe)
        .Choice("result", "how it ended", Results, (in f) => (int)f.Result)
        .Choice("reject_reason", "why it was rejected", Reasons, (in f) => Reason(in f))
        .Number("duration", "ms", "time from its first PDU to its last", (in f) => (f.End - f.Start) / 1e6)
        .Name("implementation_uid", "implementation class UID of the requestor", (in f) => f.RequestorInfo.ImplementationUid)
        .Name("implementation_version", "implementation version name of the requestor", (in f) => f.RequestorInfo.ImplementationVersion)
        .Name("acceptor_implementation_uid", "implementation class UID of the acceptor", (in f) => f.AcceptorInfo.ImplementationUid)
        .Number("proposed", "context", "presentation contexts proposed", (in f) => f.RequestorInfo.Contexts)
        .Number("accepted", "context", "presentation contexts accepted", (in f) => f.AcceptorInfo.Contexts)
        .Choice("user_identity", "kind of user identity offered", Identities, (in f) => Identity(f.RequestorInfo.UserIdentity))
        .Number("role_selections", "selection", "SCP/SCU roles negotiated", (in f) => f.RequestorInfo.RoleSelections)
        .Number("operations", "operation", "operations in it", (in f) => f.Operations)
        .Number("objects", "object", "C-STORE requests of either side", (in f) => f.Objects)
        .Number("bytes_to_acceptor", "byte", "data sent to the acceptor", (in f) => f.BytesToAcceptor)
        .Number("bytes_to_requestor", "byte", "data sent to the requestor", (in f) => f.BytesToRequestor)
        .Flag("requested", "its request was seen", (in f) => f.WasRequested)
        .Flag("was_accepted", "it was accepted", (in f) => f.WasAccepted);

    public static FactFields<DimseRequested> Request(FactFields<DimseRequested> fields) => fields
        .Choice("command", "operation asked for", Operations.Words, (in f) => Operation(f.Command))
        .Name("calling_ae", "AE title of the requestor", (in f) => f.CallingAe)
        .Name("called_ae", "AE title it asked for", (in f) => f.CalledAe)
        .Name("sop_class", "SOP class UID", (in f) => f.SopClass)
        .Name("move_destination", "AE title a C-MOVE sends to", (in f) => f.MoveDestination)
        .Flag("sub_operation", "answers a C-GET", (in f) => f.IsSubOperation);

    public static FactFields<DimseOperation> Operation(FactFields<DimseOperation> fields) => fields
        .Choice("command", "operation", Operations.Words, (in f) => Operation(f.Command))
        .Name("calling_ae", "AE title of the requestor", (in f) => f.CallingAe)
        .Name("called_ae", "AE title it asked for", (in f) => f.CalledAe)
        .Name("sop_class", "SOP class UID", (in f) => f.SopClass)
        .Name("transfer_syntax", "transfer syntax UID", (in f) => f.TransferSyntax)
        .Id("instance", "SOP instance", (in f) => f.Instance)
        .Number("status", "status", "status of the last response, as a number (0xA700 is 42752)", (in f) => f.Status)
        .Choice("status_class", "what that status comes to; none: no answer seen", StatusClasses, (in f) => f.HasStatus ? (int)DimseStatus.ClassOf(f.Status) : StatusClasses.Count - 1)
        .Number("first_response", "ms", "time to the first response; 0 without", (in f) => f.WasRequested && f.WasAnswered ? Math.Max(0, f.FirstResponse - f.Start) / 1e6 : 0)
        .Number("last_response", "ms", "time to the last response; 0 without", (in f) => f.WasRequested && f.WasAnswered ? Math.Max(0, f.LastResponse - f.Start) / 1e6 : 0)
        .Number("request_bytes", "byte", "size of the request's data set", (in f) => f.RequestBytes)
        .Number("response_bytes", "byte", "size of the responses' data sets", (in f) => f.ResponseBytes)
        .Number("pending", "match", "responses with a pending status: the matches of a C-FIND", (in f) => f.Pending)
        .Number("completed", "object", "sub-operations completed", (in f) => f.SubOperations.Completed)
        .Number("failed", "object", "sub-operations failed", (in f) => f.SubOperations.Failed)
        .Name("move_destination", "AE title a C-MOVE sends to", (in f) => f.MoveDestination)
        .Name("move_originator", "AE title whose C-MOVE a C-STORE serves", (in f) => f.MoveOriginator)
        .Choice("query_level", "query/retrieve level; none for worklists", Levels, (in f) => (int)f.Query.Level)
        .Number("matching_keys", "key", "keys that restrict a query", (in f) => f.Query.MatchingKeys)
        .Flag("universal", "nothing restricts the query", (in f) => f.Query.IsUniversal)
        .Flag("wildcard", "a key of the query has a wildcard", (in f) => f.Query.HasWildcard)
        .Id("patient", "patient asked for", (in f) => f.Query.Patient)
        .Flag("sub_operation", "answers a C-GET", (in f) => f.IsSubOperation)
        .Flag("answered", "an answer was seen", (in f) => f.WasAnswered);

    private static int Identity(UserIdentity identity) => identity <= UserIdentity.Jwt ? (int)identity : Identities.Count - 1;

    private static int Operation(ushort command)
    {
        var index = DimseCommand.IndexOf(command);
        return index < 0 ? Operations.Words.Count - 1 : Operations.ByIndex[index];
    }

    private static int Reason(in DicomAssociation fact) => fact.Result != AssociationResult.Rejected
        ? 0
        : (fact.Refusal.Source, fact.Refusal.Reason) switch
        {
            (1 or 2, 1) => 1,
            (1, 2) => 2,
            (1, 3) => 3,
            (1, 7) => 4,
            (2, 2) => 5,
            (3, 1) => 6,
            (3, 2) => 7,
            _ => 8,
        };

    private static (IReadOnlyList<string> Words, int[] ByIndex) ReadOperations()
    {
        var names = new string[DimseCommand.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var name = DimseCommand.NameAt(i);
            names[i] = Encoding.ASCII.GetString(name[..name.LastIndexOf((byte)'-')]);
        }

        var words = names.Distinct().Append(Other).ToList();
        return (words, [.. names.Select(n => words.IndexOf(n))]);
    }
}
