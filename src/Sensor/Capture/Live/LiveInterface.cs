using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Sensor.Capture.Live;

/// <summary>Whether an interface can bring packets.</summary>
internal enum InterfaceState
{
    Up,

    /// <summary>Switched on, but nothing is plugged in or the other end is off.</summary>
    NoLink,

    Down,

    /// <summary>There is no interface of this name.</summary>
    Gone,
}

/// <summary>A network interface of this machine, as it is now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Whether it can bring packets.</param>
/// <param name="Addresses">Its IP addresses.</param>
/// <param name="Link">What its frames are, in a word or two.</param>
/// <param name="Offloads">What makes captured packets differ from those on the wire, in ethtool's short words.</param>
internal sealed record LiveInterface(string Name, InterfaceState State, IReadOnlyList<string> Addresses, string Link, IReadOnlyList<string> Offloads)
{
    private const ushort FlagUp = 0x1;
    private const ushort FlagRunning = 0x40;

    /// <summary>All interfaces libpcap can listen to; those that aren't network interfaces (USB, Bluetooth, netfilter) are left out.</summary>
    /// <exception cref="CaptureException">libpcap isn't installed, or can't say.</exception>
    public static unsafe IReadOnlyList<LiveInterface> List()
    {
        PcapLibrary.Require();
        var error = stackalloc byte[PcapNative.ErrorBufferSize];
        PcapInterface* first;
        if (PcapNative.FindAllDevices(&first, error) != 0)
        {
            throw new CaptureException($"The interfaces can't be listed: {Marshal.PtrToStringUTF8((nint)error)}.");
        }

        try
        {
            var list = new List<LiveInterface>();
            for (var at = first; at != null; at = (PcapInterface*)at->Next)
            {
                if (Marshal.PtrToStringUTF8(at->Name) is { } name && InterfaceNative.IndexOf(name) != 0)
                {
                    list.Add(new LiveInterface(name, StateOf(name), AddressesOf(at->Addresses), LinkOf(name), Live.Offloads.Of(name)));
                }
            }

            return list;
        }
        finally
        {
            PcapNative.FreeAllDevices(first);
        }
    }

    public static InterfaceState StateOf(string name)
    {
        var about = default(InterfaceRequest);
        if (!InterfaceNative.TryAsk(name, InterfaceNative.GetFlags, ref about))
        {
            return InterfaceState.Gone;
        }

        var flags = (ushort)about.Value;
        return (flags & FlagUp) == 0 ? InterfaceState.Down : (flags & FlagRunning) == 0 ? InterfaceState.NoLink : InterfaceState.Up;
    }

    /// <summary>A state in the words of outputs.</summary>
    public static string Word(InterfaceState state) => state switch
    {
        InterfaceState.Up => "up",
        InterfaceState.NoLink => "no link",
        InterfaceState.Down => "down",
        _ => "gone",
    };

    /// <summary>By the kernel's hardware type (ARPHRD), for which one needs no permission.</summary>
    private static string LinkOf(string name)
    {
        var about = default(InterfaceRequest);
        return !InterfaceNative.TryAsk(name, InterfaceNative.GetHardwareAddress, ref about) ? "unknown" : (ushort)about.Value switch
        {
            1 or 772 => "Ethernet",
            512 => "PPP",
            768 or 769 or 776 or 778 => "tunnel",
            801 or 802 or 803 => "wireless",
            65534 => "raw IP",
            var other => $"type {other}",
        };
    }

    private static unsafe List<string> AddressesOf(nint list)
    {
        var addresses = new List<string>();
        for (var at = (PcapAddress*)list; at != null; at = (PcapAddress*)at->Next)
        {
            if (at->Address == 0)
            {
                continue;
            }

            // struct sockaddr: family, port, then the address (IPv6: after the flow label).
            var socket = new ReadOnlySpan<byte>((void*)at->Address, 2);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(socket))
            {
                case 2:
                    addresses.Add(new IPAddress(new ReadOnlySpan<byte>((byte*)at->Address + 4, 4)).ToString());
                    break;
                case 10:
                    addresses.Add(new IPAddress(new ReadOnlySpan<byte>((byte*)at->Address + 8, 16)).ToString());
                    break;
            }
        }

        return addresses;
    }
}
