using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Inventory;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Tests.Inventory;

/// <summary>A device is called by its name, unless another went by that name first.</summary>
public sealed class NameClaimsTests
{
    private static readonly Name Bpoc = new("BPOC", 7), Ct = new("CT1", 8);

    private readonly DeviceTable _devices = new();

    [Fact]
    public void A_name_that_another_device_has_does_not_stand_for_an_impostor()
    {
        Claim(Of("10.40.0.71"), Bpoc, 1);
        Claim(Of("10.40.0.77"), Bpoc, 2);

        Assert.Equal(["BPOC (10.40.0.71)", "10.40.0.77 (calls itself BPOC, as 10.40.0.71 does)"], Labels(_devices));
    }

    [Fact]
    public void A_name_of_its_own_comes_first_even_where_it_is_believed_less()
    {
        Claim(Of("10.40.0.71"), Bpoc, 1);
        Claim(Of("10.40.0.77"), Bpoc, 2);
        Claim(Of("10.40.0.77"), Ct, 3, confidence: 0.5);

        Assert.Equal("CT1 (10.40.0.77)", Of("10.40.0.77").Label);
    }

    [Fact]
    public void Names_of_different_sorts_are_different_names()
    {
        Claim(Of("10.40.0.71"), Bpoc, 1);
        Of("10.40.0.77").Claim(Attribute.AeTitle, Bpoc, "dicom", 0.6, 2);

        Assert.Equal("BPOC (10.40.0.77)", Of("10.40.0.77").Label);
    }

    /// <summary>What was saved is read in the order of numbers, which isn't that of the claims.</summary>
    [Fact]
    public void A_restart_does_not_show()
    {
        _ = Of("10.40.0.70");
        Claim(Of("10.40.0.77"), Bpoc, 1);
        Claim(Of("10.40.0.70"), Bpoc, 2);
        var restored = new DeviceTable();
        foreach (var device in _devices.All)
        {
            var copy = new Device(device.Number, device.Address, device.FirstSeen);
            copy.Restore(device.Evidence, 0);
            Assert.True(restored.Restore(copy));
        }

        Assert.Equal(["10.40.0.70 (calls itself BPOC, as 10.40.0.77 does)", "BPOC (10.40.0.77)"], Labels(_devices));
        Assert.Equal(Labels(_devices), Labels(restored));
    }

    private static IEnumerable<string> Labels(DeviceTable devices) => devices.All.Select(d => d.Label);

    private static void Claim(Device device, Name name, long time, double confidence = 0.6) => device.Claim(Attribute.Hl7Application, name, "hl7", confidence, time);

    private Device Of(string text)
    {
        Assert.True(Sensor.Site.AddressRange.TryParseAddress(text, out IpAddress address));
        return _devices.FindOrAdd(in address, 0, out _)!;
    }
}
