using Sensor.Alerts;
using Sensor.Dissectors.Contract;
using Sensor.Inventory;

namespace Sensor.Rules;

/// <summary>The fact a rule looks at, with its ends as devices.</summary>
internal readonly ref struct RuleFact(in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server, Facts.NameDirectory names)
{
    public readonly ref readonly FactHeader Header = ref header;

    public ReadOnlySpan<byte> Body { get; } = body;

    public Facts.NameDirectory Names { get; } = names;

    /// <summary>Who did it.</summary>
    public Device? Actor => Header.Actor == Endpoint.Client ? client : server;

    /// <summary>To whom.</summary>
    public Device? Target => Header.Actor == Endpoint.Client ? server : client;

    public bool Is<T>()
        where T : unmanaged, IFact<T> => Header.KindId == T.Kind.Id;

    public ref readonly T As<T>()
        where T : unmanaged, IFact<T> => ref System.Runtime.InteropServices.MemoryMarshal.AsRef<T>(Body);
}

/// <summary>Something known without learning. Sees every fact in order; keeps bounded state.</summary>
internal interface IRule
{
    /// <summary>Pairs of addresses whose counts had to be forgotten.</summary>
    long Forgotten { get; }

    void Take(in RuleFact fact, AlertDesk desk);
}
