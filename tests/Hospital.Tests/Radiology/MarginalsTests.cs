using System.Diagnostics;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Radiology;
using Hospital.Sayings;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Tests.Radiology;

/// <summary>How much of what, and when: within what is documented at <see cref="Profiles"/> and <see cref="Demand"/>.</summary>
public sealed class MarginalsTests(ITestOutputHelper output)
{
    private static readonly Stopwatch Watch = Stopwatch.StartNew();
    private static readonly Days Week = Days.Live(120, 7);
    private static readonly double Seconds = Watch.Elapsed.TotalSeconds;

    [Fact]
    public void A_medium_site_stores_and_retrieves_some_15_000_objects_a_working_day()
    {
        var perDay = Enumerable.Range(0, 7).Select(day => Week.Requests(DimseOperation.Store).Count(s => DayOf(s.Step.Time) == day)).ToArray();
        output.WriteLine("objects a day " + string.Join(' ', perDay));
        output.WriteLine($"{Week.Steps.Count} steps a week, {Week.Steps.Count / Seconds:0} steps/s, kept in a list");
        foreach (var group in Week.Steps.Where(s => s.Saying is AssociateRequest).GroupBy(s => s.Conversation.Client.Role + " > " + s.Conversation.Server.Role))
        {
            var numbers = group.Select(s => s.Conversation.Number).ToHashSet();
            output.WriteLine($"{group.Key}: {numbers.Count} associations, {Week.Steps.Count(s => numbers.Contains(s.Conversation.Number))} steps");
        }

        foreach (var operation in Enum.GetValues<DimseOperation>())
        {
            output.WriteLine($"{operation} {Week.Requests(operation).Count()}");
        }

        Assert.InRange(perDay.Take(5).Average(), 11_000, 21_000);
        Assert.InRange(perDay.Skip(5).Average() / perDay.Take(5).Average(), 0.05, 0.5);
        Assert.InRange(Week.Steps.Count, 150_000, 350_000);
    }

    [Fact]
    public void Studies_have_as_many_objects_as_their_kind_has()
    {
        foreach (var group in Made().GroupBy(s => s.Request.Subject!.Accession).GroupBy(g => Week.Department.UnitOf(g.First().Step.Conversation.Client).Profile.Kind))
        {
            var counts = group.Select(g => g.Count()).Order().ToArray();
            output.WriteLine($"{group.Key}: {counts.Length} studies, {counts[0]} / {counts[counts.Length / 2]} / {counts[^1]} objects");
        }

        Assert.InRange(Median(ImageKind.CT), 300, 480);
        Assert.InRange(Median(ImageKind.MR), 150, 380);
        Assert.InRange(Median(ImageKind.US), 20, 60);
        Assert.InRange(Median(ImageKind.DX), 1, 4);
    }

    [Fact]
    public void Four_CT_studies_in_five_have_200_images_and_more_and_phantoms_are_few()
    {
        var counts = Made().Where(s => Week.Department.UnitOf(s.Step.Conversation.Client).Profile.Kind == ImageKind.CT).GroupBy(s => s.Request.Subject!.StudyUid)
            .Select(g => (double)g.Count()).Order().ToArray();
        output.WriteLine($"{counts.Length} CT studies, 10 % below {counts[counts.Length / 10]}, 10 % above {counts[counts.Length * 9 / 10]}");
        Assert.InRange(counts[counts.Length / 5], 200, 350);
        Assert.InRange(counts[counts.Length * 9 / 10], 500, 1_200);
        Assert.InRange(Week.Requests(DimseOperation.Store).Where(s => s.Request.SopClass == Uids.CtImage).Select(s => s.Request.Subject!).DistinctBy(s => s.StudyUid)
            .Count(s => s.Accession.StartsWith("QA", StringComparison.Ordinal)), 0, counts.Length / 15);
    }

    [Fact]
    public void The_day_is_busy_and_the_night_is_not_silent()
    {
        var byHour = Made().GroupBy(s => (int)Calendar.Hour(s.Step.Time)).ToDictionary(g => g.Key, g => g.Count());
        output.WriteLine("objects made by hour " + string.Join(' ', Enumerable.Range(0, 24).Select(h => byHour.GetValueOrDefault(h))));
        var total = byHour.Values.Sum();
        Assert.InRange(Enumerable.Range(8, 10).Sum(h => byHour.GetValueOrDefault(h)) / (double)total, 0.55, 0.95);
        Assert.True(Enumerable.Range(0, 6).Sum(h => byHour.GetValueOrDefault(h)) > 0);
    }

    private static double Median(ImageKind kind)
    {
        var counts = Made().Where(s => Week.Department.UnitOf(s.Step.Conversation.Client).Profile.Kind == kind && !s.Request.Subject!.Accession.StartsWith("QA", StringComparison.Ordinal))
            .GroupBy(s => s.Request.Subject!.Accession).Select(g => g.Count()).Order().ToArray();
        return counts[counts.Length / 2];
    }

    private static IEnumerable<(Step Step, DimseRequest Request)> Made() =>
        Week.Requests(DimseOperation.Store).Where(s => s.Step.Conversation.Client.Role == HostRole.Modality && s.Request.SopClass != Uids.DoseReport);

    private static int DayOf(long time) => (int)((time + Nanos.Hour - Week.Site.Parameters.Start) / Nanos.Day);
}
