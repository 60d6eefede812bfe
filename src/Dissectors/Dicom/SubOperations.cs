namespace Sensor.Dissectors.Dicom;

/// <summary>How far a C-MOVE or C-GET has come: its C-STORE sub-operations (PS3.7 9.1.4.1, 9.1.3.1).</summary>
public struct SubOperations
{
    public ushort Remaining;
    public ushort Completed;
    public ushort Failed;
    public ushort Warning;
}
