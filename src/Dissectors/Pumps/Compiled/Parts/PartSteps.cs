using System.Buffers;
using System.Runtime.CompilerServices;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Parts;

/// <summary>Takes a piece from the front of what is left. Immutable, shared by all partitions.</summary>
internal abstract class PartStep
{
    /// <summary>False where the message doesn't fit.</summary>
    public abstract bool Take(ref Excerpt excerpt, ref Slot rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Slot After(Slot rest, int used) => new(rest.Start + used, rest.Length - used);
}

internal sealed class LiteralStep(byte[] bytes) : PartStep
{
    public override bool Take(ref Excerpt excerpt, ref Slot rest)
    {
        if (!excerpt[rest].BeginsWith(bytes))
        {
            return false;
        }

        rest = After(rest, bytes.Length);
        return true;
    }
}

internal sealed class SkipStep(int size) : PartStep
{
    public override bool Take(ref Excerpt excerpt, ref Slot rest)
    {
        if (rest.Length < size)
        {
            return false;
        }

        rest = After(rest, size);
        return true;
    }
}

/// <summary>A field, from the front or from a place of its own.</summary>
internal sealed class FieldStep(FieldPart part, int slot) : PartStep
{
    private readonly int _size = part.Size ?? Numbers.SizeOf(part.Value.Type);
    private readonly byte[]? _until = part.Until;
    private readonly SearchValues<byte>? _while = Values(part.While);
    private readonly SearchValues<byte>? _of = Values(part.Of);
    private readonly bool _isOptional = part.IsOptional;
    private readonly bool _isTrimmed = part.Trim;
    private readonly FieldDecoding _decoding = part.Decoding;
    private readonly byte[]? _mask = part.Mask == 0 ? null : Numbers.Written(part.Value.Type, part.Mask);

    public override bool Take(ref Excerpt excerpt, ref Slot rest)
    {
        var bytes = excerpt[rest];
        int length, used;
        if (_until is not null)
        {
            var end = bytes.PlaceOf(_until);
            (length, used) = end < 0 ? (bytes.Length, bytes.Length) : (end, end + _until.Length);
        }
        else if (_while is not null)
        {
            var end = bytes.IndexOfAnyExcept(_while);
            length = used = end < 0 ? bytes.Length : end;
            if (length == 0)
            {
                return _isOptional;
            }
        }
        else if (_size > 0)
        {
            if (bytes.Length < _size)
            {
                return _isOptional;
            }

            length = used = _size;
        }
        else
        {
            length = used = bytes.Length;
        }

        var field = new Slot(rest.Start, length);
        if (_of is not null && bytes[..length].ContainsAnyExcept(_of))
        {
            return _isOptional;
        }

        rest = After(rest, used);
        Put(ref excerpt, field);
        return true;
    }

    /// <summary>Takes all of a piece that something else has cut; false where it must be there and can't be this one.</summary>
    public bool TakeWhole(ref Excerpt excerpt, Slot piece)
    {
        if (_of is not null && excerpt[piece].ContainsAnyExcept(_of))
        {
            return _isOptional;
        }

        Put(ref excerpt, piece);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(ref Excerpt excerpt, Slot field)
    {
        if (_isTrimmed)
        {
            excerpt[field].WithoutBlanks(out var front, out var length);
            field = new Slot(field.Start + front, length);
        }

        field = _decoding == FieldDecoding.None ? field : excerpt.Decode(field, _decoding);
        excerpt.Put(slot, _mask is null ? field : excerpt.Mask(field, _mask));
    }

    private static SearchValues<byte>? Values(ByteSet? set) =>
        set is null ? null : SearchValues.Create([.. Enumerable.Range(0, 256).Select(i => (byte)i).Where(set.Contains)]);
}

/// <summary>The rest, split: pieces that aren't there leave their fields empty, pieces too many are passed over.</summary>
internal sealed class SplitStep(byte[] by, FieldStep?[] fields, bool lastTakesRest) : PartStep
{
    public override bool Take(ref Excerpt excerpt, ref Slot rest)
    {
        for (var i = 0; i < fields.Length && rest.IsThere; i++)
        {
            var bytes = excerpt[rest];
            var end = lastTakesRest && i == fields.Length - 1 ? -1 : bytes.PlaceOf(by);
            var piece = end < 0 ? rest : new Slot(rest.Start, end);
            if (fields[i] is { } field && !field.TakeWhole(ref excerpt, piece))
            {
                return false;
            }

            rest = end < 0 ? Slot.None : After(rest, end + by.Length);
        }

        rest = new Slot(0, 0);
        return true;
    }
}

/// <summary>Keeps all that is left, for who reads it later.</summary>
internal sealed class RestStep(int slot) : PartStep
{
    public override bool Take(ref Excerpt excerpt, ref Slot rest)
    {
        excerpt.Put(slot, rest);
        rest = After(rest, rest.Length);
        return true;
    }
}

/// <summary>A field's bytes have parts of their own; where the field isn't there, neither are they.</summary>
internal sealed class InsideStep(int field, PartStep[] steps) : PartStep
{
    public override bool Take(ref Excerpt excerpt, ref Slot rest)
    {
        var inside = excerpt.At(field);
        if (!inside.IsThere)
        {
            return true;
        }

        foreach (var step in steps)
        {
            if (!step.Take(ref excerpt, ref inside))
            {
                return false;
            }
        }

        return true;
    }
}
