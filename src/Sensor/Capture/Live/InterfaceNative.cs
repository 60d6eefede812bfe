using System.Runtime.InteropServices;

namespace Sensor.Capture.Live;

/// <summary><c>struct ifreq</c> with its union as numbers: 40 bytes on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct InterfaceRequest
{
    public const int NameSize = 16;

    public fixed byte Name[NameSize];

    /// <summary>Flags (16 bits), a hardware address (its family in the first 16 bits), or a pointer.</summary>
    public ulong Value;

    private fixed ulong _rest[2];
}

/// <summary><c>struct pollfd</c>: 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int Descriptor;
    public short Events;
    public short Returned;
}

/// <summary><c>struct ethtool_value</c>: 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EthtoolValue
{
    public uint Command;
    public uint Data;
}

/// <summary>What listening asks the kernel about interfaces: by socket, so that it holds in network namespaces, whatever is mounted on /sys.</summary>
internal static unsafe partial class InterfaceNative
{
    public const short PollIn = 1;
    public const ulong GetFlags = 0x8913;
    public const ulong GetHardwareAddress = 0x8927;
    public const ulong Ethtool = 0x8946;

    private const int FamilyInet = 2;
    private const int DatagramCloseOnExec = 0x80002;

    /// <summary>Number of the interface with a name, 0 when there is none.</summary>
    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint IndexOf(string name);

    /// <returns>Ready descriptors, 0 after the time-out, negative when interrupted.</returns>
    [LibraryImport("libc", EntryPoint = "poll")]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "socket")]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, ulong request, InterfaceRequest* argument);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    /// <summary>Asks about an interface; false when it doesn't exist or doesn't answer this.</summary>
    public static bool TryAsk(string name, ulong request, ref InterfaceRequest about)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(name);
        if (length >= InterfaceRequest.NameSize)
        {
            return false;
        }

        var socket = Socket(FamilyInet, DatagramCloseOnExec, 0);
        if (socket < 0)
        {
            return false;
        }

        fixed (InterfaceRequest* argument = &about)
        {
            System.Text.Encoding.UTF8.GetBytes(name, new Span<byte>(argument->Name, InterfaceRequest.NameSize));
            var answered = Control(socket, request, argument) == 0;
            _ = Close(socket);
            return answered;
        }
    }
}
