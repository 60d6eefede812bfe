namespace Hospital.Sites;

/// <summary>A patient of one stay. Invented.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">HL7 and DICOM name, <c>FAMILY^GIVEN</c>.</param>
/// <param name="Born">Date, yyyyMMdd.</param>
/// <param name="Sex">F, M.</param>
/// <param name="Visit">Number of the stay.</param>
/// <param name="Ward">Where.</param>
public sealed record Patient(string Id, string Name, string Born, string Sex, string Visit, string Ward);

public enum ImageKind
{
    CR,
    DX,
    CT,
    MR,
    US,
    MG,
    XA,
    NM,
}

/// <summary>Somebody wants pictures of a patient.</summary>
/// <param name="Patient">Of whom.</param>
/// <param name="Order">Placer's order number.</param>
/// <param name="Accession">Accession number.</param>
/// <param name="Kind">What sort.</param>
/// <param name="IsUrgent">Now, rather than when there is time.</param>
/// <param name="Placed">When.</param>
public sealed record ImagingOrder(Patient Patient, string Order, string Accession, ImageKind Kind, bool IsUrgent, long Placed);

/// <summary>Takes orders and makes pictures of them: worklist, procedure steps, images, storage commitment, prior studies, reading.</summary>
public interface IImaging
{
    /// <summary>An order has reached the radiology information system.</summary>
    void Take(ImagingOrder order);
}

/// <summary>The hospital's messages: who must be told what happened.</summary>
public interface IMessaging
{
    /// <summary>The examination has begun, or is over.</summary>
    void ExaminationChanged(ImagingOrder order, bool isOver);

    /// <summary>A report was written.</summary>
    void Reported(ImagingOrder order);
}

/// <summary>Ordinary life in some part of the hospital. Made with the site, begun once, then lives by the agenda.</summary>
public interface IDepartment
{
    /// <summary>Adds its hosts and ways to the site. Departments are furnished in a fixed order, before any of them begins.</summary>
    void Furnish();

    /// <summary>Enters its first doings.</summary>
    void Begin();
}
