using System.Net;
using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Outputs;

namespace Sensor.Tests.Contract;

public sealed class CommunityIdTests
{
    /// <summary>The specification's published values, seed 0.</summary>
    [Theory]
    [InlineData(6, "128.232.110.120", 34855, "66.35.250.204", 80, "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")]
    [InlineData(17, "192.168.1.52", 54585, "8.8.8.8", 53, "1:d/FP5EW3wiY1vCndhwleRRKHowQ=")]
    [InlineData(6, "2001:470:e5bf:dead:4957:2174:e82c:4887", 63943, "2607:f8b0:400c:c03::1a", 25, "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=")]
    [InlineData(6, "fe80::200:86ff:fe05:80da", 1022, "fe80::260:97ff:fe07:69ea", 22, "1:gS2aYcRwGJWe7UratL8/84dclq4=")]
    [InlineData(46, "1.2.3.4", 0, "5.6.7.8", 0, "1:ikv3kmf89luf73WPz1jOs49S768=")]
    public void A_flow_has_its_published_id_from_either_side(byte protocol, string client, ushort clientPort, string server, ushort serverPort, string expected)
    {
        Assert.Equal(expected, Of(protocol, client, clientPort, server, serverPort));
        Assert.Equal(expected, Of(protocol, server, serverPort, client, clientPort));
    }

    [Fact]
    public void Ends_with_the_same_address_are_ordered_by_port()
    {
        Assert.Equal(Of(6, "10.0.0.1", 1, "10.0.0.1", 2), Of(6, "10.0.0.1", 2, "10.0.0.1", 1));
        Assert.NotEqual(Of(6, "10.0.0.1", 1, "10.0.0.1", 2), Of(6, "10.0.0.1", 1, "10.0.0.1", 3));
    }

    private static string Of(byte protocol, string client, ushort clientPort, string server, ushort serverPort)
    {
        var flow = new FlowIdentity { Client = Read(client), Server = Read(server), ClientPort = clientPort, ServerPort = serverPort, Protocol = protocol };
        Span<byte> text = stackalloc byte[CommunityId.Length];
        CommunityId.Format(in flow, text);
        return Encoding.ASCII.GetString(text);
    }

    private static IpAddress Read(string text)
    {
        var bytes = IPAddress.Parse(text).GetAddressBytes();
        return bytes.Length == 4 ? IpAddress.ReadV4(bytes) : IpAddress.ReadV6(bytes);
    }
}
