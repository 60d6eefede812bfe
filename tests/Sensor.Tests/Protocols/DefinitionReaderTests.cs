using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using FieldType = Sensor.Dissectors.Pumps.Definition.FieldType;
using Sensor.Tests.Support;
using static Sensor.Tests.Protocols.DefinitionText;

namespace Sensor.Tests.Protocols;

/// <summary>What definitions say, as records.</summary>
public class DefinitionReaderTests
{
    [Fact]
    public void The_example_of_the_page_is_read_whole()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "pump-definitions.md"));
        var begin = page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        var definition = Good(page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)]);
        Assert.Equal(("alaris", "BD", Confidence.Verified, true), (definition.Name, definition.Vendor, definition.Confidence, definition.IsComplete));
        Assert.Equal([2001, 4001, 10001], definition.Ports.Select(p => (int)p));
        var frame = Assert.Single(definition.Frames);
        Assert.Equal(("!", "\r", (byte?)0x1b, 512), (Text(frame.Start), Text(frame.Ends[0]), frame.Abort, frame.Max));
        Assert.Equal(["|", null], frame.Trailer.Select(e => e.Literal is { } literal ? Text(literal) : null));
        Assert.Equal((ChecksumKind.Crc, 16, 0x1021u, 0xFFFFu, ChecksumCoding.Hex), (frame.Checksums[0].Kind, frame.Checksums[0].Width, frame.Checksums[0].Polynomial, frame.Checksums[0].Initial, frame.Checksums[0].Coding));
        Assert.Equal(PairingKey.Command, definition.Pairing.By);
        Assert.Equal(5000, definition.Pairing.TimeoutMilliseconds);
        var rate = definition.Commands.Single(c => c.Key == "INF_RATE");
        Assert.Equal((SafetyClass.Read, SafetyClass.Rate), (rate.Query!.Class, rate.Set!.Class));
        var split = Assert.IsType<SplitPart>(Assert.Single(rate.Set.Arguments));
        Assert.Equal((Meaning.Quantity, PumpQuantity.Rate, FieldType.Decimal, "unit"), (split.Fields[0]!.Value.Means, split.Fields[0]!.Value.Quantity, split.Fields[0]!.Value.Type, split.Fields[0]!.Value.UnitField));
        Assert.Equal("unit", split.Fields[1]!.Name);
        var control = definition.Commands.Single(c => c.Key == "REMOTE_CTRL").Set!;
        Assert.Equal([new EffectDefinition(Meaning.Remote, "yes", 3000), new EffectDefinition(Meaning.Remote, "no")], control.Variants.SelectMany(v => v.Effects));
        Assert.Equal(("code", "serial", CodeKind.Checksum), (control.Check!.Field, control.Check.Of, control.Check.Kind));
        Assert.Equal(2, definition.Vectors.Count);
        Assert.Equal("0.1", definition.Vectors[0].Events[0]["rate"]);
        Assert.Equal((new Place(20, 5), 1), (definition.Messages[0].Place, definition.Vectors[1].Failing));
    }

    [Theory]
    [InlineData("\"\\r\\n\"", "0D0A")]
    [InlineData("\"\\x02\\\\\\\"\\t\"", "025C2209")]
    [InlineData("\"\\xff\"", "FF")]
    [InlineData("ab", "6162")]
    [InlineData("'a\"b'", "612262")]
    [InlineData("3", "33")]
    [InlineData("{hex: \"02 30 0d\"}", "02300D")]
    [InlineData("{hex: 02300D}", "02300D")]
    public void Bytes_are_texts_or_hex(string written, string bytes) => Assert.Equal(bytes, Convert.ToHexString(Frame($"{{end: {written}}}").Ends[0]));

    [Theory]
    [InlineData("0x1b", 0x1b)]
    [InlineData("27", 27)]
    [InlineData("\"\\x1b\"", 0x1b)]
    [InlineData("\"3\"", 0x33)]
    [InlineData("x", 0x78)]
    public void A_byte_is_a_number_or_a_character(string written, int value) => Assert.Equal((byte)value, Frame($"{{end: \"\\r\", abort: {written}}}").Abort);

    [Theory]
    [InlineData("text", " ~", "\x1f\x7f")]
    [InlineData("digits", "09", "/:")]
    [InlineData("hex", "09afAF", "gG")]
    [InlineData("letters", "azAZ", "0_")]
    [InlineData("upper", "AZ", "az")]
    [InlineData("\"A-Z0-9_\"", "AMZ059_", "a-")]
    [InlineData("\"-+0-9.\"", "-+.5", ",a")]
    [InlineData("\"0-9-\"", "09-", ",")]
    [InlineData("\"\\x00-\\xff\"", "\0\xff", "")]
    public void An_alphabet_is_a_word_or_a_class(string written, string within, string without)
    {
        var alphabet = Frame($"{{end: \"\\r\", alphabet: {written}}}").Alphabet!;
        Assert.All(within, c => Assert.True(alphabet.Contains((byte)c), $"{c}"));
        Assert.All(without, c => Assert.False(alphabet.Contains((byte)c), $"{c}"));
    }

    [Theory]
    [InlineData("{crc: modbus, as: little-endian}", ChecksumKind.Crc, 16, 0x8005, ChecksumCoding.LittleEndian)]
    [InlineData("{crc: {width: 8, poly: 0x31, init: 0xff, reflect-in: true}}", ChecksumKind.Crc, 8, 0x31, ChecksumCoding.BigEndian)]
    [InlineData("{sum: 16, as: decimal, digits: 5}", ChecksumKind.Sum, 16, 0, ChecksumCoding.Decimal)]
    [InlineData("{xor: 8, as: hex}", ChecksumKind.Xor, 8, 0, ChecksumCoding.Hex)]
    public void A_checksum_has_its_parameters(string written, ChecksumKind kind, int width, int polynomial, ChecksumCoding coding)
    {
        var sum = Frame($"{{end: \"\\r\", trailer: [checksum], checksum: {written}}}").Checksums[0];
        Assert.Equal((kind, width, (uint)polynomial, coding), (sum.Kind, sum.Width, sum.Polynomial, sum.Coding));
    }

    [Fact]
    public void What_a_checksum_covers_is_said_beside_it()
    {
        var sum = Frame("{end: \"\\r\", checksum: [{sum: 8, xor-out: 0xff, from: start, skip: 2, through: trailer}, {sum: 8, through: end}]}").Checksums;
        Assert.Equal((0xFFu, true, 2, true, false), (sum[0].XorOut, sum[0].FromStart, sum[0].Skip, sum[0].CoversTrailer, sum[0].ThroughEnd));
        Assert.True(sum[1].ThroughEnd);
    }

    [Fact]
    public void A_quoted_checksum_is_a_literal()
    {
        var frame = Frame("{end: \"\\r\", trailer: [\"checksum\", checksum]}");
        Assert.Equal(["checksum", null], frame.Trailer.Select(e => e.Literal is { } literal ? Text(literal) : null));
    }

    [Theory]
    [InlineData("{at: 1, as: decimal, digits: 5}", LengthCoding.Decimal)]
    [InlineData("{at: 2, as: u16be, add: -2}", LengthCoding.U16BigEndian)]
    [InlineData("{at: 0, as: ber}", LengthCoding.Ber)]
    public void A_length_has_its_coding(string written, LengthCoding coding) => Assert.Equal(coding, Frame($"{{length: {written}}}").Length!.Coding);

    [Fact]
    public void Escapes_are_a_byte_or_pairs()
    {
        Assert.Equal((0x7d, 0x20), Escape("{byte: 0x7d, xor: 0x20}") is { Byte: { } marker } one ? (marker, one.Xor) : default);
        var pairs = Escape("{pairs: {EX: D, \"E\\x01\": 0x45}, optional: true}");
        Assert.Equal([((byte)'E', (byte)'X', (byte)'D'), ((byte)'E', (byte)1, (byte)'E')], pairs.Pairs);
        Assert.True(pairs.IsOptional);

        static EscapeDefinition Escape(string written) => Frame($"{{end: \"\\r\", escape: {written}}}").Escape!;
    }

    [Fact]
    public void Tokens_are_bytes_with_names()
    {
        var tokens = Good($"{Head}{Frames}{Messages}{Vectors}parity: strip\ntokens: {{0x06: {{name: ack, means: received}}, 21: {{name: nak, means: failed, arguments: 1}}}}").Link;
        Assert.True(tokens.StripParity);
        Assert.Equal([(6, "ack", TokenMeaning.Received, 0), (21, "nak", TokenMeaning.Failed, 1)], tokens.Tokens.Select(t => ((int)t.Value, t.Name, t.Meaning, t.Arguments)));
    }

    [Fact]
    public void Parts_are_told_by_their_first_word()
    {
        Assert.Equal("/1/1>", Text(((LiteralPart)Part("\"/1/1>\"")).Bytes));
        Assert.Equal([2], ((LiteralPart)Part("{hex: \"02\"}")).Bytes);
        Assert.Equal(2, ((SkipPart)Part("{skip: 2}")).Size);
        Assert.Equal(["a", "b", null, "c"], ((SplitPart)Part("{split: \"^\", fields: [a, b, null, {field: c, as: rate, unit: mL/h}]}")).Fields.Select(f => f?.Name));
        Assert.Equal((1, "T"), Part("{items: \";\", key: 1, values: T}") is ItemsPart items ? (items.KeySize, items.Table) : default);
        Assert.Equal("=", Text(((ItemsPart)Part("{items: \";\", key-end: \"=\", values: T}")).KeyEnd!));
        Assert.Equal(["time", "key", "value"], ((RecordsPart)Part("{records: \"\\x1e\", split: \",\", fields: [time, key, value], values: T}")).Fields);
        Assert.Equal((LengthCoding.U8, LengthCoding.U16BigEndian), Part("{tlv: {tag: u8, length: u16be}, values: T}") is TlvPart tlv ? (tlv.Tag, tlv.Length) : default);
        var xml = (XmlPart)Part("{xml: [REQ, REP], fields: {DEVID: {field: serial, as: serial}, CMD: {field: block, decode: base64}}}");
        Assert.Equal([("DEVID", "serial", FieldDecoding.None), ("CMD", "block", FieldDecoding.Base64)], xml.Fields.Select(f => (f.Path, f.Field.Name, f.Field.Decoding)));
        Assert.Equal("block", ((InsidePart)Part("{inside: block, parts: [{skip: 1}]}")).Field);
    }

    [Theory]
    [InlineData("size: 3", 3)]
    [InlineData("type: u8", 1)]
    [InlineData("type: s16le", 2)]
    [InlineData("type: u24be", 3)]
    [InlineData("type: f32le", 4)]
    [InlineData("type: float", 4)]
    [InlineData("type: bcd, size: 2", 2)]
    [InlineData("rest: true", null)]
    [InlineData("type: u8, until: \",\"", null)]
    public void A_binary_type_has_its_size(string written, int? size) => Assert.Equal(size, ((FieldPart)Part($"{{field: a, {written}}}")).Size);

    [Fact]
    public void A_unit_is_taken_into_the_scale()
    {
        Assert.Equal((PumpUnit.MlPerHour, 6.0), Unit("unit: ml/min, scale: 0.1"));
        Assert.Equal((PumpUnit.MlPerHour, 1.0), Unit("unit: 265266"));
        Assert.Equal((PumpUnit.Second, 60.0), Unit("unit: MDC_DIM_MIN"));
        Assert.Equal((PumpUnit.Microgram, 1.0), Unit("unit: µg"));

        static (PumpUnit, double) Unit(string written) => Value($"type: decimal, {written}") is var value ? (value.Unit, Math.Round(value.Scale, 9)) : default;
    }

    [Fact]
    public void Numbers_with_0x_are_compared_as_decimals()
    {
        Assert.Equal(["16777215", "_NV"], Value("absent: [0xFFFFFF, _NV]").Absent);
        Assert.Equal(["6", "0x15"], Good($"{Head}{Frames}messages: [{{when: {{answer: [0x06, \"0x15\"]}}, parts: [{{field: answer, type: u8}}]}}]\n{Vectors}").Messages[0].When[0].OneOf);
        Assert.Equal("6", Command("0x06: {class: start}").Key);
        Assert.Equal("08", Command("08: {class: start}").Key);
    }

    [Fact]
    public void Words_and_bits_say_what_raw_values_mean()
    {
        Assert.Equal(new Dictionary<string, string> { ["0"] = "stopped", ["1"] = "running" }, Value("as: state, words: {0: stopped, 0x1: running}").Words);
        Assert.Equal("yes", Value("as: remote, words: {1: yes}").Words["1"]);
        Assert.Equal(
            [new BitDefinition(2, Meaning.Remote, "yes"), new BitDefinition(7, Meaning.State, "running"), new BitDefinition(8, Meaning.Alarm, "door open"), new BitDefinition(-1, Meaning.State, "stopped")],
            Value("type: hex, bits: {2: {remote: yes}, 7: {state: running}, 8: {alarm: door open}, else: {state: stopped}}").Bits);
    }

    [Fact]
    public void A_table_holds_values_by_key()
    {
        var table = Assert.Single(Good($"{Head}{Frames}{Messages}{Vectors}values: {{T: {{0x1: {{as: rate, type: decimal, unit: mL/h}}, b: {{as: library, join: true}}, c: {{parts: [{{field: d, rest: true}}]}}}}}}").Values);
        Assert.Equal(("T", "1,b,c"), (table.Name, string.Join(',', table.Values.Keys)));
        Assert.True(table.Values["b"].Joins);
        Assert.Single(table.Values["c"].Parts);
    }

    [Fact]
    public void One_use_needs_no_word_for_it()
    {
        Assert.Equal((SafetyClass.Start, null), Command("GO: {class: start}") is { Set: { } set } command ? (set.Class, command.Query) : default);
        Assert.Equal(SafetyClass.Identify, Command("WHO: {class: identify, name: who-are-you}").Query!.Class);
        Assert.Equal("who-are-you", Command("WHO: {class: identify, name: who-are-you}").Name);
        Assert.Equal((SafetyClass.Read, SafetyClass.Rate), Command("R: {query: {}, set: {class: rate}}") is { Query: { } query, Set: { } told } ? (query.Class, told.Class) : default);
    }

    [Fact]
    public void Carriers_are_both_where_both_are_named()
    {
        Assert.Equal(Carriers.Tcp, Good($"{Head}{Frames}{Messages}{Vectors}").Carriers);
        Assert.Equal(Carriers.Udp, Good($"{Head}{Frames}{Messages}{Vectors}carriers: udp").Carriers);
        Assert.Equal(Carriers.Tcp | Carriers.Udp, Good($"{Head}{Frames}{Messages}{Vectors}carriers: [tcp, udp]").Carriers);
    }

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
