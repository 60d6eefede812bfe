using System.Reflection;
using System.Runtime.InteropServices;

namespace Sensor.Capture.Live;

/// <summary>Finds libpcap under the names systems install it by.</summary>
internal static class PcapLibrary
{
    /// <summary>The name the imports use; it isn't a file.</summary>
    public const string Name = "pcap";

    /// <summary>Most of Linux, then Debian and Ubuntu, which kept an older number for the same interface.</summary>
    private static readonly string[] FileNames = ["libpcap.so.1", "libpcap.so.0.8"];

    /// <summary>Called once, by the imports themselves, before the first of them is used.</summary>
    public static void Register() => NativeLibrary.SetDllImportResolver(typeof(PcapLibrary).Assembly, Resolve);

    /// <exception cref="CaptureException">libpcap isn't installed.</exception>
    public static void Require()
    {
        foreach (var name in FileNames)
        {
            if (NativeLibrary.TryLoad(name, out _))
            {
                return;
            }
        }

        throw new CaptureException("libpcap isn't installed (Debian: apt-get install libpcap0.8; Red Hat: dnf install libpcap).");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name == Name)
        {
            foreach (var candidate in FileNames)
            {
                if (NativeLibrary.TryLoad(candidate, out var library))
                {
                    return library;
                }
            }
        }

        // Zero: the runtime looks for itself.
        return 0;
    }
}
