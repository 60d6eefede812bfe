using System.Diagnostics;
using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Yaml;
using static Sensor.Tests.Protocols.DefinitionText;

namespace Sensor.Tests.Protocols;

/// <summary>What is said of definitions with mistakes: all of them at once, each at its very place.</summary>
public class DefinitionMistakeTests
{
    [Theory]
    [InlineData("titel: x", "4:1 There is no key 'titel' here; did you mean 'title'?")]
    [InlineData("confidence: sure", "4:13 'sure' isn't one of verified, inferred, guess.")]
    [InlineData("ports: [80, 70000]", "4:13 Here belongs a whole number from 1 to 65535, not '70000'.")]
    [InlineData("only-on-ports: true", "4:16 Without 'ports' it would be looked for nowhere.")]
    [InlineData("carriers: [sctp]", "4:12 'sctp' isn't one of tcp, udp; did you mean 'tcp'?")]
    [InlineData("pump: servre", "4:7 'servre' isn't one of answers, server, client; did you mean 'server'?")]
    [InlineData("complete: maybe", "4:11 Here belongs true or false, not 'maybe'.")]
    [InlineData("good-frames: 0", "4:14 Here belongs a whole number from 1 to 16, not '0'.")]
    [InlineData("parity: even", "4:9 'even' isn't one of strip.")]
    [InlineData("tokens: {6: {means: done}}", "4:13 'name' is missing here.")]
    [InlineData("tokens: {300: {name: x}}", "4:10 Here belongs a byte: a number up to 0xff or a text of one character, not '300'.")]
    [InlineData("tokens: {0x06: {name: a}, 6: {name: b}}", "4:27 This byte is a token already.")]
    [InlineData("values: {T: {a: {as: rat}}}", "4:22 'rat' isn't a word known here; did you mean 'rate'?")]
    [InlineData("values: {T: {a: {unit: mL/hour}}}", "4:24 The unit 'mL/hour' isn't known.")]
    [InlineData("values: {T: {a: {unit: mL, unit-field: u}}}", "4:24 The unit is said either by 'unit' or by 'unit-field'.")]
    [InlineData("values: {T: {a: {as: state, words: {1: runing}}}}", "4:40 'runing' isn't one of stopped, running, paused, bolus, kvo, standby, purging, alarm, off, completed; did you mean 'running'?")]
    [InlineData("values: {T: {a: {bits: {64: {remote: yes}}}}}", "4:25 Here belongs a whole number up to 63 or 0x3f, not '64'.")]
    [InlineData("values: {T: {a: {bits: {1: {remotely: yes}}}}}", "4:29 There is no key 'remotely' here; did you mean 'remote'?")]
    [InlineData("values: {T: {1: {}, 0x1: {}}}", "4:21 '1' stands in this table already.")]
    [InlineData("values: {T: {a: {as: speed}}}", "4:22 'speed' isn't one of rate, dose-rate, bolus-rate, vtbi, volume-infused, volume-remaining, bolus-volume, bolus-count, dose, concentration, weight, pressure, pressure-limit, time-remaining, time-elapsed, container-volume, rate-limit, serial, model, firmware, library, drug, alarm, state, remote, silenced, patient, order, error.")]
    [InlineData("values: {T: {a: {as: rate, type: u8}}}", "4:22 In which unit is 'rate'? It needs 'unit' (mL/h, or what converts into one of these) or 'unit-field'.")]
    [InlineData("values: {T: {a: {as: rate, type: u8, unit: ug/kg/min}}}", "4:44 'ug/kg/min' is no unit of 'rate', which is in mL/h, or what converts into one of these; what has it is a dose-rate.")]
    [InlineData("values: {T: {a: {as: vtbi, type: u8, unit: mL/h}}}", "4:44 'mL/h' is no unit of 'vtbi', which is in mL, or what converts into one of these.")]
    [InlineData("values: {T: {a: {as: bolus-count, type: u8}}}")]
    [InlineData("pairing: {timeout: 5s}", "4:10 'by' is missing here.")]
    [InlineData("pairing: {by: order, timeout: 5}", "4:31 Here belongs a time such as 90s, 10m, 12h or 2d, from 1ms to 10m, not '5'.")]
    [InlineData("commands: {A: {class: stat}}", "4:23 'stat' isn't a word known here; did you mean 'start'?")]
    [InlineData("commands: {A: {clas: start}}", "4:15 'class' is missing here.", "4:16 There is no key 'clas' here; did you mean 'class'?")]
    [InlineData("commands: {A: {set: {}}}", "4:21 'class' is missing here.")]
    [InlineData("commands: {A: {class: start, query: {}}}", "4:16 'class' belongs under 'query' or 'set' where one of them is written.")]
    [InlineData("commands: {A: {class: start}, \"A\": {class: stop}}", "4:31 'A' stands here twice.")]
    [InlineData("commands: {6: {class: start}, 0x06: {class: stop}}", "4:31 The command '6' stands here already.")]
    [InlineData("commands: {A: {class: start, effects: {state: on}}}", "4:47 'on' isn't one of stopped, running, paused, bolus, kvo, standby, purging, alarm, off, completed; did you mean 'off'?")]
    [InlineData("commands: {A: {class: start, check: {field: c, of: serial}}}", "4:37 A checksum is one of crc, sum and xor.")]
    [InlineData("commands: {A: {class: start, check: {field: c, of: serial, crc: ccit}}}", "4:65 There is no checksum 'ccit'; there are ccitt-false, xmodem, x25, kermit, modbus, arc, crc-8, crc-32, crc-32c.")]
    [InlineData("commands: {A: {class: start, variants: [{name: x}]}}", "4:41 'when' is missing here.")]
    public void A_mistake_is_told_at_its_place(string line, params string[] told) =>
        Assert.Equal(told, Read($"{Head}{line}\n{Frames}{Messages}{Vectors}").Wrong);

