using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Commands;

/// <summary>A code that follows from what the pump has said. Immutable.</summary>
/// <param name="Slot">Of the code.</param>
/// <param name="Kind">How it follows.</param>
/// <param name="Sum">Of <see cref="CodeKind.Checksum"/>.</param>
internal sealed record CodePlan(int Slot, CodeKind Kind, Checksum? Sum)
{
    /// <param name="code">As the request has it.</param>
    /// <param name="of">As the pump said it; empty where it hasn't.</param>
    public Tristate IsRight(ReadOnlySpan<byte> code, ReadOnlySpan<byte> of)
    {
        if (code.IsEmpty || of.IsEmpty)
        {
            return Tristate.Unknown;
        }

        var isRight = Kind switch
        {
            CodeKind.Checksum => Sum is not null && code.Length == Sum.Size && Sum.Holds(of, code),
            CodeKind.Complement => IsComplement(code, of),
            _ => code.SequenceEqual(of),
        };
        return isRight ? Tristate.Yes : Tristate.No;
    }

    private static bool IsComplement(ReadOnlySpan<byte> code, ReadOnlySpan<byte> of)
    {
        for (var i = 0; i < of.Length; i++)
        {
            if (code.Length != of.Length || code[i] != (byte)~of[i])
            {
                return false;
            }
        }

        return true;
    }
}
