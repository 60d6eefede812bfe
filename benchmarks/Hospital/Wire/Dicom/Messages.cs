using Hospital.Sayings;
using Hospital.Wire.Languages;

namespace Hospital.Wire.Dicom;

/// <summary>
/// DIMSE messages in P-DATA-TF PDUs (PS3.8 9.3.5 and annex E): the command in PDVs of its own, then the data set's, one PDV a PDU, none longer than both sides take.
/// </summary>
internal static class Messages
{
    private const int PdvHeader = 6;
    private const byte Command = 1;
    private const byte Last = 2;

    /// <summary>Longest PDU where the other side sets no bound.</summary>
    private const int Unbounded = 1 << 20;

    public static void Write(Wording to, Elements scratch, DimseRequest request)
    {
        var hasData = request.Identifier is not null || request.DataLength > 0;
        CommandSet.Write(scratch, request, hasData);
        WriteFragments(to, scratch.Wording, request.ContextId, Command, request.PduLength);
        if (hasData)
        {
            DataSets.Write(scratch, request);
            WriteFragments(to, scratch.Wording, request.ContextId, 0, request.PduLength);
        }
    }

    public static void Write(Wording to, Elements scratch, DimseResponse response)
    {
        var hasData = response.DataLength > 0;
        CommandSet.Write(scratch, response, hasData);
        WriteFragments(to, scratch.Wording, response.Request.ContextId, Command, response.PduLength);
        if (hasData)
        {
            DataSets.Write(scratch, response);
            WriteFragments(to, scratch.Wording, response.Request.ContextId, 0, response.PduLength);
        }
    }

    private static void WriteFragments(Wording to, Wording whole, byte context, byte kind, int pduLength)
    {
        whole.EndStretch();
        var longest = Math.Max(2, (pduLength > 0 ? pduLength : Unbounded) - PdvHeader) & ~1;
        var rest = whole.Total;
        var (number, at) = (0, 0L);
        do
        {
            var length = (int)Math.Min(rest, longest);
            rest -= length;
            to.EndStretch();
            to.Copy([4, 0]);
            to.Big32((uint)(length + PdvHeader));
            to.Big32((uint)(length + 2));
            to.Copy([context, (byte)(kind | (rest == 0 ? Last : 0))]);
            while (length > 0)
            {
                var stretch = whole.Stretches[number];
                var words = whole.Explicit(in stretch)[(int)Math.Min(at, stretch.Length)..];
                var part = (int)Math.Min(length, stretch.Total - at);
                to.Copy(words[..Math.Min(words.Length, part)]);
                to.Bulk(part - words.Length);
                (length, at) = (length - part, at + part);
                if (at == stretch.Total)
                {
                    (number, at) = (number + 1, 0);
                }
            }
        }
        while (rest > 0);

        to.EndStretch();
    }
}
