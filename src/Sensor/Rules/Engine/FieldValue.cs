using Sensor.Dissectors.Packets;
using Sensor.Facts;

namespace Sensor.Rules.Engine;

/// <summary>A value as conditions read it.</summary>
internal struct FieldValue
{
    /// <summary>A number; of a flag 0 or 1; of a choice the index.</summary>
    public double Number;

    /// <summary>Stable key of a text, a pseudonym or an address, 0 for none; of a choice the index and 1, of a flag 0 or 1.</summary>
    public ulong Key;

    /// <summary>What it reads as, of a text; null for other sorts.</summary>
    public string? Text;

    public void SetFlag(bool value) => (Number, Key) = value ? (1, 1UL) : (0, 0UL);

    public void SetChoice(int index) => (Number, Key) = (index, (ulong)index + 1);

    public void SetText(string text, ulong key) => (Text, Key) = (text, key);

    public void SetAddress(in IpAddress address) => Key = address.IsUnspecified ? 0 : StableKey.Combine(address.High, address.Low);
}
