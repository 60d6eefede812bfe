using Hospital.Sayings;
using Hospital.Wire.Languages;

namespace Hospital.Wire.Dicom;

/// <summary>PDUs of the DICOM upper layer but P-DATA-TF (PS3.8 9.3, annex D; user information of PS3.7 annex D.3.3).</summary>
internal static class UpperLayer
{
    private const string ApplicationContext = "1.2.840.10008.3.1.1.1";
    private const int AbstractSyntaxNotSupported = 3;

    public static void Write(Wording to, AssociateRequest request)
    {
        var pdu = Begin(to, 1);
        WriteHead(to, request);
        foreach (var context in request.Contexts)
        {
            var item = BeginItem(to, 0x20);
            to.Byte(context.Id);
            to.Repeat(0, 3);
            WriteItem(to, 0x30, context.AbstractSyntax);
            foreach (var syntax in context.TransferSyntaxes)
            {
                WriteItem(to, 0x40, syntax);
            }

            EndItem(to, item);
        }

        WriteUserInformation(to, request.MaxPduLength, request.ImplementationUid, request.ImplementationVersion, request.User);
        End(to, pdu);
    }

    public static void Write(Wording to, AssociateAccept accept)
    {
        var pdu = Begin(to, 2);
        WriteHead(to, accept.Request);
        foreach (var context in accept.Request.Contexts)
        {
            var item = BeginItem(to, 0x21);
            to.Byte(context.Id);
            to.Byte(0);
            to.Byte(context.IsAccepted ? (byte)0 : (byte)AbstractSyntaxNotSupported);
            to.Byte(0);
            WriteItem(to, 0x40, context.TransferSyntaxes[0]);
            EndItem(to, item);
        }

        WriteUserInformation(to, accept.MaxPduLength, accept.ImplementationUid, accept.ImplementationVersion, "");
        End(to, pdu);
    }

    public static void Write(Wording to, AssociateReject reject) => WriteShort(to, 3, reject.Result, reject.Source, reject.Reason);

    public static void WriteRelease(Wording to, bool isRequest) => WriteShort(to, isRequest ? (byte)5 : (byte)6, 0, 0, 0);

    public static void Write(Wording to, Abort abort) => WriteShort(to, 7, 0, abort.Source, abort.Reason);

    private static void WriteShort(Wording to, byte type, byte second, byte third, byte fourth)
    {
        var pdu = Begin(to, type);
        to.Copy([0, second, third, fourth]);
        End(to, pdu);
    }

    private static void WriteHead(Wording to, AssociateRequest request)
    {
        to.Big16(1);
        to.Big16(0);
        WriteTitle(to, request.CalledAe);
        WriteTitle(to, request.CallingAe);
        to.Repeat(0, 32);
        WriteItem(to, 0x10, ApplicationContext);
    }

    private static void WriteTitle(Wording to, string title)
    {
        var text = title.AsSpan(0, Math.Min(title.Length, 16));
        to.Text(text);
        to.Repeat((byte)' ', 16 - text.Length);
    }

    private static void WriteUserInformation(Wording to, int maxPduLength, string uid, string version, string user)
    {
        var information = BeginItem(to, 0x50);
        var longest = BeginItem(to, 0x51);
        to.Big32((uint)maxPduLength);
        EndItem(to, longest);
        WriteItem(to, 0x52, uid);
        if (version.Length > 0)
        {
            WriteItem(to, 0x55, version.Length > 16 ? version[..16] : version);
        }

        if (user.Length > 0)
        {
            // Its type is a user name without a passcode, and no answer is wanted.
            var identity = BeginItem(to, 0x58);
            to.Copy([1, 0]);
            to.Big16(user.Length);
            to.Text(user);
            to.Big16(0);
            EndItem(to, identity);
        }

        EndItem(to, information);
    }

    private static int Begin(Wording to, byte type)
    {
        to.EndStretch();
        to.Byte(type);
        to.Byte(0);
        return to.Reserve(4);
    }

    private static void End(Wording to, int pdu)
    {
        to.SetBig32(pdu, (uint)(to.Length - pdu - 4));
        to.EndStretch();
    }

    private static int BeginItem(Wording to, byte type)
    {
        to.Byte(type);
        to.Byte(0);
        return to.Reserve(2);
    }

    private static void EndItem(Wording to, int item) => to.SetBig16(item, to.Length - item - 2);

    private static void WriteItem(Wording to, byte type, string text)
    {
        to.Byte(type);
        to.Byte(0);
        to.Big16(text.Length);
        to.Text(text);
    }
}
