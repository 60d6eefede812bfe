namespace Sensor.Capture;

/// <summary>The capture interfaces of all inputs. Written by the reader, asked by anyone.</summary>
internal sealed class InterfaceTable
{
    /// <summary>Stands for all interfaces beyond the bound.</summary>
    private const ushort Other = ushort.MaxValue;

    private readonly Lock _adding = new();
    private readonly Dictionary<(int, string?), ushort> _same = [];
    private volatile string?[] _names = [];

    /// <summary>A new interface, different from all others.</summary>
    public ushort Add(string? name)
    {
        lock (_adding)
        {
            if (_names.Length == Other)
            {
                return Other;
            }

            _names = [.. _names, name];
            return (ushort)(_names.Length - 1);
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
                _same[(place, name)] = number;
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
