using System.Globalization;
using System.Text;
using Sensor.Dissectors.Contract;

namespace Sensor.Benchmarks.Pumps;

/// <summary>Small frames as controllers and pumps exchange them all day: first those of both sides that introduce them, then those that are repeated.</summary>
public static class MeasuredFrames
{
    public static IReadOnlyList<(Direction Direction, byte[] Bytes)> Alaris { get; } =
    [
        .. Exchange("COMMS_PROTOCOL", "COMMS_PROTOCOL^Asena Rev 2.1.5"), .. Exchange("INST_SERIALNO", "INST_SERIALNO^8002-51740"),
        .. Exchange("REMOTE_CTRL^ENABLED^3CC1", "REMOTE_CTRL^ENABLED^****^PERMIT^0^ms"), .. Exchange("INF_START", "INF_START"),
        .. Enumerable.Range(1, 30).SelectMany(Rates),
        .. Exchange("INF_STOP", "INF_STOP"), .. Exchange("REMOTE_CTRL^DISABLED", "REMOTE_CTRL^DISABLED^^"),
    ];

    /// <summary>Rates are set, no two the same: nothing that was seen before helps.</summary>
    public static IReadOnlyList<(Direction Direction, byte[] Bytes)> AlarisUnlike { get; } =
    [
        .. Exchange("INST_SERIALNO", "INST_SERIALNO^8002-51740"),
        .. Enumerable.Range(1000, 2000).Select(i => FormattableString.Invariant($"INF_RATE^{i / 100}.{i % 100:D2}^ml/h")).SelectMany(rate => Exchange(rate, rate)),
    ];

    public static IReadOnlyList<(Direction Direction, byte[] Bytes)> Bcc { get; } =
    [
        (Direction.ToServer, Block("ICU7/1/1>ADMIN:ALIVE")), (Direction.ToClient, Block("ICU7/1/1>0,50100,GNACK,0")),
        (Direction.ToServer, Block("ICU7/1/1>MEM:GET")), (Direction.ToClient, Block("ICU7/1/1>1,50111,INSERNUM,4711\u001e1,50112,INSERNUM,4712")),
        .. Enumerable.Range(1, 60).SelectMany(i => new[]
        {
            (Direction.ToServer, Block("ICU7/1/1>MEM:GET")),
            (Direction.ToClient, Block(FormattableString.Invariant($"ICU7/1/1>{i},50111,INRT,{12 + (i / 10)}.50\u001e{i},50111,INVI,1.{i}\u001e{i},50111,INM3,{(i / 25) & 1}"))),
        }),
    ];

    private static (Direction, byte[])[] Rates(int i) =>
    [
        .. Exchange("INF_RATE", FormattableString.Invariant($"INF_RATE^{20 + (i / 10)}.50^ml/h")),
        .. Exchange("INST_SERIALNO", "INST_SERIALNO^8002-51740"),
        .. Exchange("REMOTE_CTRL^ENABLED^3CC1", "REMOTE_CTRL^ENABLED^****^PERMIT^0^ms"),
        .. SetAndAnswer(i),
    ];

    private static (Direction, byte[])[] SetAndAnswer(int i)
    {
        var rate = FormattableString.Invariant($"INF_RATE^{20 + (i / 5)}.00^ml/h");
        return i % 5 == 0 ? Exchange(rate, rate) : [];
    }

    private static (Direction, byte[])[] Exchange(string asked, string answered) => [(Direction.ToServer, Line(asked)), (Direction.ToClient, Line(answered))];

    private static byte[] Line(string body)
    {
        var crc = 0xffff;
        foreach (var b in Encoding.Latin1.GetBytes(body))
        {
            crc ^= b << 8;
            for (var i = 0; i < 8; i++)
            {
                crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
            }
        }

        return Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"!{body}|{crc:X4}\r"));
    }

    private static byte[] Block(string body)
    {
        var text = Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\u0001{body.Length + 14:D5}\u0002{body}\u0003"));
        return [.. text, .. Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Sum(b => b) % 256:D5}\u0004"))];
    }
}
