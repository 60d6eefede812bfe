using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>What is a safe place, and what only looks like one.</summary>
public sealed class PduScannerTests
{
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 200).Select(i => (byte)(100 + (i % 50)))];

    [Fact]
    public void Every_pdu_is_found_where_it_begins()
    {
        byte[][] pdus =
        [
            Wire.Request(), Wire.Accept(), Wire.Release, Wire.Released, Wire.Pdu(PduType.Abort, 0, 0, 2, 1), Wire.Pdu(PduType.AssociateReject, 0, 1, 1, 7),
            Wire.Command(Wire.Ask(0x30, 1)), [.. Wire.Data(Wire.Pdv(1, 0, new byte[300])), .. Wire.Release],
            Wire.Data(Wire.Pdv(255, 2, new byte[100_000])), [.. Wire.Data(Wire.Pdv(3, 0, new byte[30]), Wire.Pdv(3, 2, new byte[40])), .. Wire.Release],
        ];
        foreach (var pdu in pdus)
        {
            Assert.Equal(new ScanHit(ScanKind.Pdu, Pixels.Length, 0), PduScanner.Find([.. Pixels, .. pdu]));
        }
    }

    [Fact]
    public void A_command_is_found_without_its_headers()
    {
        var set = Wire.Ask(0x30, 1);
        Assert.Equal(new ScanHit(ScanKind.Command, Pixels.Length, set.Length), PduScanner.Find([.. Pixels, .. set, .. Pixels]));
        Assert.Equal(new ScanHit(ScanKind.Command, 30, set.Length), PduScanner.Find([.. new byte[30], .. set]));
    }

    [Theory]
    [InlineData(new byte[] { 4, 0, 0, 0, 0, 20, 0, 0, 0, 10, 1, 0 })] // The lengths don't agree, and what follows is no PDV.
    [InlineData(new byte[] { 4, 0, 0, 0, 0, 20, 0, 0, 0, 16, 2, 0 })] // Even context.
    [InlineData(new byte[] { 4, 0, 0, 0, 0, 20, 0, 0, 0, 16, 1, 4 })] // Unknown control bit.
    [InlineData(new byte[] { 4, 0, 0, 0, 0, 20, 0, 0, 0, 16, 1, 3 })] // A command that doesn't begin like one.
    [InlineData(new byte[] { 4, 0, 1, 0, 0, 4, 1, 0, 0, 0, 1, 0 })] // 16 MiB and more.
    [InlineData(new byte[] { 5, 0, 0, 0, 0, 4, 0, 0, 0, 1 })] // A release has nothing to say.
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 4, 0, 3, 1, 1 })] // No such result.
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 68, 0, 1, 0, 0, 65, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })] // One letter in zeros.
    public void What_only_looks_like_a_pdu_is_passed(byte[] bytes) =>
        Assert.Equal(ScanKind.Nothing, PduScanner.Find([.. Pixels, .. bytes, .. Pixels]).Kind);

    [Fact]
    public void What_is_found_does_not_depend_on_the_cut()
    {
        var random = new Random(5);
        byte[] small = [.. Enumerable.Range(0, 3000).Select(_ => (byte)(random.Next(8) * random.Next(2)))];
        byte[] bytes = [.. small, .. Wire.Ask(0x30, 1), .. small, .. Wire.Command(Wire.Ask(0x30, 1)), .. small];
        for (var length = 0; length < bytes.Length; length++)
        {
            var (some, all) = (PduScanner.Find(bytes.AsSpan(0, length)), PduScanner.Find(bytes));
            var isSame = some.Kind is ScanKind.Command or ScanKind.Pdu ? some == all : some.Offset <= all.Offset || all.Kind == ScanKind.Nothing;
            Assert.True(isSame, $"{length}: {some} {all}");
            Assert.True(some.Kind != ScanKind.Partial || some.Length > length - some.Offset);
        }
    }

    [Fact]
    public void A_doubtful_release_is_believed_when_nothing_follows()
    {
        var session = new Session(midStream: true);
        session.Feeder.Segment(Direction.ToServer, [.. Pixels, .. Wire.Release]);
        Assert.Equal(0, session.Counters[PduType.ReleaseRequest]);
        session.Feeder.End();
        Assert.Equal(1, session.Counters[PduType.ReleaseRequest]);
    }

    [Fact]
    public void A_doubtful_release_is_not_believed_when_pixels_follow_and_hides_no_command()
    {
        // The last pixels and the PDU's first bytes look like a release.
        byte[] bytes = [.. Pixels, 5, 0, 0, 0, 0, .. Wire.Command(Wire.Ask(0x30, 1))];
        Assert.Equal([4, 0, 0, 0, 0], bytes[205..210]);
        var session = new Session(midStream: true);
        session.Feeder.Segment(Direction.ToServer, bytes);
        session.Feeder.Segment(Direction.ToServer, [.. Wire.Release, .. Pixels]);
        session.Feeder.End();
        Assert.Equal(1, session.Counters.Commands(0x30));
        Assert.Equal(1, session.Counters[PduType.ReleaseRequest]);
    }
}
