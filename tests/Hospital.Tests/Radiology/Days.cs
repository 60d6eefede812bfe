using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hospital.Kernel;
using Hospital.Radiology;
using Hospital.Sayings;
using Hospital.Sites;
using Calendar = Hospital.Sites.Calendar;

namespace Hospital.Tests.Radiology;

/// <summary>Some days of a hospital's imaging, with wards that place orders as they should.</summary>
internal sealed class Days : IStepTaker, IMessaging
{
    private Days(SiteParameters parameters) => (Site, Department) = (new Site(parameters), null!);

    public Site Site { get; }

    public RadiologyDepartment Department { get; private set; }

    public List<Step> Steps { get; } = [];

    public HashSet<string> Ordered { get; } = [];

    /// <summary>What others were told of which order: that it was begun, over, reported.</summary>
    public List<(string Accession, string What)> Told { get; } = [];

    /// <param name="devices">Of the site.</param>
    /// <param name="days">From a Monday on.</param>
    /// <param name="seed">Of everything.</param>
    /// <param name="change">To do when the department has begun.</param>
    public static Days Live(int devices, int days, ulong seed = 3, Action<Days>? change = null)
    {
        var parameters = SiteParameters.Of(seed, devices);
        var lived = new Days(parameters);
        lived.Department = new RadiologyDepartment(lived.Site);
        lived.Department.Furnish();
        lived.Site.Agenda.Out = step => lived.Take(in step);
        lived.Department.Begin();
        lived.Ward();
        lived.Site.Messaging = lived;
        change?.Invoke(lived);
        lived.Site.Agenda.RunUntil(parameters.Start + (days * Nanos.Day));
        return lived;
    }

    public void Take(in Step step) => Steps.Add(step);

    public void End(long time)
    {
    }

    public void ExaminationChanged(ImagingOrder order, bool isOver) => Told.Add((order.Accession, isOver ? "over" : "begun"));

    public void Reported(ImagingOrder order) => Told.Add((order.Accession, "reported"));

    public IEnumerable<(Step Step, DimseRequest Request)> Requests(DimseOperation operation) =>
        Steps.Where(s => s.Saying is DimseRequest r && r.Operation == operation).Select(s => (s, (DimseRequest)s.Saying));

    public string Hash()
    {
        var text = new StringBuilder();
        foreach (var step in Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"{step.Time} {step.Duration} {step.Conversation.Number} {step.Conversation.ClientPort} {Render(step)}\n");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>What is said, but for where it came in the course of things.</summary>
    public static string Render(Step step) => string.Create(CultureInfo.InvariantCulture, $"{step.Speaker} > {step.Listener}: ") + step.Saying switch
    {
        DimseRequest r => $"{r.Operation} {r.MessageId} {r.SopClass} {r.Instance} {r.DataLength} {r.Subject} {r.MoveDestination} {r.MoveOriginator} {r.PduLength}",
        DimseResponse r => $"answer to {r.Request.Operation} {r.Request.MessageId} {r.Status} {r.DataLength} {r.SubOperations}",
        AssociateRequest r => $"{r.CallingAe} calls {r.CalledAe} {r.ImplementationUid} {r.MaxPduLength}",
        _ => step.Saying.GetType().Name,
    };

    /// <summary>Orders of inpatients, hour by hour.</summary>
    private void Ward()
    {
        foreach (var kind in Enum.GetValues<ImageKind>())
        {
            var dice = Site.Life.DiceFor("test ward", kind.ToString());
            var placed = 0;
            Site.Life.Every(Site.Life.Now + Nanos.Minute, () => Nanos.Hour, () => placed += Order(kind, placed, dice));
        }
    }

    private int Order(ImageKind kind, int placed, Dice dice)
    {
        var now = Site.Life.Now;
        var share = Calendar.Hour(now) is > 7.5 and < 17 ? 0.075 : 0.02;
        var mean = Demand.InpatientOrders(Site, kind) * share * (Calendar.IsQuietDay(now) ? Demand.QuietDay : 1);
        var count = dice.Count(mean, 0.1);
        for (var i = 0; i < count; i++)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{kind}{placed + i:00000}");
            Ordered.Add(number);
            var isUrgent = dice.Chance(Demand.UrgentShare);
            var patient = new Patient($"P{dice.Whole(1, 3000)}", "MUSTER^" + number, "19500101", "F", "V" + number, isUrgent ? "emergency" : "ward 1");
            Department.Take(new ImagingOrder(patient, number, number, kind, isUrgent, now));
        }

        return count;
    }
}
