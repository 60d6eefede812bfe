using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sensor.Capture.Live;

/// <summary>
/// An interface opened once for each worker and once more, in a group to which the kernel deals packets out (PACKET_FANOUT, packet(7)): a worker's handle gets the
/// packets of its partitions, the last one those of which the kernel can't tell.
/// </summary>
internal static unsafe class FanOut
{
    /// <summary>ARPHRD_ETHER: the only headers the program reads.</summary>
    private const ushort EthernetHardware = 1;

    /// <summary>The kernel fills blocks of 256 KiB and takes the next one every 20 ms, full or not: these last a third of a second, also with few packets.</summary>
    private const int MinBuffer = 4 << 20;

    /// <summary>Why packets of an interface can't be dealt out by the kernel; null when they may be.</summary>
    public static string? Obstacle(string name)
    {
        var about = default(InterfaceRequest);
        return InterfaceNative.TryAsk(name, InterfaceNative.GetHardwareAddress, ref about) && (ushort)about.Value == EthernetHardware
            ? null
            : "the kernel deals out Ethernet only";
    }

    /// <summary>Opens the handles of a group. Not yet joined, each still gets everything.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="settings">How to listen; the buffer is shared out.</param>
    /// <param name="workers">Workers that get a handle; the group has one more, the last.</param>
    /// <param name="problem">Why the interface can't be listened to.</param>
    public static PcapHandle[]? Open(string name, LiveSettings settings, int workers, out OpenProblem problem)
    {
        var handles = new PcapHandle[workers + 1];
        var bytes = (int)Math.Max((long)settings.BufferBytes / handles.Length, MinBuffer);
        problem = default;
        for (var i = 0; i < handles.Length; i++)
        {
            // In this order also after an interface was down: the kernel counts members by when their sockets were made.
            if (PcapHandle.Open(name, settings with { BufferBytes = bytes }, out problem) is not { } handle)
            {
                Array.ForEach(handles[..i], h => h.Dispose());
                return null;
            }

            handles[i] = handle;
        }

        return handles;
    }

    /// <summary>Makes a group of handles of one interface.</summary>
    /// <returns>What is in the way; null when nothing was.</returns>
    /// <remarks>
    /// Until the last has joined each handle got packets that weren't its own. Packets are stamped before they are dealt out, so those with a stamp from after the
    /// joining came to the right handle, and only them.
    /// </remarks>
    public static string? Join(ReadOnlySpan<PcapHandle> handles)
    {
        var program = FanOutProgram.For(handles.Length - 1);
        var number = 0;
        for (var i = 0; i < handles.Length; i++)
        {
            var socket = handles[i].Descriptor;
            if (!SocketNative.TrySet(socket, SocketNative.PacketFanOut, number | SocketNative.ByProgram | (i == 0 ? SocketNative.NewNumber : 0)))
            {
                return Reason();
            }

            fixed (BpfInstruction* instructions = program)
            {
                if (i == 0 && !SocketNative.TrySet(socket, SocketNative.PacketFanOutData, new SocketProgram { Length = (ushort)program.Length, Instructions = (nint)instructions }))
                {
                    return Reason();
                }
            }

            if (i == 0 && SocketNative.TryGet(socket, SocketNative.PacketFanOut, out int given))
            {
                number = given & 0xFFFF;
            }
        }

        // A tick more than it says: it doesn't count nanoseconds.
        var joined = LiveCapture.Now + 100;
        foreach (var handle in handles)
        {
            handle.Since = joined;
        }

        return null;
    }

    private static string Reason() => $"the kernel refuses: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}";
}
