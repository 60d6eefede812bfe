using Sensor.Dissectors.Contract;

namespace Sensor.Capture;

/// <summary>
/// Names of hosts that captures bring along. Whoever wrote the capture, or whoever wrote into it, says so: nothing to rely on. Bounded, whatever they hold.
/// Written by the reader; asked by anyone.
/// </summary>
internal sealed class HostNames
{
    /// <summary>Most names of all captures, of one address, and most bytes of one (RFC 1035 section 3.1, without length bytes).</summary>
    public const int MaxNames = 65_536, MaxOfAddress = 8, MaxLength = 253;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedSet<string>> _byAddress = [];
    private int _count;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _count == 0;
            }
        }
    }

    /// <summary>Takes a name of an address, IP or MAC, in the form results show it in.</summary>
    /// <returns>False when it is too long or there is no room. One that is known already is taken.</returns>
    public bool TryAdd(string address, ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxLength)
        {
            return false;
        }

        var text = ReadableText.Of(name);
        lock (_gate)
        {
            if (!_byAddress.TryGetValue(address, out var names))
            {
                names = new SortedSet<string>(StringComparer.Ordinal);
                if (_count < MaxNames)
                {
                    _byAddress.Add(address, names);
                }
            }

            if (names.Contains(text))
            {
                return true;
            }

            if (_count == MaxNames || names.Count == MaxOfAddress)
            {
                return false;
            }

            _count++;
            return names.Add(text);
        }
    }

    /// <summary>Names of an address, in ordinal order.</summary>
    public IReadOnlyList<string> Of(string address)
    {
        lock (_gate)
        {
            return _byAddress.TryGetValue(address, out var names) ? [.. names] : [];
        }
    }
}
