using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Wire.Dicom;

/// <summary>Command sets of DIMSE (PS3.7 annex E and chapters 9.3 and 10.3): implicit little endian, a group length first.</summary>
internal static class CommandSet
{
    private const int NoDataSet = 0x0101;
    private const int DataSet = 0x0001;

    public static void Write(Elements to, DimseRequest request, bool hasData)
    {
        var operation = request.Operation;
        var isRequested = operation is DimseOperation.NGet or DimseOperation.Set or DimseOperation.Action or DimseOperation.Delete;
        var length = Begin(to);
        if (operation == DimseOperation.Cancel)
        {
            to.Number(0x00000100, CodeOf(operation));
            to.Number(0x00000120, request.MessageId);
            to.Number(0x00000800, NoDataSet);
            End(to, length);
            return;
        }

        to.Text(isRequested ? 0x00000003u : 0x00000002u, "UI", request.SopClass);
        to.Number(0x00000100, CodeOf(operation));
        to.Number(0x00000110, request.MessageId);
        if (operation == DimseOperation.Move)
        {
            to.Text(0x00000600, "AE", request.MoveDestination);
        }

        if (operation is DimseOperation.Store or DimseOperation.Find or DimseOperation.Move or DimseOperation.Get)
        {
            to.Number(0x00000700, 0);
        }

        to.Number(0x00000800, hasData ? DataSet : NoDataSet);
        if (request.Instance.Length > 0)
        {
            to.Text(isRequested ? 0x00001001u : 0x00001000u, "UI", request.Instance);
        }

        switch (operation)
        {
            case DimseOperation.EventReport:
                to.Number(0x00001002, 1);
                break;
            case DimseOperation.Action:
                to.Number(0x00001008, 1);
                break;
            case DimseOperation.Store when request.MoveOriginator.Length > 0:
                to.Text(0x00001030, "AE", request.MoveOriginator);
                to.Number(0x00001031, request.MoveOriginatorMessageId);
                break;
            default:
                break;
        }

        End(to, length);
    }

    public static void Write(Elements to, DimseResponse response, bool hasData)
    {
        var request = response.Request;
        var length = Begin(to);
        to.Text(0x00000002, "UI", request.SopClass);
        to.Number(0x00000100, CodeOf(request.Operation) | 0x8000);
        to.Number(0x00000120, request.MessageId);
        to.Number(0x00000800, hasData ? DataSet : NoDataSet);
        to.Number(0x00000900, response.Status);
        if (request.Instance.Length > 0)
        {
            to.Text(0x00001000, "UI", request.Instance);
        }

        switch (request.Operation)
        {
            case DimseOperation.EventReport:
                to.Number(0x00001002, 1);
                break;
            case DimseOperation.Action:
                to.Number(0x00001008, 1);
                break;
            default:
                break;
        }

        if (response.SubOperations is { } counts)
        {
            // How many remain is said while there are some, and never with success (PS3.7 table 9.1-10).
            if (response.Status is 0xFF00 or 0xFE00)
            {
                to.Number(0x00001020, counts.Remaining);
            }

            to.Number(0x00001021, counts.Completed);
            to.Number(0x00001022, counts.Failed);
            to.Number(0x00001023, counts.Warning);
        }

        End(to, length);
    }

    private static int CodeOf(DimseOperation operation) => operation switch
    {
        DimseOperation.Store => 0x0001,
        DimseOperation.Get => 0x0010,
        DimseOperation.Find => 0x0020,
        DimseOperation.Move => 0x0021,
        DimseOperation.Echo => 0x0030,
        DimseOperation.EventReport => 0x0100,
        DimseOperation.NGet => 0x0110,
        DimseOperation.Set => 0x0120,
        DimseOperation.Action => 0x0130,
        DimseOperation.Create => 0x0140,
        DimseOperation.Delete => 0x0150,
        _ => 0x0FFF,
    };

    private static int Begin(Elements to)
    {
        to.Begin(Uids.ImplicitLittleEndian);
        to.Bare(0x00000000, 4);
        return to.Wording.Reserve(4);
    }

    private static void End(Elements to, int length) => to.Wording.SetLittle32(length, (uint)(to.Wording.Length - length - 4));
}
