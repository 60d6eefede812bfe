using System.Numerics;
using System.Runtime.Intrinsics;

namespace Sensor.Dissectors.Pumps.Compiled.Values;

/// <summary>How records of a list are told apart and what stands where in them. Immutable.</summary>
/// <param name="By">Between records.</param>
/// <param name="FieldBy">Between fields of a record.</param>
/// <param name="Count">Fields of a record; the last takes what is left of it.</param>
/// <param name="Address">Place of the field that says the address; -1 for none.</param>
/// <param name="Key">Place of the key.</param>
/// <param name="Value">Place of the value.</param>
internal sealed record RecordLayout(byte[] By, byte[] FieldBy, int Count, int Address, int Key, int Value);

/// <summary>Reads records one by one.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> data, RecordLayout layout)
{
    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>From where on separators haven't been looked for, and those found before it that haven't been taken: a bit for each place.</summary>
    private int _looked;
    private uint _found;

    private int _at;

    /// <summary>Where the next record begins.</summary>
    public readonly int Place => _at;

    public ReadOnlySpan<byte> Address { get; private set; }

    public ReadOnlySpan<byte> Key { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The next record; false at the end. Fields that aren't there are empty.</summary>
    public bool TryNext()
    {
        Address = Key = Value = default;
        if (_at >= _data.Length)
        {
            return false;
        }

        for (var field = 0; ; field++)
        {
            var end = NextSeparator(field < layout.Count - 1, out var isRecord, out var size);
            Keep(field, _data[_at..end]);
            _at = end + size;
            if (isRecord)
            {
                return true;
            }
        }
    }

    private void Keep(int field, ReadOnlySpan<byte> bytes)
    {
        if (field == layout.Address)
        {
            Address = bytes;
        }
        else if (field == layout.Key)
        {
            Key = bytes;
        }
        else if (field == layout.Value)
        {
            Value = bytes;
        }
    }

    /// <summary>The next end of a record, or where that is wanted of a field; the end of the data ends a record.</summary>
    private int NextSeparator(bool orOfField, out bool isRecord, out int size)
    {
        while (true)
        {
            while (_found == 0)
            {
                if (_looked >= _data.Length)
                {
                    (isRecord, size) = (true, 0);
                    return _data.Length;
                }

                _found = Look(_data, _looked, layout.By[0], layout.FieldBy[0]);
                _looked += Width;
            }

            var at = _looked - Width + BitOperations.TrailingZeroCount(_found);
            _found &= _found - 1;
            var rest = _data[at..];
            isRecord = rest.BeginsWith(layout.By);
            if (at >= _at && (isRecord || (orOfField && rest.BeginsWith(layout.FieldBy))))
            {
                size = isRecord ? layout.By.Length : layout.FieldBy.Length;
                return at;
            }
        }
    }

    private const int Width = 32;

    /// <summary>Where either byte is among <see cref="Width"/> of a place.</summary>
    private static uint Look(ReadOnlySpan<byte> data, int from, byte one, byte other)
    {
        if (data.Length >= Width)
        {
            // The last ones again where there are fewer.
            var at = Math.Min(from, data.Length - Width);
            var bytes = Vector256.Create(data[at..]);
            return (Vector256.Equals(bytes, Vector256.Create(one)) | Vector256.Equals(bytes, Vector256.Create(other))).ExtractMostSignificantBits() >> (from - at);
        }

        var found = 0u;
        for (var i = from; i < data.Length; i++)
        {
            found |= data[i] == one || data[i] == other ? 1u << (i - from) : 0;
        }

        return found;
    }
}
