using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>A-ASSOCIATE item by item (PS3.8 9.3.2, PS3.7 annex D.3.3).</summary>
public sealed class AssociateReaderTests
{
    [Fact]
    public void A_request_of_256_KiB_is_read_without_being_held()
    {
        byte[] syntaxes = [.. Enumerable.Repeat(Wire.Item(0x40, new byte[64]), 30).SelectMany(x => x)];
        var contexts = Enumerable.Range(0, 128).Select(i =>
            Wire.Item(0x20, [(byte)((2 * i) + 1), 0, 0xFF, 0, .. Wire.Item(0x30, Wire.Text($"1.2.3.{i}")), .. syntaxes]));
        var request = Wire.Associate(PduType.AssociateRequest, "ARCHIVE", "MODALITY", [.. contexts]);
        Assert.InRange(request.Length, 256 * 1024, 300 * 1024);
        var session = new Session();
        session.Feeder.Bytes(Direction.ToServer, request, 100);
        session.Feeder.End();
        Assert.Equal(128, session.Association.RequestorInfo.Contexts);
        Assert.Equal("", session.Violations);
    }

    [Fact]
    public void User_information_is_read()
    {
        var session = Of(Wire.Item(0x50, [
            .. Wire.Item(0x51, 0, 1, 0, 0), .. Wire.Item(0x52, Wire.Text("1.2.3\0")), .. Wire.Item(0x53, 0, 5, 0, 6),
            .. Wire.Item(0x54, new byte[20]), .. Wire.Item(0x54, new byte[20]),
            .. Wire.Item(0x55, Wire.Text("V 1 ")), .. Wire.Item(0x56, new byte[9]), .. Wire.Item(0x57, new byte[9]),
            .. Wire.Item(0x58, [2, 1, 0, 5, .. Wire.Text("alice"), 0, 6, .. Wire.Text("S3cret")]), .. Wire.Item(0x5F, new byte[70])]));
        var info = session.Association.RequestorInfo;
        Assert.Equal(65536u, info.MaxPduLength);
        Assert.Equal(("1.2.3", "V 1"), (session.Name(info.ImplementationUid), session.Name(info.ImplementationVersion)));
        Assert.Equal((5, 6), ((int)info.MaxOperationsInvoked, (int)info.MaxOperationsPerformed));
        Assert.Equal((2, 2), ((int)info.RoleSelections, (int)info.ExtendedNegotiations));
        Assert.Equal((UserIdentity.UsernamePasscode, true), (info.UserIdentity, info.IsComplete));
        Assert.Equal("", session.Violations);
    }

    [Theory]
    [InlineData("  PADDED  ", "PADDED")]
    [InlineData("NUL\0\0\0\0", "NUL")]
    [InlineData("lower case", "lower case")]
    public void Titles_are_told_without_their_padding(string written, string told)
    {
        var session = Of(called: written);
        Assert.Equal(told, session.Name(session.Association.CalledAe));
        Assert.Equal("", session.Violations);
    }

    [Theory]
    [InlineData("A\\B")]
    [InlineData("A\nB")]
    [InlineData("")]
    public void Titles_against_the_rules_are_counted(string written) => Assert.Equal("AeTitleMalformed=1", Of(called: written).Violations);

    [Fact]
    public void A_context_without_transfer_syntax_is_counted()
    {
        // Crashes some servers.
        var session = Of(Wire.Item(0x20, [1, 0, 0, 0, .. Wire.Item(0x30, Wire.Text("1.2.3"))]));
        Assert.Equal("ContextWithoutTransferSyntax=1", session.Violations);
    }

    [Fact]
    public void A_uid_with_letters_in_it_is_counted()
    {
        var session = Of(Wire.Item(0x20, [1, 0, 0, 0, .. Wire.Item(0x30, Wire.Text("1.2.3/../x")), .. Wire.Item(0x40, Wire.Text("1.2"))]));
        Assert.Equal("UidMalformed=1", session.Violations);
    }

    [Fact]
    public void An_item_that_overruns_the_pdu_is_counted_and_the_next_pdu_read()
    {
        var session = new Session();
        byte[] overrun = [0x20, 0, 0xFF, 0xFF, 1, 0, 0, 0];
        session.Feeder.Segment(Direction.ToServer, [.. Wire.Associate(PduType.AssociateRequest, "A", "B", overrun), .. Wire.Release]);
        session.Feeder.End();
        Assert.Equal("ItemOverrun=1", session.Violations);
        Assert.Equal(1, session.Counters[PduType.ReleaseRequest]);
    }

    [Fact]
    public void The_answers_titles_are_never_believed()
    {
        var session = new Session();
        session.Feeder.Segment(Direction.ToServer, Wire.Request());
        session.Feeder.Segment(Direction.ToClient, Wire.Associate(PduType.AssociateAccept, "MALLORY", "MALLORY"));
        session.Feeder.End();
        Assert.Equal("ARCHIVE", session.Name(Assert.Single(session.Sink.Of<DicomAssociationAccepted>()).CalledAe));
        Assert.DoesNotContain("MALLORY", session.Sink.Names.Values);
    }

    private static Session Of(params byte[][] items) => Of("ARCHIVE", items);

    private static Session Of(string called, params byte[][] items)
    {
        var session = new Session();
        session.Feeder.Segment(Direction.ToServer, Wire.Associate(PduType.AssociateRequest, called, "MODALITY", items));
        session.Feeder.End();
        return session;
    }
}