    [Theory]
    [InlineData("{end: \\r}", "4:16 A backslash means something between double quotes only: write \"\\r\" for the byte 0x0d and \"\\\\\" for the backslash itself.")]
    [InlineData("{end: '\\r'}", "4:17 A backslash means something between double quotes only: write \"\\r\" for the byte 0x0d and \"\\\\\" for the backslash itself.")]
    [InlineData("{end: 0x0d}", "4:16 Without quotes these are the 4 characters '0x0d'; write \"\\x0d\" or {hex: \"0d\"} for the byte.")]
    [InlineData("{end: \"→\"}", "4:17 '→' is no byte; where a device writes such letters, give its bytes as \"\\xNN\" or {hex: …}.")]
    [InlineData("{end: {hex: \"0\"}}", "4:22 Here belong pairs of hexadecimal digits, as in \"02 30 0d\".")]
    [InlineData("{end: {hexx: \"00\"}}", "4:16 'hex' is missing here.", "4:17 There is no key 'hexx' here; did you mean 'hex'?")]
    [InlineData("{end: \"\"}", "4:16 Here belongs at least one byte.")]
    [InlineData("{end: \">\", alphabet: digit}", "4:31 'digit' isn't one of text, digits, hex, letters, upper; did you mean 'digits'? A class of bytes stands in quotes.")]
    [InlineData("{end: \">\", alphabet: \"Z-A\"}", "4:32 The range from 'Z' to 'A' is empty.")]
    [InlineData("{end: \">\", max: 20000}", "4:26 Here belongs a whole number from 1 to 16384, not '20000'.")]
    [InlineData("{end: \">\", min: 20, max: 10}", "4:26 'min' is above 'max', which is 10.")]
    [InlineData("{length: {at: 1, as: decimal}}", "4:19 A length in digits needs 'digits': how many there are.")]
    [InlineData("{length: {as: u8}}", "4:19 'at' is missing here.")]
    [InlineData("{end: \">\", escape: {byte: 0x7d}}", "4:29 'xor' is missing here.")]
    [InlineData("{end: \">\", escape: {}}", "4:29 An escape is either 'byte', with 'xor', or 'pairs'.")]
    [InlineData("{end: \">\", escape: {pairs: {EXX: D}}}", "4:38 Here belong the two characters that stand for one.")]
    [InlineData("{end: \">\", checksum: {crc: modbsu}}", "4:37 There is no checksum 'modbsu'; did you mean 'modbus'?")]
    [InlineData("{end: \">\", checksum: {sum: 8, crc: arc}}", "4:37 A checksum is one of crc, sum and xor.")]
    [InlineData("{end: \">\", checksum: {crc: {width: 8, poly: 0x100}}}", "4:54 Here belongs a whole number up to 255 or 0xff, not '0x100'.")]
    [InlineData("{end: \">\", idle: 5}", "4:27 Here belongs a time such as 90s, 10m, 12h or 2d, from 1ms to 10m, not '5'.")]
    public void A_frame_s_mistake_is_told_at_its_place(string frame, params string[] told) =>
        Assert.Equal(told, Read($"{Head}frames: [{frame}]\n{Messages}{Vectors}").Wrong);

