using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Sites;
using Hospital.Tests.Wards;

namespace Hospital.Tests.Infrastructure;

/// <summary>Attacks that pass encrypted, by file sharing or by FTP have something ordinary to hide among: at their hours, of their sizes, periods and durations.</summary>
public sealed class EncryptedWorkTests
{
    private static readonly IReadOnlyList<Step> Steps = Listener.Hear(120, 14);

    private static readonly Step[][] Encrypted = [.. Steps.Where(s => s.Conversation.Language == Language.Tls).GroupBy(s => s.Conversation.Number).Select(g => g.ToArray())];

    [Fact]
    public void Encrypted_connections_begin_at_every_hour_alike()
    {
        var hours = Encrypted.GroupBy(c => (int)Calendar.Hour(c[0].Time)).ToDictionary(g => g.Key, g => g.Count() / (double)Encrypted.Length);
        Assert.Equal(24, hours.Count);
        Assert.All(hours.Values, share => Assert.InRange(share, 1 / 24.0 / 2, 2 / 24.0));
    }

    [Fact]
    public void Most_say_little_and_many_come_again_to_the_minute()
    {
        Assert.InRange(Encrypted.Count(c => c.Sum(s => s.Saying is TlsData data ? data.Length : 0) < 1500) / (double)Encrypted.Length, 0.5, 0.95);
        var ways = Encrypted.GroupBy(c => (c[0].Conversation.Client.Number, c[0].Conversation.Server.Number))
            .Select(g => g.Zip(g.Skip(1), (one, next) => (double)(next[0].Time - one[0].Time)).ToArray()).Where(gaps => gaps.Length > 15).ToArray();
        Assert.Contains(ways, gaps => gaps.Max() - gaps.Min() < Nanos.Second);
        Assert.Contains(ways, gaps => gaps.Max() > 1.2 * gaps.Min() && gaps.Max() < 3 * gaps.Min());
    }

    [Fact]
    public void Some_stay_open_for_hours_by_day()
    {
        var stayed = Encrypted.Where(c => c[^1].End - c[0].Time > 3 * Nanos.Hour && Calendar.Hour(c[0].Time) is > 8 and < 17).ToArray();
        Assert.InRange(stayed.Length, 5, 200);
        Assert.All(stayed, c => Assert.IsType<Closed>(c[^1].Saying));
    }

    [Theory]
    [InlineData(445)]
    [InlineData(80)]
    [InlineData(53)]
    public void Nor_is_any_hour_without_files_pages_and_names(int port)
    {
        var hours = Steps.Where(s => s.Conversation.ServerPort == port && s.From == Side.Client).Select(s => (int)Calendar.Hour(s.Time)).Distinct();
        Assert.Equal(24, hours.Count());
    }
}
