using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>The readers by themselves.</summary>
public sealed class GrammarTests
{
    private static readonly Pseudonymizer Pseudonyms = new("key"u8);

    [Fact]
    public void A_command_set_gives_what_the_sensor_wants()
    {
        var set = CommandSetReader.Read(Wire.Set(
            Wire.Element(0x00000002, Wire.CtStorage), Wire.Element(0x00000100, 1, 0), Wire.Element(0x00000110, 7, 0),
            Wire.Element(0x00000700, 2, 0), Wire.Element(0x00000800, 0, 0), Wire.Element(0x00001000, "1.2.3.4"),
            Wire.Element(0x00001030, "VIEWER "), Wire.Element(0x00001031, 9, 0)));
        Assert.Equal(CommandFault.None, set.Fault);
        Assert.True(set.HasDataSet);
        Assert.True(set.SopClass.SequenceEqual("1.2.840.10008.5.1.4.1.1.2"u8));
        Assert.True(set.Instance.SequenceEqual("1.2.3.4"u8));
        Assert.True(set.MoveOriginator.SequenceEqual("VIEWER"u8));
        Assert.Equal((1, 7, 2, 9), ((int)set.Field, (int)set.MessageId, (int)set.Priority, (int)set.OriginatorMessageId));
    }

    [Fact]
    public void Of_a_command_set_that_ends_early_the_rest_is_read()
    {
        var bytes = Wire.Set(Wire.Element(0x00000100, 1, 0), Wire.Element(0x00000110, 7, 0));
        for (var length = 0; length < bytes.Length; length++)
        {
            var set = CommandSetReader.Read(bytes.AsSpan(0, length));
            Assert.Equal(length >= 22, (set.Has & CommandElements.Field) != 0);
            Assert.Equal(length is 0 or 12 or 22 ? CommandFault.None : CommandFault.Truncated, set.Fault);
        }
    }

    [Fact]
    public void Elements_out_of_order_or_of_other_groups_end_a_command_set()
    {
        Assert.Equal(CommandFault.Disordered, CommandSetReader.Read(Wire.Set(Wire.Element(0x00000110, 1, 0), Wire.Element(0x00000100, 1, 0))).Fault);
        Assert.Equal(CommandFault.Disordered, CommandSetReader.Read(Wire.Set(Wire.Element(0x00080005, 1, 0))).Fault);
        Assert.Equal(CommandFault.Length, CommandSetReader.Read(Wire.Set(Wire.Element(0x00000100, 1, 0, 0, 0))).Fault);
    }

    [Fact]
    public void Known_commands_are_listed_in_the_order_of_their_names()
    {
        var names = Enumerable.Range(0, DimseCommand.Count).Select(i => System.Text.Encoding.ASCII.GetString(DimseCommand.NameAt(i))).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(23, names.Distinct().Count());
        Assert.Equal("C-STORE-RSP", System.Text.Encoding.ASCII.GetString(DimseCommand.Name(0x8001, new byte[6])));
        Assert.Equal("0xBEEF", System.Text.Encoding.ASCII.GetString(DimseCommand.Name(0xBEEF, new byte[6])));
    }