    [Theory]
    [InlineData("{fild: a, rest: true}", "5:21 A part is a text or has one of field, skip, records, split, items, tlv, xml, inside, hex; did you mean 'field'?")]
    [InlineData("{field: a}", "5:21 How long a field is, one of size, until, while and rest says; a binary type says it itself.")]
    [InlineData("{field: a, type: u16e}", "5:38 'u16e' isn't a word known here; did you mean 'u16be'?")]
    [InlineData("{field: a, size: 2, rest: true}", "5:47 How long a field is, one of size, until, while and rest says; a binary type says it itself.")]
    [InlineData("{field: a, rest: true, typ: u8}", "5:44 There is no key 'typ' here; did you mean 'type'?")]
    [InlineData("{split: \"^\", fields: [{as: serial}]}", "5:43 'field' is missing here.")]
    [InlineData("{split: \"^\"}", "5:21 'fields' is missing here.")]
    [InlineData("{items: \";\", values: T}", "5:21 An item's key is told by one of key and key-end.")]
    [InlineData("{tlv: {tag: u9, length: u8}, values: T}", "5:33 'u9' isn't one of u8, u16be, u16le, u32be, u32le, decimal, hex, ber; did you mean 'u8'?")]
    [InlineData("{skip: 0}", "5:28 Here belongs a whole number from 1 to 16384, not '0'.")]
    [InlineData("[a]", "5:21 Here belongs a part of a message.")]
    public void A_part_s_mistake_is_told_at_its_place(string part, params string[] told) =>
        Assert.Equal(told, Read($"{Head}{Frames}messages: [{{parts: [{part}]}}]\n{Vectors}").Wrong);

    [Theory]
    [InlineData("{name: x, turns: [{pump: a, controller: b}]}", "6:29 A turn is what one side says: 'controller' or 'pump'.")]
    [InlineData("{name: x, turns: [{pmup: a}]}", "6:29 A turn is what one side says: 'controller' or 'pump'.", "6:30 There is no key 'pmup' here; did you mean 'pump'?")]
    [InlineData("{turns: [{pump: a}]}", "6:11 'name' is missing here.")]
    [InlineData("{name: x, turns: [{pump: a}], events: [{comand: x}]}", "6:51 Events have no 'comand'; did you mean 'command'?")]
    [InlineData("{name: x, turns: [{pump: a}], foreign: true, failing: 1}", "6:11 Of what is foreign nothing comes: neither events nor failing frames.")]
    public void A_vector_s_mistake_is_told_at_its_place(string vector, params string[] told) =>
        Assert.Equal(told, Read($"{Head}{Frames}{Messages}vectors: [{vector}]").Wrong);

