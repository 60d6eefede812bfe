using System.Text.Json;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>The <c>dicom</c> object of the summary, and what is counted beside it.</summary>
public sealed class DicomCounters : ProtocolCounters
{
    /// <summary>
    /// Unknown command fields told apart in one partition; a sender that tries them all ends up in <see
    /// cref="DicomViolation.CommandUnknown"/>.
    /// </summary>
    public const int MaxUnknownCommands = 64;

    private static readonly int ViolationKinds = Enum.GetValues<DicomViolation>().Length;
    private readonly long[] _pdus = new long[PduTypes.Count];
    private readonly long[] _commands = new long[DimseCommand.Count];
    private readonly Dictionary<ushort, long> _unknownCommands = new(MaxUnknownCommands);
    private readonly long[] _violations = new long[ViolationKinds];

    /// <summary>Sum of announced PDV lengths less 2, data PDVs only.</summary>
    public long PdvBytes { get; set; }

    /// <summary>Bytes looked through for the next PDU.</summary>
    public long ScannedBytes { get; set; }

    /// <summary>Requests told without an answer, because it didn't come or the table of open requests was full.</summary>
    public long Unanswered { get; set; }

    /// <summary>Answers told without their request.</summary>
    public long Unasked { get; set; }

    public long Associations => this[PduType.AssociateRequest];

    public long this[PduType type] => _pdus[(int)type];

    public long this[DicomViolation violation] => _violations[(int)violation];

    public long Commands(ushort field)
    {
        var index = DimseCommand.IndexOf(field);
        return index >= 0 ? _commands[index] : _unknownCommands.GetValueOrDefault(field);
    }

    public void Count(PduType type) => _pdus[(int)type]++;

    public void Count(DicomViolation violation) => _violations[(int)violation]++;

    public void CountCommand(ushort field)
    {
        var index = DimseCommand.IndexOf(field);
        if (index >= 0)
        {
            _commands[index]++;
            return;
        }

        Count(DicomViolation.CommandUnknown);
        if (_unknownCommands.TryGetValue(field, out var count) || _unknownCommands.Count < MaxUnknownCommands)
        {
            _unknownCommands[field] = count + 1;
        }
    }

    public override void Add(ProtocolCounters other)
    {
        var from = (DicomCounters)other;
        for (var i = 0; i < _pdus.Length; i++)
        {
            _pdus[i] += from._pdus[i];
        }

        for (var i = 0; i < _commands.Length; i++)
        {
            _commands[i] += from._commands[i];
        }

        for (var i = 0; i < _violations.Length; i++)
        {
            _violations[i] += from._violations[i];
        }

        // Not bounded again: the sum must not depend on the order of adding.
        foreach (var (field, count) in from._unknownCommands)
        {
            _unknownCommands[field] = _unknownCommands.GetValueOrDefault(field) + count;
        }

        PdvBytes += from.PdvBytes;
        ScannedBytes += from.ScannedBytes;
        Unanswered += from.Unanswered;
        Unasked += from.Unasked;
        Resyncs += from.Resyncs;
        GivenUp += from.GivenUp;
    }

    public override void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("associations"u8, Associations);
        json.WriteStartObject("pdus"u8);
        foreach (var type in PduTypes.ByName)
        {
            WriteNonZero(json, PduTypes.Name(type), this[type]);
        }

        json.WriteEndObject();
        json.WriteStartObject("commands"u8);
        WriteCommands(json);
        json.WriteEndObject();
        json.WriteNumber("pdv_bytes"u8, PdvBytes);
        json.WriteEndObject();
    }

    // In ordinal order: 0xNNNN comes before C- and N-, and by number.
    private void WriteCommands(Utf8JsonWriter json)
    {
        Span<byte> hex = stackalloc byte[DimseCommand.HexLength];
        foreach (var field in _unknownCommands.Keys.Order())
        {
            WriteNonZero(json, DimseCommand.Name(field, hex), _unknownCommands[field]);
        }

        for (var i = 0; i < _commands.Length; i++)
        {
            WriteNonZero(json, DimseCommand.NameAt(i), _commands[i]);
        }
    }

    private static void WriteNonZero(Utf8JsonWriter json, ReadOnlySpan<byte> name, long count)
    {
        if (count != 0)
        {
            json.WriteNumber(name, count);
        }
    }
}
