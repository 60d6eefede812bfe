using Hospital.Network;
using Hospital.Radiology;
using Hospital.Sites;

namespace Hospital.Tests.Radiology;

/// <summary>Which imaging hosts there are.</summary>
public sealed class FleetTests(ITestOutputHelper output)
{
    [Fact]
    public void Makes_and_models_differ_in_what_they_say()
    {
        Assert.InRange(Profiles.All.Count, 25, 60);
        Assert.All(Enum.GetValues<ImageKind>(), kind => Assert.Contains(Profiles.Modalities, p => p.Kind == kind));
        Assert.Equal(Profiles.All.Count, Profiles.All.Select(p => p.Model).Distinct().Count());
        Assert.Equal(Profiles.All.Count, Profiles.All.Select(p => p.Title).Distinct().Count());
        Assert.True(Profiles.All.Select(p => p.ImplementationUid).Distinct().Count() >= Profiles.All.Count - 1);
        Assert.All(Profiles.All, p => Assert.InRange(p.MaxPduLength, 16_000, 262_144));
        Assert.All(Profiles.All, p => Assert.InRange(p.ImplementationVersion.Length, 1, 16));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(120)]
    [InlineData(600)]
    public void Four_in_ten_devices_are_for_imaging(int devices)
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var site = new Site(SiteParameters.Of(seed, devices));
            var department = new RadiologyDepartment(site);
            department.Furnish();
            Assert.Same(department, site.Imaging);
            Assert.Equal(devices * 4 / 10, site.Hosts.Count);
            Assert.Equal(site.Hosts.Count, site.Entities.Select(e => e.Host).Distinct().Count());
            Assert.Equal(site.Entities.Count, site.Entities.Select(e => e.Title).Distinct().Count());
            Assert.All(site.Entities, e => Assert.InRange(e.Title.Length, 1, 16));
            Assert.Equal(devices >= 200 ? 2 : 1, site.HostsOf(HostRole.Archive).Count());
            Assert.Equal(devices >= 100, department.Router is not null);
            Assert.NotEmpty(site.HostsOf(HostRole.Worklist));
            Assert.NotEmpty(department.Workstations);
            Assert.True(department.Modalities.Count() >= 3);
            if (devices >= 120)
            {
                var makes = department.Modalities.GroupBy(m => m.Profile.Model).Select(g => g.Count()).ToArray();
                output.WriteLine($"{devices}: {string.Join(' ', makes)}");
                Assert.InRange(makes.Max(), 3, 40);
                Assert.InRange(makes.Count(c => c == 1), 0, makes.Length / 2);
            }
        }
    }

    [Fact]
    public void An_archive_has_a_past_that_others_can_read()
    {
        var department = new RadiologyDepartment(new Site(SiteParameters.Of(1, 20)));
        department.Furnish();
        var study = department.Archive.Studies[0];
        Assert.Equal(study.ObjectCount, study.Objects().Count);
        Assert.Equal(study.Objects(), study.Objects());
        Assert.All(study.Objects(), o => Assert.InRange(o.Instance.Length, 20, 64));
        Assert.Equal(study.ObjectCount, study.Objects().Select(o => o.Instance).Distinct().Count());
        Assert.Contains(study, department.Archive.Of(study.Subject.PatientId));
    }

    [Fact]
    public void What_runs_on_a_host_can_move_to_another_and_hosts_to_other_addresses()
    {
        var site = new Site(SiteParameters.Of(1, 20));
        var department = new RadiologyDepartment(site);
        department.Furnish();
        var archive = department.MainArchive;
        var (old, address, title) = (archive.Host, archive.Host.Address, archive.Entity.Title);
        department.Readdress(old);
        Assert.NotEqual(address, old.Address);
        var spare = site.Add("spare archive", HostRole.Archive, old.Model, old.Place, (uint)(old.Mac >> 24));
        department.Move(archive, spare);
        Assert.Equal(spare, site.Entities.Single(e => e.Title == title).Host);
        Assert.DoesNotContain(site.Entities, e => e.Host == old);
    }
}