    [Theory]
    [InlineData("protocol: Own", "1:11 A protocol's name has 2 to 32 lower-case letters, digits and hyphens, a letter first.")]
    [InlineData("protocol: [own]", "1:11 Here belongs a text.")]
    [InlineData("title: [", "1:1 'protocol' is missing here.")]
    public void A_name_is_one_word(string head, string told) =>
        Assert.Contains(told, Read(head.StartsWith("title", StringComparison.Ordinal) ? "title: x\n" : $"{head}\ntitle: x\nsource: y\n{Frames}{Messages}{Vectors}").Wrong);

    [Fact]
    public void An_outcome_says_what_is_yes_or_no() =>
        Assert.Equal(
            ["5:61 An outcome needs 'done', 'failed' or both: what the field is where it was done, and where not."],
            Read($"{Head}{Frames}messages: [{{parts: [{{field: command, rest: true}}], outcome: {{field: command}}}}]\n{Vectors}").Wrong);

    [Theory]
    [InlineData("parts: [{field: command, rest: true}, {field: a, size: 1}]", "5:51 Nothing is left for this part: the one before it takes all the rest.")]
    [InlineData("parts: [{field: command, type: decimal, size: 2, mask: 3}]", "5:21 A mask needs a type that is an unsigned binary number (u8, u16be, …) and has all its bits; see command.")]
    [InlineData("parts: [{field: command, type: u8, mask: 0x1ff}]", "5:21 A mask needs a type that is an unsigned binary number (u8, u16be, …) and has all its bits; see command.")]
    public void A_part_that_can_t_be_meant_is_refused(string parts, string told) =>
        Assert.Equal([told], Faults($"{Head}{Frames}messages: [{{{parts}}}]\n{Vectors}"));

    [Theory]
    [InlineData("four", "u8", "6:12 The command four never comes: the field 'command' is a binary number, and keys of commands are such numbers.")]
    [InlineData("300", "u8", "6:12 The command 300 never comes: the field 'command' is a whole number up to 255.")]
    [InlineData("0x81", "u8, mask: 0x7f", "6:12 The command 129 never comes: it has bits that the mask of the field 'command' takes away.")]
    [InlineData("300", "u16le")]
    public void A_command_that_can_t_come_is_refused(string key, string type, params string[] told) =>
        Assert.Equal(told, Faults($"{Head}{Frames}messages: [{{parts: [{{field: command, type: {type}}}]}}]\ncommands: {{{key}: {{class: start}}}}\n{Vectors}"));

    [Theory]
    [InlineData("{start: a, length: {at: 1, as: u8}}", "4:29 The length must stand in start or header: give 1 bytes or more as 'header', and leave them out of the messages.")]
    [InlineData("{start: a, end: b, size: 9}", "4:10 There are two ways for the frame to end: end and size.")]
    public void A_frame_that_can_t_be_meant_is_refused(string frame, string told) =>
        Assert.Contains(told, Faults($"{Head}frames: [{frame}]\n{Messages}{Vectors}"));

    [Fact]
    public void A_tab_is_told_where_it_stands() =>
        Assert.Equal(["5:1 A tab indents this line; YAML is indented with blanks."], Read($"{Head}frames:\n\t- {{start: a}}\n").Wrong);

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Assert.Equal(
            ["1:1 'source' is missing here.", "3:13 'sure' isn't one of verified, inferred, guess.", "4:11 There is no key 'ned' here; did you mean 'end'?", "5:1 There is no key 'mesages' here; did you mean 'messages'?", "1:1 'messages' is missing here."],
            Read("protocol: own\ntitle: x\nconfidence: sure\nframes: [{ned: a}]\nmesages: []\n").Wrong.OrderBy(w => w.Contains("'messages' is missing", StringComparison.Ordinal)));

