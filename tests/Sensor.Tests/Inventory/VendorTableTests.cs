using Sensor.Inventory.Vendors;
using Sensor.Tests.Live;
using Sensor.Tests.Support;

namespace Sensor.Tests.Inventory;

/// <summary>Makers of network interfaces by MAC address, from the IEEE's listing.</summary>
public sealed class VendorTableTests
{
    [Theory]
    [InlineData(0x00065B_000000, "Dell")]
    [InlineData(0x00065B_FFFFFF, "Dell")]
    [InlineData(0x000000_000001, "XEROX")]
    [InlineData(0x00A0DE_000001, "Yamaha")]
    public void The_first_24_bits_name_the_maker(ulong mac, string vendor) => Assert.Equal(vendor, VendorTable.Find(mac));

    [Theory]
    [InlineData(0xFCD2B6_300000, "Coet Costruzioni Elettrotecniche")]
    [InlineData(0xFCD2B6_3FFFFF, "Coet Costruzioni Elettrotecniche")]
    [InlineData(0x70B3D5_001000, "SOREDI touch systems")]
    [InlineData(0x0050C2_001FFF, "JMBS Developpements")]
    [InlineData(0x0050C2_FFF000, "MSR-Solutions")]
    public void Small_makers_share_24_bits_and_are_told_apart_by_28_or_36(ulong mac, string vendor) => Assert.Equal(vendor, VendorTable.Find(mac));

    [Theory]
    [InlineData(0xFCFFAA_000000)]
    [InlineData(0x70B3D5_FFF000)]
    [InlineData(0xFCFFFF_FFFFFF)]
    public void Who_is_not_listed_or_wants_to_stay_private_has_no_name(ulong mac) => Assert.Null(VendorTable.Find(mac));

    [Theory]
    [InlineData(0x02065B_000001)]
    [InlineData(0x01065B_000001)]
    [InlineData(0xFFFFFF_FFFFFF)]
    [InlineData(0x0242AC_110002)]
    public void Local_and_group_addresses_have_no_maker(ulong mac) => Assert.Null(VendorTable.Find(mac));

    [Fact]
    public void Asking_allocates_the_name_alone()
    {
        Assert.Equal("Dell", VendorTable.Find(0x00065B_000001));
        Assert.Null(VendorTable.Find(0xFCFFAA_000001));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Assert.Null(VendorTable.Find(0x02065B_000001));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_table_is_what_its_script_makes_of_the_package_it_names()
    {
        var installed = Machine.Run("dpkg-query", "-W", "-f", "ieee-data ${Version}", "ieee-data");
        Assert.SkipUnless(installed.Output == VendorTable.Source, $"{VendorTable.Source} is not installed (apt-get install ieee-data)");
        using var folder = new TempFolder();
        var script = Path.Combine(folder.Path, "make.py");
        var vendors = Path.Combine(Machine.Root, "src", "Sensor", "Inventory", "Vendors");
        File.Copy(Path.Combine(vendors, "make.py"), script);

        var made = Machine.Run("python3", script);

        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(vendors, "prefixes.bin")), File.ReadAllBytes(Path.Combine(folder.Path, "prefixes.bin")));
    }
}
