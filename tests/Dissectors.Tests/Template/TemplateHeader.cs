using System.Buffers.Binary;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Template;

/// <summary>
/// 1. The grammar: bytes in, a typed view out, no state, no allocation, one place for every bounds check. Name the section of the specification
/// beside each rule. This imaginary protocol has one kind of message:
/// <code>
/// 0  'T' 'P'      mark
/// 2  'Q' or 'A'   question or answer
/// 3  code         of a question its command, of an answer its status (0: done)
/// 4  id           16 bits, big-endian; an answer repeats its question's
/// 6  length       32 bits, big-endian, of the body
/// 10 body         of a question: length of a name, the name, bulk data
/// </code>
/// </summary>
public readonly record struct TemplateHeader(bool IsQuestion, byte Code, ushort Id, uint BodyLength)
{
    public const int Length = 10;

    /// <summary>Longest name that is asked for; together with the header and its length byte the most that is ever held.</summary>
    public const int MaxName = 32;

    /// <summary>What the front of the bytes looks like; the probe and the search after damage both use it.</summary>
    public static Verdict Recognise(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 0 && bytes[0] != (byte)'T' ? Verdict.NotMine
        : bytes.Length > 1 && bytes[1] != (byte)'P' ? Verdict.NotMine
        : bytes.Length > 2 && bytes[2] is not ((byte)'Q' or (byte)'A') ? Verdict.NotMine
        : bytes.Length > 2 ? Verdict.Certain
        : Verdict.Unsure;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out TemplateHeader header)
    {
        header = default;
        if (bytes.Length < Length || Recognise(bytes) != Verdict.Certain)
        {
            return false;
        }

        header = new TemplateHeader(
            bytes[2] == (byte)'Q', bytes[3], BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[6..]));
        return true;
    }

    public static ReadOnlySpan<byte> CommandName(byte code) => code switch { 1 => "GET"u8, 2 => "PUT"u8, _ => "?"u8 };
}
