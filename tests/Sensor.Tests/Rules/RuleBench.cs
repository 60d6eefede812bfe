using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Rules;
using Sensor.Rules.Engine;
using Sensor.Site;
using Sensor.State;

namespace Sensor.Tests.Rules;

/// <summary>A fact as tests show it to rules.</summary>
internal readonly record struct Shown(long Time, int Source, int Destination, Tried Fact)
{
    /// <summary>It is an <see cref="Ended"/> with the same size.</summary>
    public bool IsEnd { get; init; }
}

/// <summary>A rule engine on a bench, which writes down what is found: the rule, the number of the fact, from 1, and what was observed.</summary>
internal sealed class RuleBench : IRuleListener
{
    public const long Second = 1_000_000_000;

    /// <summary>Monday, 2 March 2026, 10 o'clock UTC.</summary>
    public const long Start = 1_772_445_600L * Second;

    private readonly NameDirectory _names = new();
    private readonly Dictionary<string, NameId> _ids = [];
    private FactHeader _header;

    public RuleBench(IReadOnlyList<RuleDefinition> rules, SiteKnowledge? site = null)
    {
        View = new FactView(_names, site ?? SiteKnowledge.Empty, Devices);
        Engine = new RuleEngine(View, this);
        Engine.Adopt(rules);
    }

    public DeviceTable Devices { get; } = new();

    public FactView View { get; }

    public RuleEngine Engine { get; }

    public List<(string Rule, long Number, double Observed, long Since, long Time)> Found { get; } = [];

    public List<string> Explanations { get; } = [];

    /// <summary>Nothing is written down.</summary>
    public bool IsDeaf { get; init; }

    public static IpAddress Address(int number) => IpAddress.FromV4(0x0A01_0000u + (uint)number);

    public NameId Name(string text)
    {
        if (!_ids.TryGetValue(text, out var id))
        {
            id = new NameId(_ids.Count + 1);
            _names.Define(0, id, System.Text.Encoding.UTF8.GetBytes(text));
            _ids.Add(text, id);
        }

        return id;
    }

    /// <summary>Gives names the numbers that they have on another bench.</summary>
    public void KnowNamesOf(RuleBench other)
    {
        foreach (var (text, _) in other._ids.OrderBy(i => i.Value.Value))
        {
            Name(text);
        }
    }

    public void Take(in Shown shown)
    {
        _header.Ordinal++;
        _header.FirstOrdinal = _header.Ordinal;
        _header.Time = shown.Time;
        _header.Flow = new FlowIdentity
        {
            Client = Address(shown.Source),
            Server = Address(shown.Destination),
            ClientPort = 40_000,
            ServerPort = 104,
            Protocol = IpProtocol.Tcp,
        };
        if (shown.IsEnd)
        {
            var ended = new Ended { Size = shown.Fact.Size };
            Engine.Take(Ended.Kind, in _header, MemoryMarshal.AsBytes(new ReadOnlySpan<Ended>(in ended)), null, null);
        }
        else
        {
            var fact = shown.Fact;
            Engine.Take(Tried.Kind, in _header, MemoryMarshal.AsBytes(new ReadOnlySpan<Tried>(in fact)), null, null);
        }
    }

    public RuleBench TakeAll(IEnumerable<Shown> facts)
    {
        foreach (var fact in facts)
        {
            Take(in fact);
        }

        return this;
    }

    /// <summary>Facts from here on have later numbers: as many were seen by another.</summary>
    public void PassOver(int facts) => _header.Ordinal += facts;

    public byte[] Save()
    {
        var writer = new PartWriter();
        Engine.Save(writer);
        return writer.Written.ToArray();
    }

    public bool TryLoad(ReadOnlySpan<byte> saved, bool sameInput = true)
    {
        var reader = new PartReader(saved);
        return Engine.TryLoad(ref reader, new PartOrigin(Engine.Version, sameInput));
    }

    bool IRuleListener.Found(in RuleMatch match, FactView view)
    {
        if (!IsDeaf)
        {
            Found.Add((match.Rule.Slug, _header.Ordinal, match.Observed, match.Since, match.Time));
            Explanations.Add(match.Rule.Explanation.Fill(in match, view));
        }

        return true;
    }
}
