using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// Who the patients are stays inside. The identifiers are read out of the captures here, at test time, by other code than the product's; none of them may
/// stand in any file, on standard output or on standard error.
/// </summary>
public sealed partial class PrivacyTests(CaptureRuns runs)
{
    public static TheoryData<string> All { get; } = [.. Truth.Names];

    /// <summary>Where HL7 keeps what identifies a patient, a visit, an order, a study, a member of staff, or a message.</summary>
    private static readonly (string Segment, int[] Fields)[] _hl7 =
    [
        ("MSH", [9]), ("MSA", [2]), ("PID", [2, 3, 4, 5, 6, 7, 9, 11, 13, 14, 18, 19]), ("PV1", [7, 8, 9, 17, 19]), ("MRG", [1, 3, 5, 7]),
        ("ORC", [2, 3, 10, 12]), ("OBR", [2, 3, 10, 16, 18, 19, 20, 21, 32]), ("NK1", [2]), ("ZDS", [1]), ("IPC", [1, 2, 3]),
    ];

    /// <summary>Where DICOM does; the command set's object UIDs among them.</summary>
    private static readonly (ushort Group, ushort Element)[] _dicom =
    [
        (0x0000, 0x1000), (0x0000, 0x1001), (0x0008, 0x0018), (0x0008, 0x0050), (0x0008, 0x0090), (0x0008, 0x1048), (0x0008, 0x1050), (0x0008, 0x1070),
        (0x0008, 0x1155), (0x0008, 0x1195), (0x0010, 0x0010), (0x0010, 0x0020), (0x0010, 0x0030), (0x0010, 0x1000), (0x0010, 0x1001), (0x0010, 0x2160),
        (0x0020, 0x000D), (0x0020, 0x000E), (0x0020, 0x0010), (0x0020, 0x0052), (0x0040, 0x0009), (0x0040, 0x0253), (0x0040, 0x1001), (0x0040, 0x2016), (0x0040, 0x2017),
    ];

