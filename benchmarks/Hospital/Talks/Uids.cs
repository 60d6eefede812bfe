namespace Hospital.Talks;

/// <summary>UIDs of PS3.6 and PS3.4 that are spoken here.</summary>
public static class Uids
{
    public const string ImplicitLittleEndian = "1.2.840.10008.1.2";
    public const string ExplicitLittleEndian = "1.2.840.10008.1.2.1";
    public const string JpegLossless = "1.2.840.10008.1.2.4.70";
    public const string Verification = "1.2.840.10008.1.1";
    public const string ModalityWorklist = "1.2.840.10008.5.1.4.31";
    public const string PerformedProcedureStep = "1.2.840.10008.3.1.2.3.3";
    public const string StorageCommitment = "1.2.840.10008.1.20.1";
    public const string StudyRootFind = "1.2.840.10008.5.1.4.1.2.2.1";
    public const string StudyRootMove = "1.2.840.10008.5.1.4.1.2.2.2";
    public const string StudyRootGet = "1.2.840.10008.5.1.4.1.2.2.3";
    public const string PatientRootFind = "1.2.840.10008.5.1.4.1.2.1.1";
    public const string PatientRootMove = "1.2.840.10008.5.1.4.1.2.1.2";
    public const string CtImage = "1.2.840.10008.5.1.4.1.1.2";
    public const string EnhancedCtImage = "1.2.840.10008.5.1.4.1.1.2.1";
    public const string MrImage = "1.2.840.10008.5.1.4.1.1.4";
    public const string EnhancedMrImage = "1.2.840.10008.5.1.4.1.1.4.1";
    public const string CrImage = "1.2.840.10008.5.1.4.1.1.1";
    public const string DxImage = "1.2.840.10008.5.1.4.1.1.1.1";
    public const string MammographyImage = "1.2.840.10008.5.1.4.1.1.1.2";
    public const string TomosynthesisImage = "1.2.840.10008.5.1.4.1.1.13.1.3";
    public const string UltrasoundImage = "1.2.840.10008.5.1.4.1.1.6.1";
    public const string UltrasoundMultiframe = "1.2.840.10008.5.1.4.1.1.3.1";
    public const string AngiographyImage = "1.2.840.10008.5.1.4.1.1.12.1";
    public const string NuclearImage = "1.2.840.10008.5.1.4.1.1.20";
    public const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";
    public const string DoseReport = "1.2.840.10008.5.1.4.1.1.88.67";
    public const string BasicText = "1.2.840.10008.5.1.4.1.1.88.11";
}
