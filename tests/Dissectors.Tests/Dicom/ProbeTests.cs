using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>DICOM is known by what it says, on whatever port.</summary>
public sealed class ProbeTests
{
    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void Both_directions_of_real_exchanges_are_certain(string name)
    {
        foreach (var direction in (Direction[])[Direction.ToServer, Direction.ToClient])
        {
            var head = Vector.Load(name)[direction];
            Assert.Equal(Verdict.Certain, Probe(head, direction: direction));
            for (var length = 1; length < Math.Min(75, head.Length); length++)
            {
                Assert.NotEqual(Verdict.NotMine, Probe(head.AsSpan(0, length), direction: direction));
            }
        }
    }

    [Fact]
    public void Where_no_more_will_come_ten_bytes_decide()
    {
        var head = Vector.Load("echo")[Direction.ToServer];
        Assert.Equal(Verdict.Certain, Probe(head.AsSpan(0, 10), final: true));
        Assert.Equal(Verdict.NotMine, Probe(head.AsSpan(0, 9), final: true));
        Assert.Equal(Verdict.NotMine, Probe([1, 0, 0, 0, 1, 0, 0, 0, 0, 0], final: true));
    }

    [Fact]
    public void A_request_without_items_is_certain() =>
        Assert.Equal(Verdict.Certain, Probe(Wire.Associate(PduType.AssociateRequest, "ANY-SCP", "SCANNER")));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: pacs\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\u000bMSH|^~\\&|A|B|C|D|20260101||ADT^A01|1|P|2.5\r")]
    [InlineData("\u0016\u0003\u0001\u0000\u00c8\u0001\u0000\u0000\u00c4\u0003\u0003")]
    [InlineData("\u0001\u0000\u0000\u0000\u0001\u0000\u0000\u0001\u0000\u0000\u0001\u0002\u0003")]
    [InlineData("\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000")]
    public void Others_are_not_mine(string head) => Assert.Equal(Verdict.NotMine, Probe(Encoding.Latin1.GetBytes(head)));

    [Fact]
    public void In_mid_stream_a_command_is_certain_and_pixels_are_not()
    {
        var command = Wire.Command(Wire.Ask(DimseCommand.StoreRequest, 3, dataSet: true));
        byte[] pixels = [.. Enumerable.Repeat((byte)200, 100)];
        Assert.Equal(Verdict.Certain, Probe(command, midStream: true));
        Assert.Equal(Verdict.Certain, Probe([.. pixels, .. command], midStream: true));
        Assert.Equal(Verdict.NotMine, Probe(pixels, midStream: true));
        Assert.Equal(Verdict.Unsure, Probe(pixels, midStream: true, port: 104));
        Assert.Equal(Verdict.NotMine, Probe(command));
    }

    [Fact]
    public void In_mid_stream_a_release_needs_a_usual_port()
    {
        Assert.Equal(Verdict.Certain, Probe(Wire.Release, midStream: true, port: 11112));
        Assert.NotEqual(Verdict.Certain, Probe(Wire.Release, midStream: true));
    }

    private static Verdict Probe(
        ReadOnlySpan<byte> head, bool midStream = false, bool final = false, ushort port = 50001, Direction direction = Direction.ToServer) =>
        new DicomProtocol().Probe(head[..Math.Min(head.Length, IProtocol.MaxProbeBytes)], new ProbeHints(direction, port, midStream, final));
}
