using Microsoft.Win32.SafeHandles;

namespace Sensor.Capture.Live;

/// <summary>Wakes a thread that waits for packets in poll(2). Set from any thread; once is enough until it is cleared.</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    private readonly SafeFileHandle _event = new(SocketNative.NewEvent(), ownsHandle: true);

    /// <summary>What poll(2) waits on.</summary>
    public int Descriptor { get; }

    public WakeUp() => Descriptor = (int)_event.DangerousGetHandle();

    public void Set()
    {
        var one = 1UL;
        _ = SocketNative.Write(Descriptor, &one, sizeof(ulong));
    }

    public void Clear()
    {
        ulong count;
        _ = SocketNative.Read(Descriptor, &count, sizeof(ulong));
    }

    public void Dispose() => _event.Dispose();
}
