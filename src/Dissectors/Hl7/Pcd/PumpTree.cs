namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>
/// The pumps of a message and the systems they are plugged into, by their places (OBX-4). At most <see cref="MaxParts"/>; what has no room is
/// passed over. A place that is given another name, or another patient, is another device: gateways put several into one message.
/// </summary>
internal sealed class PumpTree
{
    public const int MaxParts = 32;

    private PumpPart[] _parts = new PumpPart[2];

    /// <summary>Parts before this one belong to another patient.</summary>
    private int _from;

    public int Count { get; private set; }

    /// <summary>Something had no room.</summary>
    public bool IsShort { get; set; }

    public ref PumpPart this[int index] => ref _parts[index];

    public void Clear()
    {
        (Count, _from, IsShort) = (0, 0, false);
    }

    /// <summary>What follows stands in a tree of its own.</summary>
    public void Part() => _from = Count;

    /// <summary>The part at a place; -1 where it can't be kept.</summary>
    public int At(in DevicePath path)
    {
        var system = SystemOf(path);
        if (path.Pump == 0)
        {
            return system >= 0 ? system : AddSystem(path);
        }

        for (var i = Count - 1; i >= _from; i--)
        {
            if (_parts[i].Path.Pump == path.Pump && _parts[i].Path.System == path.System && _parts[i].Parent == system)
            {
                return i;
            }
        }

        return Add(path, system);
    }

    /// <summary>Another device at a place that had one.</summary>
    public int Renew(in DevicePath path) => path.Pump == 0 ? Add(path, -1) : Add(path, SystemOf(path));

    public int Add(in DevicePath path, int parent)
    {
        if (Count == MaxParts)
        {
            IsShort = true;
            return -1;
        }

        if (Count == _parts.Length)
        {
            Array.Resize(ref _parts, Count * 2);
        }

        _parts[Count] = new PumpPart { Path = new DevicePath(path.System, path.Pump, 0, 0), Parent = parent };
        return Count++;
    }

    /// <summary>How many pumps a system has.</summary>
    public int PumpsOf(int system)
    {
        var count = 0;
        for (var i = 0; i < Count; i++)
        {
            count += _parts[i].IsPump && _parts[i].Parent == system ? 1 : 0;
        }

        return count;
    }

    private int SystemOf(in DevicePath path)
    {
        for (var i = Count - 1; i >= _from; i--)
        {
            if (_parts[i].Path.Pump == 0 && _parts[i].Path.System == path.System)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Pumps may be told of before their system.</summary>
    private int AddSystem(in DevicePath path)
    {
        var system = Add(path, -1);
        for (var i = _from; i < Count - 1 && system >= 0; i++)
        {
            if (_parts[i].Path.System == path.System && _parts[i].Path.Pump != 0)
            {
                _parts[i].Parent = system;
            }
        }

        return system;
    }
}
