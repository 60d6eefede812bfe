using System.Buffers.Binary;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>A PDU or a command in a stream, and which bytes of the stream it is.</summary>
internal readonly record struct Piece(string Name, PlainStream Stream, int At, int Length)
{
    /// <summary>Of a command: its message id, or the one it answers.</summary>
    public int MessageId { get; init; }

    public bool TouchesAny(HashSet<int> frames) => Stream.FramesOf(At, Length).Any(frames.Contains);
}

/// <summary>Reads DICOM out of laid-out streams without any cleverness: header by header from the first byte, as PS3.8 and PS3.7 have it.</summary>
internal sealed class PlainDicom
{
    private static readonly string[] _pdus = ["", "A-ASSOCIATE-RQ", "A-ASSOCIATE-AC", "A-ASSOCIATE-RJ", "P-DATA-TF", "A-RELEASE-RQ", "A-RELEASE-RP", "A-ABORT"];

    private static readonly Dictionary<int, string> _commands = new()
    {
        [0x0001] = "C-STORE", [0x0010] = "C-GET", [0x0020] = "C-FIND", [0x0021] = "C-MOVE", [0x0030] = "C-ECHO",
        [0x0100] = "N-EVENT-REPORT", [0x0110] = "N-GET", [0x0120] = "N-SET", [0x0130] = "N-ACTION", [0x0140] = "N-CREATE", [0x0150] = "N-DELETE",
    };

    public List<Piece> Pdus { get; } = [];

    /// <summary>Command sets: the PDV that holds one, with its PDU's header when it is the first in there.</summary>
    public List<Piece> Commands { get; } = [];

    public long PdvBytes { get; private set; }

    public static PlainDicom Read(PlainCapture capture)
    {
        var dicom = new PlainDicom();
        foreach (var stream in capture.Streams.Where(s => s.Has(0, 6) && s.Bytes[0] is >= 1 and <= 7 && s.Bytes[1] == 0))
        {
            dicom.ReadPdus(stream);
        }

        return dicom;
    }

    private void ReadPdus(PlainStream stream)
    {
        for (var at = 0; stream.Has(at, 6);)
        {
            var type = stream.Bytes[at];
            var length = BinaryPrimitives.ReadInt32BigEndian(stream.Bytes[(at + 2)..]);
            Assert.InRange(type, 1, 7);
            Pdus.Add(new Piece(_pdus[type], stream, at, 6));
            if (type == 4)
            {
                ReadPdvs(stream, at, at + 6 + length);
            }

            at += 6 + length;
        }
    }

    private void ReadPdvs(PlainStream stream, int pdu, int end)
    {
        for (var at = pdu + 6; at < end && stream.Has(at, 6);)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(stream.Bytes[at..]);
            var isCommand = (stream.Bytes[at + 5] & 1) != 0;
            if (!isCommand)
            {
                PdvBytes += length - 2;
            }
            else if (Number(stream, at + 6, at + 4 + length, 0x0100) is { } field)
            {
                var name = field == 0x0FFF ? "C-CANCEL-RQ" : _commands[field & 0x7FFF] + ((field & 0x8000) != 0 ? "-RSP" : "-RQ");
                var from = at == pdu + 6 ? pdu : at;
                Commands.Add(new Piece(name, stream, from, at + 4 + length - from)
                {
                    MessageId = Number(stream, at + 6, at + 4 + length, (field & 0x8000) != 0 ? 0x0120 : 0x0110) ?? 0,
                });
            }

            at += 4 + length;
        }
    }

    /// <summary>The value of a command's element of two bytes, group 0000.</summary>
    private static int? Number(PlainStream stream, int at, int end, int element)
    {
        while (at + 8 <= end && stream.Has(at, 8))
        {
            var tag = BinaryPrimitives.ReadUInt32LittleEndian(stream.Bytes[at..]);
            var length = BinaryPrimitives.ReadInt32LittleEndian(stream.Bytes[(at + 4)..]);
            if (tag == (uint)element << 16)
            {
                return stream.Has(at + 8, 2) ? BinaryPrimitives.ReadUInt16LittleEndian(stream.Bytes[(at + 8)..]) : null;
            }

            at += 8 + length;
        }

        return null;
    }
}
