using Sensor.Dissectors.Contract;

namespace Sensor.Capture;

/// <summary>
/// Names of hosts that captures bring along. Whoever wrote the capture, or wrote into it, says so: nothing to rely on. Bounded, whatever they hold. Written
/// by the reader, asked when all is read.
/// </summary>
internal sealed class HostNames
{
    /// <summary>Most names of all captures, of one address, and most bytes of one (RFC 1035 section 3.1, without length bytes).</summary>
    public const int MaxNames = 65_536, MaxOfAddress = 8, MaxLength = 253;

    private readonly Dictionary<string, SortedSet<string>> _byAddress = [];
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>Takes a name of an address, IP or MAC, in the form results show it in.</summary>
    /// <returns>False when it is too long or there is no room. One that is known already is taken.</returns>
    public bool TryAdd(string address, ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxLength)
        {
            return false;
        }

        var text = ReadableText.Of(name);
        var names = _byAddress.GetValueOrDefault(address);
        if (names?.Contains(text) == true)
        {
            return true;
        }

        if (_count == MaxNames || names?.Count == MaxOfAddress)
        {
            return false;
        }

        if (names is null)
        {
            names = new SortedSet<string>(StringComparer.Ordinal);
            _byAddress.Add(address, names);
        }

        _count++;
        return names.Add(text);
    }

    /// <summary>Names of an address, in ordinal order.</summary>
    public IEnumerable<string> Of(string address) => _byAddress.GetValueOrDefault(address) ?? [];
}