    /// <summary>Patients' names are of minerals and trees; every device name, code and word of the outputs is not.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void No_identifier_in_a_capture_is_in_any_output(string capture)
    {
        var planted = Identifiers(runs.Plain(capture));
        var outputs = Outputs(runs.Of(capture)).ToList();
        if (capture == Truth.Radiology)
        {
            outputs.AddRange(Outputs(runs.Radiology));
            outputs.Add(("standard output without a folder", Programs.Sensor("replay", Repository.Capture(capture), "--learn-until", "+60s").Output));
        }

        Assert.All(outputs, output =>
        {
            var words = Word().Matches(output.Text).Select(m => m.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
            Assert.Equal("", string.Join(", ", planted.Where(p => IsIn(p, output.Text, words))));
        });
    }

    [Fact]
    public void The_search_knows_what_was_planted()
    {
        var found = Identifiers(runs.Plain(Truth.Radiology));

        Assert.True(found.Count(f => Regex.IsMatch(f, "^TEST[0-9]{6}$")) > 100);
        Assert.True(found.Count(f => Regex.IsMatch(f, "^ACC[0-9]{7}$")) > 20);
        Assert.True(found.Count(f => Regex.IsMatch(f, "^ORD[0-9]{7}$")) > 20);
        Assert.True(found.Count(f => Regex.IsMatch(f, "^V[0-9]{7}$")) > 50);
        Assert.True(found.Count(f => Regex.IsMatch(f, "^(19|20)[0-9]{6}$")) > 50);
        Assert.True(found.Count(f => f.StartsWith("1.2.826.0.1.3680043.8.498.31415926.", StringComparison.Ordinal)) > 100);
        Assert.Contains("QUARTZ", found);
        Assert.Superset(new HashSet<string> { "tester", "not-a-secret" }, Identifiers(runs.Plain("parts/dicom-user-identity.pcap")));
    }

    [Fact]
    public void The_search_finds_what_is_there()
    {
        const string Text = """{"a":"TEST000001","b":"p_a2fir7","n":[195002031,"x 19500203"],"c":"Oak^Fir"}""";
        var words = Word().Matches(Text).Select(m => m.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.True(IsIn("TEST000001", Text, words));
        Assert.True(IsIn("FIR", Text, words));
        Assert.True(IsIn("19500203", Text, words));
        Assert.False(IsIn("95002031", Text, words));
        Assert.False(IsIn("TEST000002", Text, words));
    }

    /// <summary>Pseudonyms of one input are those of its own key: the same in another run, others in another input.</summary>
    [Fact]
    public void The_same_patient_has_the_same_pseudonym_in_another_run_and_another_in_another_capture()
    {
        var first = Patients(runs.Of("parts/hl7-persistent.pcap"));
        var again = Patients(runs.Run(["pcaps/parts/hl7-persistent.pcap"]));
        var other = Patients(runs.Of("parts/hl7-per-message.pcapng"));

        Assert.NotEmpty(first);
        Assert.Equal(first, again);
        Assert.NotEmpty(other);
        Assert.Empty(first.Intersect(other));
    }

    [Fact]
    public void There_are_as_many_pseudonyms_as_patients()
    {
        var patients = PlainHl7.Read(runs.Plain(Truth.Radiology)).Where(m => !m.Header.Name.StartsWith("ACK", StringComparison.Ordinal))
            .SelectMany(m => m.Named("PID").Select(pid => pid[3].Split(m.RepetitionSeparator)[0].Split(m.ComponentSeparator)[0])).ToHashSet();
        var pseudonyms = Patients(runs.Of(Truth.Radiology), "hl7");

        Assert.Equal(patients.Count, pseudonyms.Count);
    }

    /// <summary>The workstation asks the archive for studies of patients whose orders and reports came by HL7.</summary>
    [Fact]
    public void A_patient_has_one_pseudonym_in_DICOM_and_HL7()
    {
        var hl7 = Patients(runs.Of(Truth.Radiology), "hl7");
        var dicom = Patients(runs.Of(Truth.Radiology), "dicom");

        Assert.NotEmpty(dicom);
        Assert.NotEmpty(dicom.Intersect(hl7));
    }

    [Fact]
    public void Pseudonyms_are_written_as_the_contract_says()
    {
        var result = runs.Of(Truth.Radiology);

        Assert.All(Patients(result).Concat(Patients(result, "dicom")), p => Assert.Matches("^p_[a-z2-7]{26}$", p));
    }

    private static IEnumerable<(string Name, string Text)> Outputs(ReplayResult result) =>
    [
        .. ReplayResult.FileNames.Select(n => (n, File.ReadAllText(result.PathOf(n)))),
        ("standard output", result.Outcome.Output), ("standard error", result.Outcome.Error),
    ];

    private static HashSet<string> Patients(ReplayResult result, string type = "hl7") =>
        [.. result.EventsOf(type).Select(e => e.GetProperty(type)).Select(e => e.TryGetProperty("query", out var query) ? query : e)
            .Where(e => e.TryGetProperty("patient", out _)).Select(e => e.GetProperty("patient").GetString()!)];

    /// <summary>
    /// Words must be whole words, numbers whole numbers and short numbers whole values: FIR is in first, and any eight digits are in a long enough number.
    /// </summary>
    private static bool IsIn(string planted, string text, HashSet<string> words)
    {
        if (planted.All(char.IsAsciiLetter))
        {
            return words.Contains(planted);
        }

        if (planted.Length < 6 && planted.All(char.IsAsciiDigit))
        {
            return text.Contains($"\"{planted}\"", StringComparison.Ordinal);
        }

        for (var at = text.IndexOf(planted, StringComparison.Ordinal); at >= 0; at = text.IndexOf(planted, at + 1, StringComparison.Ordinal))
        {
            var isInNumber = planted.All(char.IsAsciiDigit)
                && ((at > 0 && char.IsAsciiDigit(text[at - 1])) || (at + planted.Length < text.Length && char.IsAsciiDigit(text[at + planted.Length])));
            if (!isInNumber)
            {
                return true;
            }
        }

        return false;
    }

    internal static HashSet<string> Identifiers(PlainCapture capture)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in PlainHl7.Read(capture))
        {
            foreach (var (segment, fields) in _hl7)
            {
                foreach (var named in message.Named(segment))
                {
                    foreach (var value in fields.Where(f => f < named.Length).SelectMany(f => named[f].Split(message.RepetitionSeparator)))
                    {
                        Add(found, value.Split(message.ComponentSeparator));
                    }
                }
            }
        }

        foreach (var stream in capture.Streams)
        {
            AddElements(stream.Bytes, found);
            AddUserIdentity(stream.Bytes, found);
        }

        return found;
    }

