using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sensor.Capture.Live;

/// <summary>libpcap's <c>struct pcap_pkthdr</c> on 64-bit Linux: 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PcapPacketHeader
{
    public long Seconds;

    /// <summary>Microseconds or nanoseconds, by the handle's precision.</summary>
    public long Fraction;

    public uint CapturedLength;
    public uint OriginalLength;
}

/// <summary><c>struct bpf_program</c>: 16 bytes. The instructions belong to libpcap until <see cref="PcapNative.FreeCode"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BpfProgram
{
    public uint Length;
    public nint Instructions;
}

/// <summary><c>struct pcap_stat</c>: 12 bytes. The numbers wrap at 2^32.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PcapStatistics
{
    /// <summary>Packets that passed the kernel's filter, those dropped afterwards included.</summary>
    public uint Received;

    /// <summary>Packets dropped because the kernel's buffer was full.</summary>
    public uint Dropped;

    /// <summary>Packets the interface or its driver dropped.</summary>
    public uint InterfaceDropped;
}

/// <summary><c>struct pcap_if</c>: an element of the list of <see cref="PcapNative.FindAllDevices"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PcapInterface
{
    public nint Next;
    public nint Name;
    public nint Description;
    public nint Addresses;
    public uint Flags;
}

/// <summary><c>struct pcap_addr</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PcapAddress
{
    public nint Next;
    public nint Address;
    public nint Netmask;
    public nint Broadcast;
    public nint Destination;
}

/// <summary>
/// The part of libpcap (1.10) that listening needs, and nothing that could send. All arguments are blittable. A handle is used by one thread at a time;
/// <see cref="OfflineFilter"/> by any.
/// </summary>
internal static unsafe partial class PcapNative
{
    public const int ErrorBufferSize = 256;
    public const int NanosecondPrecision = 1;
    public const uint NetmaskUnknown = 0xFFFF_FFFF;

    public const int NoSuchDevice = -5;
    public const int PermissionDenied = -8;
    public const int InterfaceNotUp = -9;
    public const int PromiscuousPermissionDenied = -11;

    static PcapNative() => PcapLibrary.Register();

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_create", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint Create(string source, byte* error);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_open_dead")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint OpenDead(int linkType, int snapLength);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_close")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void Close(nint handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_snaplen")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SetSnapLength(nint handle, int bytes);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_promisc")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SetPromiscuous(nint handle, int on);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_timeout")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SetTimeout(nint handle, int milliseconds);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_buffer_size")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SetBufferSize(nint handle, int bytes);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_tstamp_precision")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SetTimestampPrecision(nint handle, int precision);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_get_tstamp_precision")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int GetTimestampPrecision(nint handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_activate")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Activate(nint handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_setnonblock")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SetNonBlocking(nint handle, int on, byte* error);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_get_selectable_fd")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int GetSelectableDescriptor(nint handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_datalink")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int GetDataLink(nint handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_compile", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Compile(nint handle, BpfProgram* program, string expression, int optimize, uint netmask);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_setfilter")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SetFilter(nint handle, BpfProgram* program);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_freecode")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void FreeCode(BpfProgram* program);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_offline_filter")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int OfflineFilter(BpfProgram* program, PcapPacketHeader* header, byte* packet);

    /// <summary>Hands at most <paramref name="count"/> packets to the callback; the bytes are valid during the call only.</summary>
    /// <returns>Packets handed over, or a negative status.</returns>
    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_dispatch")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Dispatch(nint handle, int count, delegate* unmanaged[Cdecl]<nint, PcapPacketHeader*, byte*, void> callback, nint user);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_stats")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int GetStatistics(nint handle, PcapStatistics* statistics);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_findalldevs")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int FindAllDevices(PcapInterface** list, byte* error);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_freealldevs")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void FreeAllDevices(PcapInterface* list);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_geterr")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint GetErrorText(nint handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_statustostr")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint StatusToText(int status);

    /// <summary>What libpcap says about the last thing that went wrong with a handle; "" when it says nothing.</summary>
    public static string Error(nint handle) => Marshal.PtrToStringUTF8(GetErrorText(handle)) ?? "";

    /// <summary>What a status means.</summary>
    public static string StatusText(int status) => Marshal.PtrToStringUTF8(StatusToText(status)) ?? "";
}
