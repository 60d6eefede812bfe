using System.Runtime.InteropServices;
using Sensor.Dissectors.Packets;

namespace Sensor.Capture.Live;

/// <summary>Why an interface couldn't be opened.</summary>
/// <param name="Status">libpcap's status, negative.</param>
/// <param name="Text">What is wrong, without the interface's name and a full stop.</param>
internal readonly record struct OpenProblem(int Status, string Text)
{
    /// <summary>Time may heal it: the interface is away or down.</summary>
    public bool IsPassing => Status is PcapNative.NoSuchDevice or PcapNative.InterfaceNotUp;
}

/// <summary>
/// An interface being listened to: promiscuous, not blocking, through the kernel's TPACKET_V3 ring (immediate mode stays off: it would choose V2 silently).
/// Used by one thread at a time.
/// </summary>
internal sealed unsafe class PcapHandle : IDisposable
{
    /// <summary>
    /// Milliseconds after which the kernel hands over a block of its ring that isn't full. No packet waits longer in the kernel while we keep up.
    /// </summary>
    public const int RetireTimeout = 20;

    private nint _handle;

    private PcapHandle(nint handle) => _handle = handle;

    public LinkType Link { get; private init; }

    /// <summary>Nanoseconds that one unit of <see cref="PcapPacketHeader.Fraction"/> stands for: 1 or 1000.</summary>
    private int FractionUnit { get; init; }

    /// <summary>What poll(2) waits on; -1 where there is nothing to wait on.</summary>
    public int Descriptor { get; private init; }

    /// <summary>Size of the kernel's buffer.</summary>
    public int BufferBytes { get; private init; }

    /// <summary>Packets stamped earlier, in nanoseconds since the Unix epoch, aren't this handle's.</summary>
    public long Since { get; set; } = long.MinValue;

    /// <summary>The bytes of a packet that is handed over; valid as long as it is.</summary>
    public static ReadOnlySpan<byte> BytesOf(PcapPacketHeader* header, byte* packet) =>
        new(packet, (int)Math.Min(header->CapturedLength, LiveSettings.MaxSnapLength));

    /// <summary>Its length on the wire.</summary>
    public static int LengthOf(PcapPacketHeader* header) => (int)Math.Min(Math.Max(header->OriginalLength, header->CapturedLength), int.MaxValue);

    /// <summary>Its time stamp, in nanoseconds since the Unix epoch.</summary>
    public long TimeOf(PcapPacketHeader* header) => (header->Seconds * 1_000_000_000) + (header->Fraction * FractionUnit);

    /// <returns>The handle, or null when there is a problem.</returns>
    public static PcapHandle? Open(string name, LiveSettings settings, out OpenProblem problem)
    {
        var error = stackalloc byte[PcapNative.ErrorBufferSize];
        error[0] = 0;
        var handle = PcapNative.Create(name, error);
        if (handle == 0)
        {
            problem = new OpenProblem(-1, Marshal.PtrToStringUTF8((nint)error) ?? "");
            return null;
        }

        problem = Prepare(handle, settings, error);
        if (problem.Status < 0)
        {
            PcapNative.Close(handle);
            return null;
        }

        return new PcapHandle(handle)
        {
            Link = BpfFilter.LinkTypeOf(PcapNative.GetDataLink(handle)),
            FractionUnit = PcapNative.GetTimestampPrecision(handle) == PcapNative.NanosecondPrecision ? 1 : 1000,
            Descriptor = PcapNative.GetSelectableDescriptor(handle),
            BufferBytes = settings.BufferBytes,
        };
    }

    /// <summary>Hands over what the kernel has ready, at most <paramref name="count"/> packets.</summary>
    /// <returns>Packets handed over; negative: the handle is of no more use.</returns>
    public int Dispatch(int count, delegate* unmanaged[Cdecl]<nint, PcapPacketHeader*, byte*, void> callback, nint user) =>
        PcapNative.Dispatch(_handle, count, callback, user);

    /// <summary>What was counted since the handle was opened; false when the kernel can't say any more.</summary>
    public bool TryReadStatistics(out PcapStatistics statistics)
    {
        fixed (PcapStatistics* s = &statistics)
        {
            return PcapNative.GetStatistics(_handle, s) == 0;
        }
    }

    public string Error() => PcapNative.Error(_handle);

    public void Dispose()
    {
        if (_handle != 0)
        {
            PcapNative.Close(_handle);
            _handle = 0;
        }
    }

    private static OpenProblem Prepare(nint handle, LiveSettings settings, byte* error)
    {
        _ = PcapNative.SetSnapLength(handle, settings.SnapLength);
        _ = PcapNative.SetPromiscuous(handle, 1);
        _ = PcapNative.SetTimeout(handle, RetireTimeout);
        _ = PcapNative.SetBufferSize(handle, settings.BufferBytes);
        _ = PcapNative.SetTimestampPrecision(handle, PcapNative.NanosecondPrecision);
        var status = PcapNative.Activate(handle);
        if (status < 0)
        {
            return new OpenProblem(status, TextOf(status, handle));
        }

        if (settings.Filter is { Length: > 0 } filter && !TrySetFilter(handle, filter))
        {
            return new OpenProblem(-1, $"doesn't take the filter '{filter}': {PcapNative.Error(handle)}");
        }

        return PcapNative.SetNonBlocking(handle, 1, error) < 0 ? new OpenProblem(-1, Marshal.PtrToStringUTF8((nint)error) ?? "") : default;
    }

    private static bool TrySetFilter(nint handle, string filter)
    {
        BpfProgram program;
        if (PcapNative.Compile(handle, &program, filter, 1, PcapNative.NetmaskUnknown) != 0)
        {
            return false;
        }

        var set = PcapNative.SetFilter(handle, &program) == 0;
        PcapNative.FreeCode(&program);
        return set;
    }

    /// <summary>The program's own file, where it isn't run by way of <c>dotnet</c>, which shouldn't have such rights.</summary>
    private static string OwnPath => Environment.ProcessPath is { } path && Path.GetFileName(path) == "sensor" ? path : "PATH/sensor";

    private static string TextOf(int status, nint handle) => status switch
    {
        PcapNative.PermissionDenied or PcapNative.PromiscuousPermissionDenied =>
            $"may not be listened to by this user: run as root, or give the program the right once with 'sudo setcap cap_net_raw=ep {OwnPath}'",
        PcapNative.NoSuchDevice => "doesn't exist",
        PcapNative.InterfaceNotUp => "is down",
        _ => PcapNative.Error(handle) is { Length: > 0 } text ? $"can't be listened to: {text}" : $"can't be listened to: {PcapNative.StatusText(status)}",
    };
}