    /// <summary>A value and its parts; what is too short to mean anybody, or names a device or the hospital, is left out.</summary>
    private static void Add(HashSet<string> found, IEnumerable<string> parts)
    {
        string[] known = ["EXAMPLEHOSP", "CT1", "MR1", "CR1", "PUMPGATE"];
        found.UnionWith(parts.Select(p => p.Trim(' ', '\0')).Where(p => p.Length >= 3 && !known.Contains(p) && !p.Contains('*', StringComparison.Ordinal)));
    }

    /// <summary>Elements found by their tags anywhere in a stream, in both byte orders, with explicit and implicit VR.</summary>
    private static void AddElements(ReadOnlySpan<byte> bytes, HashSet<string> found)
    {
        Span<byte> tag = stackalloc byte[4];
        foreach (var (group, element) in _dicom)
        {
            foreach (var big in (ReadOnlySpan<bool>)[false, true])
            {
                Write(tag, group, element, big);
                for (var rest = bytes; rest.IndexOf(tag) is var at && at >= 0 && at + 8 <= rest.Length; rest = rest[(at + 4)..])
                {
                    var head = rest.Slice(at + 4, 4);
                    var isExplicit = char.IsAsciiLetterUpper((char)head[0]) && char.IsAsciiLetterUpper((char)head[1]);
                    var length = isExplicit
                        ? big ? BinaryPrimitives.ReadUInt16BigEndian(head[2..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[2..])
                        : big ? BinaryPrimitives.ReadUInt32BigEndian(head) : BinaryPrimitives.ReadUInt32LittleEndian(head);
                    if (length is >= 3 and <= 128 && at + 8 + length <= rest.Length && Encoding.Latin1.GetString(rest.Slice(at + 8, (int)length)) is var value && Printable().IsMatch(value)
                        && !value.StartsWith("1.2.840.10008.", StringComparison.Ordinal))
                    {
                        Add(found, [value, .. value.Split('^', '=', '\\')]);
                    }
                }
            }
        }
    }

    private static void Write(Span<byte> tag, ushort group, ushort element, bool big)
    {
        if (big)
        {
            BinaryPrimitives.WriteUInt16BigEndian(tag, group);
            BinaryPrimitives.WriteUInt16BigEndian(tag[2..], element);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(tag, group);
            BinaryPrimitives.WriteUInt16LittleEndian(tag[2..], element);
        }
    }

    /// <summary>Item 58H of an association request (PS3.7 D.3.3.7): user name, and passcode or ticket.</summary>
    private static void AddUserIdentity(ReadOnlySpan<byte> bytes, HashSet<string> found)
    {
        if (bytes.Length < 6 || bytes[0] != 1 || bytes[1] != 0)
        {
            return;
        }

        var request = bytes[..Math.Min(bytes.Length, 6 + BinaryPrimitives.ReadInt32BigEndian(bytes[2..]))];
        for (var at = request.IndexOf("X\0"u8); at >= 0 && at + 8 <= request.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(request[(at + 2)..]);
            var primary = BinaryPrimitives.ReadUInt16BigEndian(request[(at + 6)..]);
            if (request[at + 4] is >= 1 and <= 5 && length >= 6 + primary && at + 4 + length <= request.Length)
            {
                var secondary = at + 8 + primary + 2;
                Add(found, [Encoding.Latin1.GetString(request.Slice(at + 8, primary)), Encoding.Latin1.GetString(request[secondary..(at + 4 + length)])]);
            }

            var next = request[(at + 2)..].IndexOf("X\0"u8);
            at = next < 0 ? -1 : at + 2 + next;
        }
    }

    [GeneratedRegex("[A-Za-z0-9_]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[\x20-\x7E]+\0?$")]
    private static partial Regex Printable();
}
