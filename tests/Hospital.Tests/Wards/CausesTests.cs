using Hospital.Network;
using Hospital.Sayings;
using Hospital.Sites;

namespace Hospital.Tests.Wards;

/// <summary>Nothing happens without somebody it happens to.</summary>
public sealed class CausesTests
{
    private static readonly IReadOnlyList<Step> Steps = Listener.Hear(120, 14);

    [Fact]
    public void Whoever_something_is_ordered_for_has_come_before()
    {
        var beds = Hospital.Wards.Ward.Of(Listener.Parameters(120)).Sum(w => w.Beds);
        var known = new HashSet<string>();
        var before = new HashSet<string>();
        foreach (var message in Steps.Select(s => s.Saying).OfType<Hl7Message>().Where(m => m.PatientId.Length > 0 && m.PatientId != "QC"))
        {
            if (message.Type == "ADT")
            {
                known.Add(message.PatientId);
            }
            else if (message.Type is "ORM" or "OML" or "RDE" or "RGV" && !known.Contains(message.PatientId))
            {
                before.Add(message.PatientId);
            }
        }

        // Who lay in a bed when it all began wasn't seen to come. Radiology's outpatients come to radiology only.
        before.RemoveWhere(id => !id.StartsWith("41", StringComparison.Ordinal));
        Assert.InRange(before.Count, 1, beds);
        Assert.True(known.Count > 10 * before.Count);
    }

    [Fact]
    public void Pictures_blood_and_drugs_are_told_to_who_makes_them()
    {
        foreach (var (type, role) in new[] { ("OML", HostRole.Laboratory), ("RDE", HostRole.PumpServer) })
        {
            var ordered = Orders(type, s => s.Listener.Role == HostRole.InterfaceEngine);
            var told = Orders(type, s => s.Listener.Role == role);
            Assert.True(told.IsSubsetOf(ordered));
            Assert.InRange(told.Count, ordered.Count * 0.98, ordered.Count);
        }
    }

    [Fact]
    public void Results_answer_orders()
    {
        var ordered = Orders("OML", s => s.Listener.Role == HostRole.Laboratory);
        var answered = Orders("ORU", s => s.Speaker.Role == HostRole.Laboratory).Where(o => o.StartsWith('5')).ToHashSet();
        Assert.NotEmpty(answered);
        Assert.True(answered.Count > ordered.Count * 0.95);
    }

    [Fact]
    public void Pumps_are_started_on_orders_only()
    {
        var (orders, starts) = (0, 0);
        foreach (var step in Steps)
        {
            orders += step.Saying is Hl7Message { Type: "RDE" } message && step.Listener.Role == HostRole.PumpServer && message.Text.Contains("IV Pump", StringComparison.Ordinal) ? 1 : 0;
            starts += step.Saying is PumpRequest { Command: "INF_RATE", IsSet: true } ? 1 : 0;
        }

        Assert.InRange(starts, 20, orders);
        var infused = Orders("RDE", _ => true);
        Assert.True(Orders("RGV", _ => true).IsSubsetOf(infused));
        Assert.NotEmpty(Orders("RGV", _ => true));
    }

    [Fact]
    public void Every_pump_is_asked_and_an_empty_bed_is_silent()
    {
        var asked = Steps.Where(s => s.Saying is PumpRequest).Select(s => ((PumpRequest)s.Saying).Serial).ToHashSet();
        Assert.InRange(asked.Count, 30, 42);
        var monitors = Steps.Where(s => s.Speaker.Role == HostRole.Monitor && s.Saying is Payload).GroupBy(s => s.Speaker.Name).ToArray();
        Assert.Contains(monitors, m => m.Zip(m.Skip(1), (a, b) => b.Time - a.End).Max() > 20L * 60 * 1_000_000_000);
    }

    [Fact]
    public void Radiology_is_asked_for_pictures_once_its_system_knows_of_the_order()
    {
        var imaging = new Imaging();
        var told = new HashSet<string>();
        Listener.Hear(Listener.Parameters(120), 3, site => site.Imaging = imaging, step =>
        {
            if (step.Saying is Hl7Message { Type: "ORM", AckCode: "" } message && step.Speaker.Role == HostRole.InterfaceEngine)
            {
                told.Add(message.Order);
            }
        });
        Assert.InRange(imaging.Orders.Count, 40, 250);
        Assert.True(imaging.Orders.IsSubsetOf(told));
    }

    private sealed class Imaging : IImaging
    {
        public HashSet<string> Orders { get; } = [];

        public void Take(ImagingOrder order) => Assert.True(Orders.Add(order.Order));
    }

    private static HashSet<string> Orders(string type, Func<Step, bool> where) =>
        [.. Steps.Where(s => s.Saying is Hl7Message { AckCode: "", Order.Length: > 0 } m && m.Type == type && where(s)).Select(s => ((Hl7Message)s.Saying).Order)];
}
