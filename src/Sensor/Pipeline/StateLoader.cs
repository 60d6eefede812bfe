using Sensor.Inventory;
using Sensor.Models;
using Sensor.State;

namespace Sensor.Pipeline;

/// <summary>Brings saved state into an analysis that is as new.</summary>
internal static class StateLoader
{
    private const long Day = 86_400L * 1_000_000_000;

    /// <param name="saved">What was saved.</param>
    /// <param name="analysis">As new; of no more use when this fails.</param>
    /// <param name="sameInput">The run goes on in the input that was saved last.</param>
    /// <param name="settings">How long devices are kept.</param>
    /// <returns>What people did meanwhile, which has taken effect, and whether devices were left behind.</returns>
    /// <exception cref="StateException">Something isn't as it was written.</exception>
    public static (JournalNews News, bool Forgot) Load(StateDatabase saved, Analysis analysis, bool sameInput, StateSettings settings)
    {
        var devices = LoadDevices(saved, analysis);
        var forgot = !sameInput && Forget(devices, settings);
        foreach (var device in devices)
        {
            Require(analysis.Devices.Restore(device), "the list of devices");
        }

        LoadParts(saved, analysis, sameInput);
        var news = saved.JournalNews(analysis.Journal.Taken);
        analysis.Take(news);
        return (news, forgot);
    }

    private static List<Device> LoadDevices(StateDatabase saved, Analysis analysis)
    {
        var devices = new List<Device>();
        foreach (var row in saved.Devices())
        {
            Require(DeviceModel.TryLoad(row.Model, out var model) & Seal.TryOpen(row.Inventory, out var body), "a device");
            var reader = new PartReader(body);
            Require(DeviceState.TryLoad(ref reader, model!, analysis.Names, out var device) && device.Number == row.Number, "a device");
            devices.Add(device!);
        }

        return devices;
    }

    private static bool Forget(List<Device> devices, StateSettings settings)
    {
        if (settings.DeviceDays is not { } days || devices.Count == 0)
        {
            return false;
        }

        var before = devices.Max(d => d.LastSeen) - (days * Day);
        return devices.RemoveAll(d => d.LastSeen < before) > 0;
    }

    /// <summary>A part that wasn't there when the state was saved is as new; what was saved of one that is no more is passed over.</summary>
    private static void LoadParts(StateDatabase saved, Analysis analysis, bool sameInput)
    {
        var rows = saved.Parts().ToDictionary(p => p.Name);
        foreach (var part in analysis.Parts)
        {
            if (!rows.TryGetValue(part.Name, out var row))
            {
                continue;
            }

            if (row.Version > part.Version)
            {
                throw new StateException(StateFault.Foreign, $"a newer sensor saved its {part.Name}");
            }

            Require(row.Version > 0 & Seal.TryOpen(row.Data, out var body), $"the part {part.Name}");
            var reader = new PartReader(body);
            Require(part.TryLoad(ref reader, new PartOrigin(row.Version, sameInput)), $"the part {part.Name}");
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new StateException(StateFault.Damaged, $"{what} isn't as it was written");
        }
    }
}
