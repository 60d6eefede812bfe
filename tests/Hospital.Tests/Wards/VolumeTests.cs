using System.Diagnostics;
using Hospital.Sayings;

namespace Hospital.Tests.Wards;

/// <summary>How much goes on by size of site, and how long it takes to tell.</summary>
public sealed class VolumeTests(ITestOutputHelper output)
{
    // A facility with 44,000 messages a day was measured (Ferreira et al. 2015); smaller ones are scaled to it by devices. Radiology's own, about a tenth, come on top here.
    [Theory]
    [InlineData(20, 14, 1_000, 1_900, 0.7e6)]
    [InlineData(120, 7, 6_500, 10_000, 3.5e6)]
    [InlineData(600, 1, 38_000, 55_000, 20e6)]
    public void It_is_as_much_as_hospitals_of_this_size_have(int devices, int days, double least, double most, double mostInTenWeeks)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        Listener.Hear(Listener.Parameters(devices), days, _ => { }, step =>
        {
            var name = step.Saying is Hl7Message { AckCode: "" } message ? $"{message.Type}^{message.Trigger}" : $"{step.Conversation.Language} {step.Conversation.Server.Role}";
            counts[name] = counts.GetValueOrDefault(name) + 1;
        });
        var (steps, messages) = (counts.Values.Sum(), counts.Where(c => c.Key[3] == '^').Sum(c => c.Value));
        output.WriteLine($"{devices} devices: {messages / days} messages a day, {steps * 70.0 / days / 1e6:0.00} M steps in ten weeks, told in {watch.Elapsed.TotalSeconds * 70 / days:0.0} s");
        foreach (var (name, count) in counts)
        {
            output.WriteLine($"  {name}: {count / days} a day");
        }

        Assert.InRange((double)messages / days, least, most);
        Assert.InRange(steps * 70.0 / days, 0, mostInTenWeeks);
    }
}