    [Theory]
    [InlineData("commands: {", "{class: start}", 257, "There are at most 256 commands; these are 257.")]
    [InlineData("values: {T: {", "{as: rate, unit: mL/h}", 1025, "There are at most 1024 values.")]
    public void Too_many_are_refused(string begin, string each, int count, string sentence)
    {
        var all = string.Join(", ", Enumerable.Range(0, count).Select(i => $"k{i}: {each}"));
        Assert.EndsWith(sentence, Assert.Single(Read($"{Head}{Frames}{Messages}{Vectors}{begin}{all}{new string('}', begin.Count(c => c == '{'))}").Wrong));
    }

    [Theory]
    [InlineData("frames", "{end: a}", 17, "There are at most 16 frames; these are 17.")]
    [InlineData("messages", "{parts: [a]}", 33, "There are at most 32 messages; these are 33.")]
    [InlineData("vectors", "{name: a, turns: [{pump: a}]}", 17, "There are at most 16 vectors; these are 17.")]
    public void Longer_lists_are_refused(string key, string each, int count, string sentence)
    {
        var lists = new Dictionary<string, string> { ["frames"] = Frames, ["messages"] = Messages, ["vectors"] = Vectors, [key] = $"{key}: [{string.Join(", ", Enumerable.Repeat(each, count))}]\n" };
        Assert.EndsWith(sentence, Assert.Single(Read(Head + string.Concat(lists.Values)).Wrong));
    }

    [Fact]
    public void Parts_stand_in_each_other_eight_levels_deep_at_most()
    {
        var part = "{skip: 1}";
        for (var i = 0; i < 8; i++)
        {
            part = $"{{inside: a, parts: [{part}]}}";
        }

        Assert.EndsWith("Parts stand in each other deeper than 8.", Assert.Single(Read($"{Head}{Frames}messages: [{{parts: [{part}]}}]\n{Vectors}").Wrong));
    }

    [Fact]
    public void Whatever_stands_in_a_file_is_read_or_refused_in_time()
    {
        var random = new Random(7);
        var whole = $"{Head}{Frames}{Messages}pairing: {{by: command, timeout: 5s}}\ntokens: {{0x06: {{name: ack}}}}\nvalues: {{T: {{1: {{as: rate, unit: mL/h, bits: {{1: {{remote: yes}}}}}}}}}}\n"
            + $"commands: {{A: {{set: {{class: rate, arguments: [{{split: \"^\", fields: [a, {{field: b, as: rate, unit: mL/h}}]}}], variants: [{{when: {{a: [1]}}, effects: {{remote: yes, for: 3s}}}}]}}}}}}\n{Vectors}";
        string[] pieces = ["{", "}", "[", "]", ": ", "\n", "- ", "\"", "'", "0x", "null", "frames", "parts", "~", "\\", "&a ", "*a", "!!str ", "|", ">", "%", "\0", "→", "1e999", "  "];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 3000; i++)
        {
            var text = new System.Text.StringBuilder(whole);
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text.Insert(at, pieces[random.Next(pieces.Length)]);
                        break;
                    case 1:
                        text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                        break;
                    default:
                        text.Insert(at, text.ToString(random.Next(text.Length / 2), random.Next(1, text.Length / 2)));
                        break;
                }
            }

            var (definition, wrong) = Read(text.ToString());
            Assert.True(definition is not null || wrong.Count > 0 || text.ToString().Trim().Length == 0);
            Assert.InRange(wrong.Count, 0, Complaints.Max);
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    /// <summary>What is wrong with a text that can be read.</summary>
    private static List<string> Faults(string text)
    {
        var faults = new DefinitionFaults();
        PumpProtocol.Compile(Good(text), faults);
        return [.. faults.All.Select(f => $"{f.Place.Line}:{f.Place.Column} {f.Sentence}")];
    }
}
