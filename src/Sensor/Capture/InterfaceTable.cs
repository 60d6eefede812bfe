namespace Sensor.Capture;

/// <summary>The capture interfaces of all inputs. Written by the reader, asked by anyone.</summary>
internal sealed class InterfaceTable
{
    /// <summary>Stands for all interfaces beyond the bound.</summary>
    private const ushort Other = ushort.MaxValue;

    /// <summary>Interfaces with a number of their own.</summary>
    public const int Max = Other;

    private readonly Lock _adding = new();
    private readonly Dictionary<(int, string?), ushort> _same = [];
    private volatile string?[] _names = [];
    private int _count;
    private long _refused;

    /// <summary>Interfaces that share one number.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>A new interface, different from all others.</summary>
    public ushort Add(string? name)
    {
        lock (_adding)
        {
            if (_count == Max)
            {
                _refused++;
                return Other;
            }

            if (_count == _names.Length)
            {
                var larger = new string?[Math.Min(Max, Math.Max(4, 2 * _count))];
                _names.CopyTo(larger, 0);
                _names = larger;
            }

            _names[_count] = name;
            return (ushort)_count++;
        }
    }

    /// <summary>The same interface as before where place and name are the same: the next file of one and the same capture.</summary>
    public ushort FindOrAdd(int place, string? name)
    {
        lock (_adding)
        {
            if (!_same.TryGetValue((place, name), out var number))
            {
                number = Add(name);
                if (number != Other)
                {
                    _same[(place, name)] = number;
                }
            }

            return number;
        }
    }

    public string? NameOf(ushort number)
    {
        var names = _names;
        return number < names.Length ? names[number] : null;
    }
}
