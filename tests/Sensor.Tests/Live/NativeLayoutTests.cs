using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sensor.Capture.Live;

namespace Sensor.Tests.Live;

/// <summary>What is shared with C has C's layout (64-bit Linux).</summary>
public sealed class NativeLayoutTests
{
    [Fact]
    public void Structures_have_the_sizes_of_their_headers()
    {
        Assert.Equal(24, Unsafe.SizeOf<PcapPacketHeader>());
        Assert.Equal(16, Unsafe.SizeOf<BpfProgram>());
        Assert.Equal(12, Unsafe.SizeOf<PcapStatistics>());
        Assert.Equal(40, Unsafe.SizeOf<PcapInterface>());
        Assert.Equal(40, Unsafe.SizeOf<PcapAddress>());
        Assert.Equal(40, Unsafe.SizeOf<InterfaceRequest>());
        Assert.Equal(8, Unsafe.SizeOf<PollDescriptor>());
        Assert.Equal(8, Unsafe.SizeOf<EthtoolValue>());
    }

    [Fact]
    public void Members_lie_where_C_puts_them()
    {
        Assert.Equal(8, Marshal.OffsetOf<PcapPacketHeader>(nameof(PcapPacketHeader.Fraction)));
        Assert.Equal(16, Marshal.OffsetOf<PcapPacketHeader>(nameof(PcapPacketHeader.CapturedLength)));
        Assert.Equal(20, Marshal.OffsetOf<PcapPacketHeader>(nameof(PcapPacketHeader.OriginalLength)));
        Assert.Equal(8, Marshal.OffsetOf<BpfProgram>(nameof(BpfProgram.Instructions)));
        Assert.Equal(24, Marshal.OffsetOf<PcapInterface>(nameof(PcapInterface.Addresses)));
        Assert.Equal(16, Marshal.OffsetOf<InterfaceRequest>(nameof(InterfaceRequest.Value)));
        Assert.Equal(6, Marshal.OffsetOf<PollDescriptor>(nameof(PollDescriptor.Returned)));
    }
}
