namespace Sensor.Dissectors.Dicom;

/// <summary>Command fields (0000,0100) and their standard names (PS3.7 E.1).</summary>
public static class DimseCommand
{
    public const ushort StoreRequest = 0x0001;
    public const ushort GetRequest = 0x0010;
    public const ushort FindRequest = 0x0020;
    public const ushort MoveRequest = 0x0021;
    public const ushort EventReportRequest = 0x0100;
    public const ushort CancelRequest = 0x0FFF;

    /// <summary>Set in every response.</summary>
    public const ushort ResponseBit = 0x8000;

    /// <summary>Length of the text of a command that has no name: <c>0xNNNN</c>.</summary>
    public const int HexLength = 6;

    /// <summary>Known commands; their indices follow the ordinal order of the names.</summary>
    public const int Count = 23;

    public static bool IsResponse(ushort field) => (field & ResponseBit) != 0;

    /// <summary>Index of a known command, -1 for others.</summary>
    public static int IndexOf(ushort field) => field switch
    {
        CancelRequest => 0,
        0x0030 => 1,
        0x8030 => 2,
        FindRequest => 3,
        0x8020 => 4,
        GetRequest => 5,
        0x8010 => 6,
        MoveRequest => 7,
        0x8021 => 8,
        StoreRequest => 9,
        0x8001 => 10,
        0x0130 => 11,
        0x8130 => 12,
        0x0140 => 13,
        0x8140 => 14,
        0x0150 => 15,
        0x8150 => 16,
        EventReportRequest => 17,
        0x8100 => 18,
        0x0110 => 19,
        0x8110 => 20,
        0x0120 => 21,
        0x8120 => 22,
        _ => -1,
    };

    /// <summary>Name of the command with an index, such as <c>C-STORE-RQ</c>.</summary>
    public static ReadOnlySpan<byte> NameAt(int index) => index switch
    {
        0 => "C-CANCEL-RQ"u8,
        1 => "C-ECHO-RQ"u8,
        2 => "C-ECHO-RSP"u8,
        3 => "C-FIND-RQ"u8,
        4 => "C-FIND-RSP"u8,
        5 => "C-GET-RQ"u8,
        6 => "C-GET-RSP"u8,
        7 => "C-MOVE-RQ"u8,
        8 => "C-MOVE-RSP"u8,
        9 => "C-STORE-RQ"u8,
        10 => "C-STORE-RSP"u8,
        11 => "N-ACTION-RQ"u8,
        12 => "N-ACTION-RSP"u8,
        13 => "N-CREATE-RQ"u8,
        14 => "N-CREATE-RSP"u8,
        15 => "N-DELETE-RQ"u8,
        16 => "N-DELETE-RSP"u8,
        17 => "N-EVENT-REPORT-RQ"u8,
        18 => "N-EVENT-REPORT-RSP"u8,
        19 => "N-GET-RQ"u8,
        20 => "N-GET-RSP"u8,
        21 => "N-SET-RQ"u8,
        22 => "N-SET-RSP"u8,
        _ => default,
    };

    /// <summary>The name, or <c>0xNNNN</c> written into <paramref name="scratch"/> (<see cref="HexLength"/> bytes).</summary>
    public static ReadOnlySpan<byte> Name(ushort field, Span<byte> scratch)
    {
        var index = IndexOf(field);
        return index >= 0 ? NameAt(index) : Hex(field, scratch);
    }

    /// <summary>The operation's name, without <c>-RQ</c> or <c>-RSP</c>.</summary>
    public static ReadOnlySpan<byte> Operation(ushort field, Span<byte> scratch)
    {
        var index = IndexOf(field);
        return index < 0 ? Hex(field, scratch) : IsResponse(field) ? NameAt(index)[..^4] : NameAt(index)[..^3];
    }

    private static ReadOnlySpan<byte> Hex(ushort field, Span<byte> scratch)
    {
        scratch[0] = (byte)'0';
        scratch[1] = (byte)'x';
        for (var i = 0; i < 4; i++)
        {
            scratch[2 + i] = "0123456789ABCDEF"u8[(field >> (12 - (4 * i))) & 15];
        }

        return scratch[..HexLength];
    }
}
