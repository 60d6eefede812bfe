using Sensor.Facts;
using Sensor.Inventory;
using Sensor.State;

namespace Sensor.Detection;

/// <summary>A command of a protocol, with all the keys models know it by.</summary>
internal sealed class Command(string protocol, string text)
{
    public string Text { get; } = text;

    /// <summary>The device uses it.</summary>
    public ulong UsesKey { get; } = StableKey.Of($"{protocol}|uses|{text}");

    /// <summary>It is used on the device.</summary>
    public ulong ServesKey { get; } = StableKey.Of($"{protocol}|serves|{text}");

    public uint Token { get; } = (uint)StableKey.Of($"{protocol}|token|{text}");

    /// <summary>What it does, as far as it alone says.</summary>
    public Deed Deed { get; } = Deeds.Of(text);

    /// <summary>One of few words for it, for figures over time: the text partly comes from the wire.</summary>
    public string Class { get; } = CommandClasses.Of(protocol, text);

    public override string ToString() => Text;
}

/// <summary>The commands of one protocol seen so far. Their texts partly come from the wire, so their number is bounded; the rest are one.</summary>
internal sealed class CommandTable
{
    /// <summary>Commands told apart, unless the settings say otherwise.</summary>
    public const int Max = 4096;

    private const int MaxLength = 64;

    private readonly Dictionary<string, Command> _commands = [];
    private readonly List<Command> _inOrder = [];
    private readonly Dictionary<Name, Command> _byName = [];
    private readonly Dictionary<uint, Command> _byToken = [];
    private readonly string _protocol;
    private readonly int _max;
    private readonly Command _other;

    public CommandTable(string protocol, int max = Max)
    {
        (_protocol, _max) = (protocol, max);
        _other = new Command(protocol, "other");
        Session = StableKey.Of($"{protocol}|session");
        Steps = StableKey.Of($"{protocol}|steps");
        Pace = StableKey.Of($"{protocol}|pace");
    }

    /// <summary>Grammar of the order within a conversation.</summary>
    public ulong Session { get; }

    /// <summary>Grammar of the order of conversations, by the first thing asked in each.</summary>
    public ulong Steps { get; }

    /// <summary>Times a command was taken for <c>other</c>.</summary>
    public long Folded { get; private set; }

    /// <summary>Feature: commands a minute while at work.</summary>
    public ulong Pace { get; }

    /// <summary>What a model's token stands for; null for the start of a session and for what was folded.</summary>
    public string? TextOf(ulong token) => token <= uint.MaxValue && _byToken.TryGetValue((uint)token, out var command) ? command.Text : null;

    public Command Of(Name name)
    {
        if (!_byName.TryGetValue(name, out var command))
        {
            command = Of(System.Text.Encoding.UTF8.GetBytes(name.Text));
            if (_byName.Count < _max)
            {
                _byName.Add(name, command);
            }
        }
        else if (command == _other)
        {
            Folded++;
        }

        return command;
    }

    public Command Of(ReadOnlySpan<byte> text)
    {
        Span<char> chars = stackalloc char[MaxLength];
        var length = Math.Min(text.Length, MaxLength);
        for (var i = 0; i < length; i++)
        {
            chars[i] = text[i] is >= 0x20 and < 0x7F ? (char)text[i] : '?';
        }

        var lookup = _commands.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(chars[..length], out var command))
        {
            return command;
        }

        if (_commands.Count >= _max)
        {
            Folded++;
            return _other;
        }

        return Add(new string(chars[..length]));
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(Folded);
        writer.Int32(_inOrder.Count);
        foreach (var command in _inOrder)
        {
            writer.Text(command.Text);
        }
    }

    /// <summary>Takes what was saved into a table that is as new.</summary>
    public void Load(ref PartReader reader, bool sameInput)
    {
        var folded = reader.Tally();
        Folded = sameInput ? folded : 0;
        for (var rest = reader.Count(int.MaxValue); rest > 0 && !reader.Failed; rest--)
        {
            var text = reader.Text(MaxLength);
            if (reader.Require(!_commands.ContainsKey(text)))
            {
                Add(text);
            }
        }
    }

    private Command Add(string text)
    {
        var command = new Command(_protocol, text);
        _commands.Add(text, command);
        _inOrder.Add(command);

        // Of two with the same token the first is shown.
        _byToken.TryAdd(command.Token, command);
        return command;
    }
}