    [Theory]
    [InlineData(0x0000, StatusClass.Success, Outcome.Ok)]
    [InlineData(0xFF01, StatusClass.Pending, Outcome.Pending)]
    [InlineData(0xFE00, StatusClass.Cancel, Outcome.Warning)]
    [InlineData(0xB006, StatusClass.Warning, Outcome.Warning)]
    [InlineData(0x0107, StatusClass.Warning, Outcome.Warning)]
    [InlineData(0x0124, StatusClass.Failure, Outcome.Refused)]
    [InlineData(0xA801, StatusClass.Failure, Outcome.Failure)]
    [InlineData(0xC000, StatusClass.Failure, Outcome.Failure)]
    public void A_status_has_a_class_and_an_outcome(int status, StatusClass expected, Outcome outcome)
    {
        Assert.Equal(expected, DimseStatus.ClassOf((ushort)status));
        Assert.Equal(outcome, DimseStatus.OutcomeOf((ushort)status));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2", DatasetEncoding.ImplicitLittle)]
    [InlineData("1.2.840.113619.5.2", DatasetEncoding.ImplicitLittle)]
    [InlineData("1.2.840.10008.1.2.1", DatasetEncoding.ExplicitLittle)]
    [InlineData("1.2.840.10008.1.2.1.99", DatasetEncoding.Deflated)]
    [InlineData("1.2.840.10008.1.2.2", DatasetEncoding.ExplicitBig)]
    [InlineData("1.2.840.10008.1.2.4.90", DatasetEncoding.ExplicitLittle)]
    [InlineData("", DatasetEncoding.Unknown)]
    public void A_transfer_syntax_means_an_encoding(string uid, DatasetEncoding encoding) =>
        Assert.Equal(encoding, DatasetEncodings.Of(Wire.Text(uid)));

    [Fact]
    public void The_same_query_reads_the_same_in_every_encoding_and_when_guessed()
    {
        byte[] little =
        [
            .. Wire.Element(0x00080052, "STUDY "), .. Wire.Element(0x00100010, "DOE*"),
            .. Wire.Element(0x00100020, "4711"), .. Wire.Element(0x0020000D, ""),
        ];
        byte[] explicitLittle = [8, 0, 0x52, 0, .. "CS"u8, 6, 0, .. "STUDY "u8, 0x10, 0, 0x10, 0, .. "PN"u8, 4, 0, .. "DOE*"u8,
            0x10, 0, 0x20, 0, .. "LO"u8, 4, 0, .. "4711"u8, 0x20, 0, 0x0D, 0, .. "UI"u8, 0, 0];
        byte[] explicitBig = [0, 8, 0, 0x52, .. "CS"u8, 0, 6, .. "STUDY "u8, 0, 0x10, 0, 0x10, .. "PN"u8, 0, 4, .. "DOE*"u8,
            0, 0x10, 0, 0x20, .. "LO"u8, 0, 4, .. "4711"u8, 0, 0x20, 0, 0x0D, .. "UI"u8, 0, 0];
        (byte[], DatasetEncoding)[] queries =
        [
            (little, DatasetEncoding.ImplicitLittle), (explicitLittle, DatasetEncoding.ExplicitLittle), (explicitBig, DatasetEncoding.ExplicitBig),
        ];
        foreach (var (bytes, encoding) in queries)
        {
            foreach (var known in (DatasetEncoding[])[encoding, DatasetEncoding.Unknown])
            {
                var shape = IdentifierReader.Read(bytes, isWhole: true, known, Pseudonyms);
                Assert.Equal((true, QueryLevel.Study, 3, 2), (shape.IsComplete, shape.Level, (int)shape.Keys, (int)shape.MatchingKeys));
                Assert.Equal((true, false), (shape.HasWildcard, shape.IsUniversal));
                Assert.Equal(Pseudonyms.Of(PseudonymKind.Patient, "4711"u8), shape.Patient);
            }
        }
    }

    [Fact]
    public void Sequences_are_read_through_with_known_and_unknown_length()
    {
        var key = Wire.Element(0x00080060, "CT");
        byte[] item = [0xFE, 0xFF, 0x00, 0xE0, .. Wire.Little32(key.Length), .. key];
        byte[] open = [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF, .. key, 0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0];
        byte[] known = Wire.Element(0x00400100, item);
        byte[] unknown = [0x40, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, .. open, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];
        foreach (var sequence in (byte[][])[known, unknown])
        {
            byte[] query = [.. Wire.Element(0x00100010, ""), .. sequence, .. Wire.Element(0x00401001, "")];
            var shape = IdentifierReader.Read(query, isWhole: true, DatasetEncoding.ImplicitLittle, Pseudonyms);
            Assert.Equal((true, 3, 1), (shape.IsComplete, (int)shape.Keys, (int)shape.MatchingKeys));
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("*", true)]
    [InlineData("A*", false)]
    [InlineData("A", false)]
    public void Only_a_query_without_a_restricting_key_is_universal(string name, bool universal)
    {
        byte[] query = [.. Wire.Element(0x00080005, "ISO_IR 100"), .. Wire.Element(0x00100010, name)];
        var shape = IdentifierReader.Read(query, isWhole: true, DatasetEncoding.ImplicitLittle, Pseudonyms);
        Assert.Equal((universal, 1), (shape.IsUniversal, (int)shape.Keys));
    }

    [Fact]
    public void Of_a_query_that_was_not_read_to_its_end_nobody_knows_whether_it_is_universal()
    {
        var bytes = Wire.Element(0x00100010, "");
        Assert.False(IdentifierReader.Read(bytes, isWhole: false, DatasetEncoding.ImplicitLittle, Pseudonyms).IsUniversal);
        Assert.False(IdentifierReader.Read([.. bytes, 1, 2, 3], isWhole: true, DatasetEncoding.ImplicitLittle, Pseudonyms).IsUniversal);
        Assert.False(IdentifierReader.Read(bytes, isWhole: true, DatasetEncoding.Deflated, Pseudonyms).IsUniversal);
    }

    [Theory]
    [InlineData("1.2.840.10008.1.1", "Verification")]
    [InlineData("1.2.840.10008.5.1.4.1.1.88.67", "X-Ray Radiation Dose SR")]
    [InlineData("1.2.840.10008.5.1.4.34.6.4", "Unified Procedure Step Event")]
    [InlineData("1.2.840.10008.1.2", "")]
    [InlineData("", "")]
    public void Well_known_sop_classes_have_names(string uid, string name) =>
        Assert.Equal(name, System.Text.Encoding.UTF8.GetString(SopClasses.Name(SopClasses.RowOf(Wire.Text(uid)))));
}
