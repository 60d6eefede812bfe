using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Wire.Dicom;

/// <summary>
/// Data sets: what is asked of a query is said exactly; of all others the length is exact and the identifiers of who is in them, and the rest is pixels (7FE0,0010) or padding
/// (FFFC,FFFC).
/// </summary>
internal static class DataSets
{
    private const uint PixelData = 0x7FE00010;
    private const uint TrailingPadding = 0xFFFCFFFC;
    private const uint Level = 0x00080052;

    public static void Write(Elements to, DimseRequest request)
    {
        to.Begin(request.TransferSyntax);
        if (request.Identifier is { } identifier)
        {
            WriteKeys(to, identifier);
            return;
        }

        var isStored = request.Operation == DimseOperation.Store;
        var last = isStored && IsEncapsulated(request.TransferSyntax) ? 24 + to.LongHeader : to.LongHeader;
        Offer(to, 0x00080016, "UI", isStored ? request.SopClass : "", request.DataLength - last);
        Offer(to, 0x00080018, "UI", isStored ? request.Instance : "", request.DataLength - last);
        if (request.Subject is { } subject)
        {
            Offer(to, 0x00080050, "SH", subject.Accession, request.DataLength - last);
            Offer(to, 0x00100010, "PN", subject.PatientName, request.DataLength - last);
            Offer(to, 0x00100020, "LO", subject.PatientId, request.DataLength - last);
            Offer(to, 0x0020000D, "UI", subject.StudyUid, request.DataLength - last);
        }

        if (request.Operation is DimseOperation.Create or DimseOperation.Set && request.SopClass == Uids.PerformedProcedureStep)
        {
            Offer(to, 0x00400252, "CS", request.Operation == DimseOperation.Create ? "IN PROGRESS" : "COMPLETED", request.DataLength - last);
        }

        WriteRest(to, request.DataLength, isStored ? PixelData : TrailingPadding, request.TransferSyntax);
    }

    /// <summary>Writes a response's data set: a match repeats what was asked for.</summary>
    public static void Write(Elements to, DimseResponse response)
    {
        to.Begin(response.Request.TransferSyntax);
        if (response.Request.Identifier is { } identifier)
        {
            var room = response.DataLength - to.LongHeader;
            var hasSaidLevel = false;
            foreach (var key in identifier.Keys)
            {
                if (!hasSaidLevel && key.Tag > Level)
                {
                    hasSaidLevel = true;
                    Offer(to, Level, "CS", identifier.Level, room);
                }

                if (key.Tag != Level && Elements.SizeOf(key.Value) <= room - to.Wording.Length)
                {
                    WriteKey(to, key);
                }
            }
        }

        WriteRest(to, response.DataLength, TrailingPadding, "");
    }

    private static void WriteKeys(Elements to, QueryIdentifier identifier)
    {
        var hasSaidLevel = identifier.Level.Length == 0;
        foreach (var key in identifier.Keys)
        {
            if (!hasSaidLevel && key.Tag >= Level)
            {
                hasSaidLevel = true;
                to.Text(Level, "CS", identifier.Level);
            }

            if (key.Tag != Level || identifier.Level.Length == 0)
            {
                WriteKey(to, key);
            }
        }

        if (!hasSaidLevel)
        {
            to.Text(Level, "CS", identifier.Level);
        }
    }

    private static void WriteKey(Elements to, QueryKey key)
    {
        if (RepresentationOf(key.Tag) is not "SQ" and var representation)
        {
            to.Text(key.Tag, representation, key.Value);
        }
        else
        {
            to.Long(key.Tag, "SQ", 0);
        }
    }

    /// <summary>Writes an element unless it is empty or there is no room.</summary>
    private static void Offer(Elements to, uint tag, string representation, string value, long room)
    {
        if (value.Length > 0 && to.Wording.Length + Elements.SizeOf(value) <= room)
        {
            to.Text(tag, representation, value);
        }
    }

    private static void WriteRest(Elements to, long length, uint tag, string transferSyntax)
    {
        var rest = length - to.Wording.Length;
        if (rest < to.LongHeader)
        {
            to.Wording.Bulk(rest);
            return;
        }

        rest -= to.LongHeader;
        if (tag != PixelData || !IsEncapsulated(transferSyntax) || rest < 24)
        {
            to.Long(tag, tag == PixelData ? "OW" : "OB", (uint)Math.Min(rest, Elements.Undefined - 1));
            to.Wording.Bulk(rest);
            return;
        }

        // Compressed pixels are a sequence of fragments (PS3.5 A.4): an empty table of offsets and one fragment.
        to.Long(tag, "OB", Elements.Undefined);
        to.Bare(Elements.Item, 0);
        to.Bare(Elements.Item, (uint)(rest - 24));
        to.Wording.Bulk(rest - 24);
        to.Bare(Elements.SequenceDelimiter, 0);
    }

    private static bool IsEncapsulated(string transferSyntax) => transferSyntax.StartsWith("1.2.840.10008.1.2.4.", StringComparison.Ordinal);

    /// <summary>Of keys that queries use (PS3.6 chapter 6); of others a text that fits all.</summary>
    private static string RepresentationOf(uint tag) => tag switch
    {
        0x00080005 or 0x00080060 or 0x00080061 or 0x00100040 or 0x00400252 => "CS",
        0x00080016 or 0x00080018 or 0x0020000D or 0x0020000E or 0x00080062 => "UI",
        0x00080020 or 0x00080021 or 0x00080022 or 0x00080023 or 0x00100030 or 0x00400002 or 0x00400004 => "DA",
        0x00080030 or 0x00080031 or 0x00080032 or 0x00080033 or 0x00400003 or 0x00400005 => "TM",
        0x00080050 or 0x00200010 or 0x00400009 or 0x00400010 or 0x00400011 or 0x00401001 => "SH",
        0x00080054 or 0x00400001 => "AE",
        0x00080090 or 0x00081050 or 0x00100010 or 0x00321032 or 0x00400006 => "PN",
        0x00200011 or 0x00200013 or 0x00201206 or 0x00201208 or 0x00201209 or 0x00280008 => "IS",
        0x00081110 or 0x00081111 or 0x00081120 or 0x00321064 or 0x00400100 or 0x00400008 => "SQ",
        _ => "LO",
    };
}
