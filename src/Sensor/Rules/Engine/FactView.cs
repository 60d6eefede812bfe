using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Rules.Language;
using Sensor.Site;

namespace Sensor.Rules.Engine;

/// <summary>Which end of a fact: an event's <c>src_ip</c> did it, <c>dest_ip</c> had it done.</summary>
internal enum Side : byte
{
    Source,
    Destination,
}

/// <summary>The fact at hand as rules see it: what is asked of it is read when it is asked for, each value once. One object, used for every fact; analysis thread only.</summary>
internal sealed class FactView(NameDirectory names, SiteKnowledge site, DeviceTable devices)
{
    /// <summary>Fields of a kind of fact; slots from here on are its surroundings.</summary>
    public const int MaxFields = 64;

    /// <summary>Words whose keys are remembered.</summary>
    private const int MaxWords = 16_384;

    private readonly FieldValue[] _values = new FieldValue[MaxFields + Surroundings.All.Count];
    private readonly long[] _read = new long[MaxFields + Surroundings.All.Count];
    private readonly Dictionary<string, ulong> _words = new(ReferenceEqualityComparer.Instance);
    private byte[] _body = new byte[256];
    private int _length;
    private long _turn;
    private FactHeader _header;
    private Device? _client, _server;

    /// <summary>Null while nothing but surroundings is looked at.</summary>
    public FactKind? Kind { get; private set; }

    public ref readonly FactHeader Header => ref _header;

    /// <summary>Packet time, never running backwards.</summary>
    public long Now { get; private set; } = long.MinValue;

    public SiteKnowledge Site { get; set; } = site;

    public IpAddress Source => AddressOf(Side.Source);

    public IpAddress Destination => AddressOf(Side.Destination);

    public LocalTime LocalTime => Site.LocalTimeAt(_header.Time);

    /// <summary>The maintenance window in which one of the ends is, or null.</summary>
    public MaintenanceWindow? Maintenance => Site.MaintenanceOf(Source, _header.Time) ?? Site.MaintenanceOf(Destination, _header.Time);

    public ref readonly FieldValue this[int slot]
    {
        get
        {
            if (_read[slot] != _turn)
            {
                Read(slot);
            }

            return ref _values[slot];
        }
    }

    /// <summary>Looks at the next fact.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="header">Its header.</param>
    /// <param name="body">Its body; not used beyond this call.</param>
    /// <param name="client">The flow's client, if it is a device.</param>
    /// <param name="server">The flow's server, if it is a device.</param>
    public void Begin(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        Begin(kind, in header, client, server);
        if (body.Length > _body.Length)
        {
            _body = new byte[body.Length];
        }

        body.CopyTo(_body);
        _length = body.Length;
    }

    /// <summary>The same for a fact without a body: <see cref="Set"/> gives its values.</summary>
    public void Begin(FactKind? kind, in FactHeader header, Device? client, Device? server)
    {
        Kind = kind;
        _header = header;
        (_client, _server) = (client, server);
        Pass(header.Time);
        _turn++;
    }

    /// <summary>Looks only at what surrounds a fact.</summary>
    public void Look(in FactHeader header) => Begin(null, in header, devices.Find(header.Flow.Client), devices.Find(header.Flow.Server));

    /// <summary>Looks at no fact but at two addresses, and what surrounds them at a time.</summary>
    public void Look(in IpAddress source, in IpAddress destination, long time)
    {
        var header = new FactHeader
        {
            Time = time,
            Ordinal = _header.Ordinal,
            Partition = _header.Partition,
            Flow = new FlowIdentity { Client = source, Server = destination },
            Actor = Endpoint.Client,
        };
        Look(in header);
    }

    public void Set(int slot, in FieldValue value)
    {
        _values[slot] = value;
        _read[slot] = _turn;
    }

    /// <summary>Time goes on, also with facts that no rule looks at.</summary>
    public void Pass(long time) => Now = Math.Max(Now, time);

    /// <summary>The packets' clock was put back.</summary>
    public void StepBack(long now) => Now = now;

    public Device? Device(Side side) => End(side) == Endpoint.Client ? _client : _server;

    /// <summary>The device of an address, which is mostly one of the fact's ends.</summary>
    public Device? DeviceOf(in IpAddress address) => address == Source ? Device(Side.Source) : address == Destination ? Device(Side.Destination) : devices.Find(address);

    public IpAddress AddressOf(Side side) => End(side) == Endpoint.Client ? _header.Flow.Client : _header.Flow.Server;

    public ushort Port(Side side) => End(side) == Endpoint.Client ? _header.Flow.ClientPort : _header.Flow.ServerPort;

    public Segment? Segment(Side side) => Site.SegmentOf(AddressOf(side), _header.Flow.Vlan);

    public KnownSystem? System(Side side) => Site.SystemOf(AddressOf(side));

    /// <summary>The device knows what the site states of it; who never spoke is no device.</summary>
    public string? Role(Side side) => Device(side)?.Roles.Settled ?? (System(side) is { Roles: [var stated, ..] } ? stated : null);

    public string? Criticality(Side side) => Site.CriticalityOf(AddressOf(side), _header.Flow.Vlan).Word();

    public bool IsClinical(Side side) => Segment(side)?.IsClinical ?? RoleNames.IsClinical(Role(side));

    /// <summary>Stable key of a word from a small set; 0 for none.</summary>
    public ulong KeyOf(string? word)
    {
        if (word is null)
        {
            return 0;
        }

        // The same word is nearly always the same object, the site's or a constant.
        if (!_words.TryGetValue(word, out var key))
        {
            if (_words.Count == MaxWords)
            {
                _words.Clear();
            }

            key = StableKey.Of(word);
            _words.Add(word, key);
        }

        return key;
    }

    private Endpoint End(Side side) => side == Side.Source ? _header.Actor : _header.Actor.Peer();

    private void Read(int slot)
    {
        ref var value = ref _values[slot];
        _read[slot] = _turn;
        if (slot >= MaxFields)
        {
            Surroundings.Read(slot, this, ref value);
            return;
        }

        var field = Kind!.FieldAt(slot);
        var body = _body.AsSpan(0, _length);
        switch (field.Type)
        {
            case FieldType.Name:
                var name = names[field.NameOf(body)];
                value.SetText(name.Text, name.Key);
                break;
            case FieldType.Id:
                var id = field.Id(body);
                value.Key = id.IsNone ? 0 : StableKey.Combine(id.High, id.Low);
                break;
            case FieldType.Choice:
                value.SetChoice((int)field.Number(body));
                break;
            case FieldType.Flag:
                value.SetFlag(field.Number(body) != 0);
                break;
            default:
                value.Number = field.Number(body);
                break;
        }
    }
}
