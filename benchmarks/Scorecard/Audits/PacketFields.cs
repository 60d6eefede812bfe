using System.Buffers.Binary;
using Hospital.Kernel;

namespace Scorecard.Audits;

/// <summary>Reads a frame's raw fields in the order of <see cref="RawField.OfPackets"/>. A reader of its own: it shares nothing with who wrote the frame.</summary>
internal static class PacketFields
{
    public static double[] Read(long time, ReadOnlySpan<byte> frame, int originalLength)
    {
        var values = new List<double>(RawField.OfPackets.Count);
        AddTimes(values, time);
        values.AddRange([frame.Length, originalLength, originalLength - frame.Length]);
        values.AddRange([UInt24(frame[6..]), UInt24(frame), UInt24(frame[9..]), UInt24(frame[3..])]);
        if (frame.Length >= 34 && BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == 0x0800)
        {
            AddIp(values, frame[14..]);
        }

        while (values.Count < RawField.OfPackets.Count)
        {
            values.Add(double.NaN);
        }

        return [.. values];
    }

    /// <summary>UTC: an attack by local time is no less one by UTC within a few weeks.</summary>
    public static void AddTimes(List<double> values, long time) =>
        values.AddRange(
        [
            time % Nanos.Day / Nanos.Hour,
            time % Nanos.Hour / Nanos.Minute,
            time % Nanos.Minute / Nanos.Second,
            time % Nanos.Second / Nanos.Millisecond,
            time % Nanos.Millisecond / Nanos.Microsecond,
        ]);

    private static void AddIp(List<double> values, ReadOnlySpan<byte> ip)
    {
        values.AddRange([ip[13], ip[17], ip[14], ip[18], ip[15], ip[19]]);
        values.AddRange([BinaryPrimitives.ReadUInt16BigEndian(ip[4..]), BinaryPrimitives.ReadUInt16BigEndian(ip[6..]), ip[8]]);
        var header = (ip[0] & 15) * 4;
        if (ip[9] is not (6 or 17) || ip.Length < header + 8)
        {
            return;
        }

        var transport = ip[header..];
        var (from, to) = (BinaryPrimitives.ReadUInt16BigEndian(transport), BinaryPrimitives.ReadUInt16BigEndian(transport[2..]));
        values.AddRange([Math.Min(from, to), Math.Max(from, to)]);
        if (ip[9] == 6 && transport.Length >= 20)
        {
            values.AddRange([transport[13], BinaryPrimitives.ReadUInt16BigEndian(transport[14..]), transport[12] >> 4, BinaryPrimitives.ReadUInt16BigEndian(transport[4..]), Timestamp(transport)]);
        }
    }

    /// <summary>RFC 7323, upper half.</summary>
    private static double Timestamp(ReadOnlySpan<byte> tcp)
    {
        var end = Math.Min((tcp[12] >> 4) * 4, tcp.Length);
        for (var at = 20; at + 1 < end && tcp[at] != 0;)
        {
            if (tcp[at] == 8 && at + 10 <= end)
            {
                return BinaryPrimitives.ReadUInt16BigEndian(tcp[(at + 2)..]);
            }

            at += tcp[at] == 1 ? 1 : Math.Max(2, (int)tcp[at + 1]);
        }

        return double.NaN;
    }

    private static double UInt24(ReadOnlySpan<byte> at) => (at[0] << 16) | (at[1] << 8) | at[2];
}
