using System.Globalization;
using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>Puts frames of published protocols together, sums computed bit by bit.</summary>
internal static class Wire
{
    public static byte[] Alaris(string body) => Latin($"!{body}|{Crc(Latin(body), 0xffff):X4}\r");

    public static byte[] Bcc(string body, bool more = false)
    {
        var text = $"\u0001{body.Length + 14:D5}\u0002{body}{(more ? '\u0017' : '\u0003')}";
        return Latin(text + $"{Latin(text).Sum(b => b) % 256:D5}\u0004");
    }

    public static byte[] Dianet(params byte[] body)
    {
        var crc = 0xffff;
        for (var i = 0; i < body.Length * 8; i++)
        {
            // Plain division: no zero bits follow the data.
            crc = (crc << 1) | ((body[i / 8] >> (7 - (i % 8))) & 1);
            crc = (crc & 0x10000) != 0 ? (crc ^ 0x1021) & 0xffff : crc;
        }

        IEnumerable<byte> all = [.. body, (byte)(crc >> 8), (byte)crc];
        return [0x7e, .. all.SelectMany(b => b is 0x7e or 0x7d or 0x80 ? new[] { (byte)0x7d, (byte)(b ^ 0x20) } : [b]), 0x7e];
    }

    public static byte[] Fresenius(string body) => Latin($"\u0002{body}{0xff - (Latin(body).Sum(b => b) & 0xff):X2}\u0003");

    public static byte[] Terumo(string root, byte[]? block) => Terumo(
        $"<?xml version=\"1.0\"?><{root}><DEVID>000100700000001201000001</DEVID>{(block is null ? "" : $"<CMD>{Convert.ToBase64String(block)}</CMD>")}</{root}>");

    public static byte[] Terumo(string xml) => Latin($"\u0002{xml}{Crc(Latin(xml), 0):X4}\u0003");

    public static Turn Asks(byte[] bytes) => new(Direction.ToServer, bytes);

    public static Turn Answers(byte[] bytes) => new(Direction.ToClient, bytes);

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    public static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Crc(byte[] bytes, int crc)
    {
        foreach (var b in bytes)
        {
            crc ^= b << 8;
            for (var i = 0; i < 8; i++)
            {
                crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
            }
        }

        return crc;
    }
}
