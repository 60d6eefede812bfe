using System.Runtime.InteropServices;

namespace Sensor.Capture.Live;

/// <summary><c>struct sock_fprog</c>: 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketProgram
{
    public ushort Length;
    public nint Instructions;
}

/// <summary><c>struct tpacket_stats_v3</c>: 12 bytes. Reading it sets the kernel's counters back to 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PacketSocketStatistics
{
    /// <summary>Packets that passed the socket's filter, those dropped afterwards included.</summary>
    public uint Packets;

    /// <summary>Packets dropped because the ring was full.</summary>
    public uint Drops;

    public uint Freezes;
}

/// <summary>What libpcap has no word for: groups of packet sockets (packet(7)), and waking a thread that waits for packets (eventfd(2)).</summary>
internal static unsafe partial class SocketNative
{
    public const int PacketFanOut = 18;
    public const int PacketFanOutData = 22;
    public const int PacketStatistics = 6;

    /// <summary>PACKET_FANOUT_CBPF, in the upper half of the option's value.</summary>
    public const int ByProgram = 6 << 16;

    /// <summary>PACKET_FANOUT_FLAG_UNIQUEID: the kernel finds a number that no other program's group has.</summary>
    public const int NewNumber = 0x2000 << 16;

    private const int PacketLevel = 263;
    private const int EventFlags = 0x80800;

    public static bool TrySet<T>(int socket, int option, T value)
        where T : unmanaged => SetOption(socket, PacketLevel, option, &value, (uint)sizeof(T)) == 0;

    public static bool TryGet<T>(int socket, int option, out T value)
        where T : unmanaged
    {
        var length = (uint)sizeof(T);
        fixed (T* to = &value)
        {
            return GetOption(socket, PacketLevel, option, to, &length) == 0;
        }
    }

    /// <summary>A counter that poll(2) finds readable when it isn't 0; not blocking, not inherited.</summary>
    public static int NewEvent() => Event(0, EventFlags);

    [LibraryImport("libc", EntryPoint = "read")]
    public static partial nint Read(int descriptor, void* to, nuint count);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Write(int descriptor, void* from, nuint count);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    private static partial int Event(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetOption(int socket, int level, int option, void* value, uint* length);
}
