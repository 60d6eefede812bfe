using Hospital;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;
using Scorecard.Audits;

namespace Scorecard.Tests.Audits;

public sealed class RealismAuditTests
{
    [Fact]
    public void Equal_lots_are_no_distance_apart_and_shifted_ones_the_shift()
    {
        double[] some = [.. Enumerable.Range(0, 500).Select(i => (double)i)];
        Assert.Equal(0, Distance.Wasserstein(some, some));
        Assert.Equal(3, Distance.Wasserstein(some, [.. some.Select(v => v + 3)]), 9);
        Assert.True(double.IsNaN(Distance.Wasserstein(some, [])));
    }

    [Fact]
    public void A_series_that_alternates_hangs_together_negatively()
    {
        Assert.True(Distance.LagOne([.. Enumerable.Range(0, 100).Select(i => i % 2.0)]) < -0.9);
        Assert.True(Distance.LagOne([.. Enumerable.Range(0, 100).Select(i => (double)i)]) > 0.9);
        Assert.Equal(0, Distance.LagOne([1, 1, 1, 1]));
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(20, false)]
    public void Studies_are_put_beside_what_is_known_of_them(int images, bool isWithin)
    {
        var profile = new TrafficProfile();
        foreach (var step in Studies(images))
        {
            profile.Take(in step);
        }

        var found = RealismAudit.Run(profile, 20, 1, null).Single(f => f.Feature == "images a study, CT");
        Assert.Equal(isWithin, found.IsWithin);
        Assert.Contains($"median {images}", found.Generated, StringComparison.Ordinal);
    }

    private static IEnumerable<Step> Studies(int images)
    {
        var (modality, archive) = (Host(1, HostRole.Modality), Host(2, HostRole.Archive));
        for (var study = 0; study < 30; study++)
        {
            var talk = new Conversation { Number = study, Client = modality, Server = archive, ClientPort = 50_000, ServerPort = 104, Language = Language.Dicom };
            for (var i = 0; i < images; i++)
            {
                var subject = new Subject("1", "A^B", "2", $"1.2.{study}");
                yield return new Step((study * Nanos.Hour) + (i * Nanos.Second), 0, talk, Side.Client, new DimseRequest { Operation = DimseOperation.Store, ContextId = 1, MessageId = 1, SopClass = Uids.CtImage, DataLength = 500_000, Subject = subject, PduLength = 65_536 });
            }
        }
    }

    private static Host Host(int number, HostRole role) => new() { Number = number, Name = "x", Role = role, Model = "x", Place = "x" };
}
