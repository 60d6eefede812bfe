namespace Sensor.Dissectors.Dicom;

/// <summary>Short names of well-known SOP classes (PS3.6 table A-1, PS3.4 annex B.5). Others are shown by their UID alone.</summary>
public static class SopClasses
{
    private static readonly Row[] Rows = ReadTable();

    // One a line: UID, a space, the name.
    private static ReadOnlySpan<byte> Table =>
        """
        1.2.840.10008.1.1 Verification
        1.2.840.10008.1.3.10 Media Storage Directory
        1.2.840.10008.1.20.1 Storage Commitment Push
        1.2.840.10008.3.1.2.3.3 Modality Performed Procedure Step
        1.2.840.10008.3.1.2.3.4 Modality Performed Procedure Step Retrieve
        1.2.840.10008.3.1.2.3.5 Modality Performed Procedure Step Notification
        1.2.840.10008.5.1.1.1 Basic Film Session
        1.2.840.10008.5.1.1.2 Basic Film Box
        1.2.840.10008.5.1.1.4 Basic Grayscale Image Box
        1.2.840.10008.5.1.1.4.1 Basic Color Image Box
        1.2.840.10008.5.1.1.9 Basic Grayscale Print
        1.2.840.10008.5.1.1.14 Print Job
        1.2.840.10008.5.1.1.15 Basic Annotation Box
        1.2.840.10008.5.1.1.16 Printer
        1.2.840.10008.5.1.1.18 Basic Color Print
        1.2.840.10008.5.1.1.23 Presentation LUT
        1.2.840.10008.5.1.1.33 Media Creation Management
        1.2.840.10008.5.1.4.1.1.1 CR
        1.2.840.10008.5.1.4.1.1.1.1 DX For Presentation
        1.2.840.10008.5.1.4.1.1.1.1.1 DX For Processing
        1.2.840.10008.5.1.4.1.1.1.2 Mammography For Presentation
        1.2.840.10008.5.1.4.1.1.1.2.1 Mammography For Processing
        1.2.840.10008.5.1.4.1.1.1.3 Intra-oral X-Ray For Presentation
        1.2.840.10008.5.1.4.1.1.2 CT
        1.2.840.10008.5.1.4.1.1.2.1 Enhanced CT
        1.2.840.10008.5.1.4.1.1.3.1 Ultrasound Multi-frame
        1.2.840.10008.5.1.4.1.1.4 MR
        1.2.840.10008.5.1.4.1.1.4.1 Enhanced MR
        1.2.840.10008.5.1.4.1.1.4.2 MR Spectroscopy
        1.2.840.10008.5.1.4.1.1.6.1 Ultrasound
        1.2.840.10008.5.1.4.1.1.6.2 Enhanced US Volume
        1.2.840.10008.5.1.4.1.1.7 Secondary Capture
        1.2.840.10008.5.1.4.1.1.7.1 Multi-frame Single Bit Secondary Capture
        1.2.840.10008.5.1.4.1.1.7.2 Multi-frame Grayscale Byte Secondary Capture
        1.2.840.10008.5.1.4.1.1.7.3 Multi-frame Grayscale Word Secondary Capture
        1.2.840.10008.5.1.4.1.1.7.4 Multi-frame True Color Secondary Capture
        1.2.840.10008.5.1.4.1.1.9.1.1 12-lead ECG
        1.2.840.10008.5.1.4.1.1.9.1.2 General ECG
        1.2.840.10008.5.1.4.1.1.9.1.3 Ambulatory ECG
        1.2.840.10008.5.1.4.1.1.9.2.1 Hemodynamic Waveform
        1.2.840.10008.5.1.4.1.1.9.3.1 Cardiac Electrophysiology
        1.2.840.10008.5.1.4.1.1.11.1 Grayscale Softcopy Presentation State
        1.2.840.10008.5.1.4.1.1.11.2 Color Softcopy Presentation State
        1.2.840.10008.5.1.4.1.1.12.1 XA
        1.2.840.10008.5.1.4.1.1.12.1.1 Enhanced XA
        1.2.840.10008.5.1.4.1.1.12.2 RF
        1.2.840.10008.5.1.4.1.1.12.2.1 Enhanced XRF
        1.2.840.10008.5.1.4.1.1.13.1.1 X-Ray 3D Angiographic
        1.2.840.10008.5.1.4.1.1.13.1.3 Breast Tomosynthesis
        1.2.840.10008.5.1.4.1.1.20 Nuclear Medicine
        1.2.840.10008.5.1.4.1.1.66 Raw Data
        1.2.840.10008.5.1.4.1.1.66.1 Spatial Registration
        1.2.840.10008.5.1.4.1.1.66.4 Segmentation
        1.2.840.10008.5.1.4.1.1.77.1.1 VL Endoscopic
        1.2.840.10008.5.1.4.1.1.77.1.1.1 Video Endoscopic
        1.2.840.10008.5.1.4.1.1.77.1.2 VL Microscopic
        1.2.840.10008.5.1.4.1.1.77.1.4 VL Photographic
        1.2.840.10008.5.1.4.1.1.77.1.5.1 Ophthalmic Photography 8 Bit
        1.2.840.10008.5.1.4.1.1.77.1.5.4 Ophthalmic Tomography
        1.2.840.10008.5.1.4.1.1.77.1.6 VL Whole Slide Microscopy
        1.2.840.10008.5.1.4.1.1.88.11 Basic Text SR
        1.2.840.10008.5.1.4.1.1.88.22 Enhanced SR
        1.2.840.10008.5.1.4.1.1.88.33 Comprehensive SR
        1.2.840.10008.5.1.4.1.1.88.50 Mammography CAD SR
        1.2.840.10008.5.1.4.1.1.88.59 Key Object Selection
        1.2.840.10008.5.1.4.1.1.88.67 X-Ray Radiation Dose SR
        1.2.840.10008.5.1.4.1.1.104.1 Encapsulated PDF
        1.2.840.10008.5.1.4.1.1.104.2 Encapsulated CDA
        1.2.840.10008.5.1.4.1.1.104.3 Encapsulated STL
        1.2.840.10008.5.1.4.1.1.128 PET
        1.2.840.10008.5.1.4.1.1.130 Enhanced PET
        1.2.840.10008.5.1.4.1.1.481.1 RT Image
        1.2.840.10008.5.1.4.1.1.481.2 RT Dose
        1.2.840.10008.5.1.4.1.1.481.3 RT Structure Set
        1.2.840.10008.5.1.4.1.1.481.4 RT Beams Treatment Record
        1.2.840.10008.5.1.4.1.1.481.5 RT Plan
        1.2.840.10008.5.1.4.1.1.481.8 RT Ion Plan
        1.2.840.10008.5.1.4.1.2.1.1 Patient Root FIND
        1.2.840.10008.5.1.4.1.2.1.2 Patient Root MOVE
        1.2.840.10008.5.1.4.1.2.1.3 Patient Root GET
        1.2.840.10008.5.1.4.1.2.2.1 Study Root FIND
        1.2.840.10008.5.1.4.1.2.2.2 Study Root MOVE
        1.2.840.10008.5.1.4.1.2.2.3 Study Root GET
        1.2.840.10008.5.1.4.1.2.3.1 Patient/Study Only FIND
        1.2.840.10008.5.1.4.1.2.3.2 Patient/Study Only MOVE
        1.2.840.10008.5.1.4.1.2.3.3 Patient/Study Only GET
        1.2.840.10008.5.1.4.31 Modality Worklist FIND
        1.2.840.10008.5.1.4.33 Instance Availability Notification
        1.2.840.10008.5.1.4.34.6.1 Unified Procedure Step Push
        1.2.840.10008.5.1.4.34.6.2 Unified Procedure Step Watch
        1.2.840.10008.5.1.4.34.6.3 Unified Procedure Step Pull
        1.2.840.10008.5.1.4.34.6.4 Unified Procedure Step Event

        """u8;

    /// <summary>Row of a UID; 0 where it isn't in the table.</summary>
    public static byte RowOf(ReadOnlySpan<byte> uid)
    {
        var low = 0;
        var high = Rows.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = uid.SequenceCompareTo(Rows[middle].Uid);
            if (order == 0)
            {
                return (byte)(middle + 1);
            }

            if (order < 0)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }

        return 0;
    }

    /// <summary>Name of a row; empty for 0.</summary>
    public static ReadOnlySpan<byte> Name(byte row) => row == 0 ? default : Rows[row - 1].Name;

    private static Row[] ReadTable()
    {
        var rows = new List<Row>();
        foreach (var range in Table.Split((byte)'\n'))
        {
            var line = Table[range];
            var space = line.IndexOf((byte)' ');
            if (space > 0)
            {
                rows.Add(new Row(line[..space].ToArray(), line[(space + 1)..].ToArray()));
            }
        }

        rows.Sort((a, b) => a.Uid.AsSpan().SequenceCompareTo(b.Uid));
        return [.. rows];
    }

    private readonly record struct Row(byte[] Uid, byte[] Name);
}
