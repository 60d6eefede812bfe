using System.Globalization;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Radiology;

/// <summary>
/// The imaging half of a hospital. Orders come in; all that is said follows from them, and from a few routines. What changes it while it lives (replacements, outages, studies
/// sent elsewhere) is ordinary life, too: attackers look, and speak by lanes of their own.
/// </summary>
public sealed class RadiologyDepartment : IDepartment, IImaging
{
    private readonly Site _site;
    private readonly Fleet _fleet;
    private readonly Calls _calls;
    private readonly Booking _booking;
    private readonly Examinations _examinations;
    private readonly Worklists _worklists;
    private readonly Reading _reading;
    private readonly Routines _routines;
    private readonly Outpatients _outpatients;
    private readonly Delivery _delivery;
    private readonly List<Action<Study, ImagingUnit>> _told = [];

    public RadiologyDepartment(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        _site = site;
        site.Imaging = this;
        _fleet = new Fleet(site);
        _calls = new Calls(site);
        _delivery = new Delivery(site, _fleet, _calls);
        _reading = new Reading(site, _fleet, _calls, _delivery, new Priors(site, Archive), Archive);
        _booking = new Booking(site, _fleet, (unit, order, isFree) => _examinations!.Examine(unit, order, isFree));
        _worklists = new Worklists(site, _fleet, _calls, _booking.Waiting);
        _examinations = new Examinations(site, _fleet, _calls, _delivery, _worklists, Stored);
        _routines = new Routines(site, _fleet, _calls, _delivery, Archive, (unit, order) => _examinations.Examine(unit, order, () => { }));
        _outpatients = new Outpatients(site, Book);
    }

    /// <summary>What the archive has of late.</summary>
    public ArchiveContents Archive { get; } = new();

    /// <summary>All imaging hosts, in the order in which they were added.</summary>
    public IReadOnlyList<ImagingUnit> Units => _fleet.Units;

    public IEnumerable<ImagingUnit> Modalities => _fleet.Modalities;

    public IEnumerable<ImagingUnit> Workstations => _fleet.Workstations;

    /// <summary>To which modalities store.</summary>
    public ImagingUnit MainArchive => _fleet.Archive;

    public ImagingUnit Worklist => _fleet.Worklist;

    public ImagingUnit? Router => _fleet.Router;

    /// <summary>Orders that came to nothing for want of equipment.</summary>
    public int Declined => _booking.Declined;

    public ImagingUnit UnitOf(Host host) => _fleet.Units.First(u => u.Host == host);

    public void Furnish()
    {
        _fleet.Furnish();

        // The archive isn't new: some studies of the last days, of patients who have gone home.
        var dice = _site.Life.DiceFor("radiology", "before");
        List<ImagingUnit> modalities = [.. Modalities];
        for (var i = 0; i < 60; i++)
        {
            var unit = dice.Pick(modalities);
            var id = "H" + dice.Whole(100_000, 999_999).ToString(CultureInfo.InvariantCulture);
            var taken = _site.Parameters.Start - Nanos.Hours(10 * (60 - i) / 60.0) - Nanos.Days(2);
            Archive.Add(Study.Make(unit.Profile, unit.Host.Serial, new Patient(id, "FORMER^" + id, "19600101", "F", "", Outpatients.Ward), "A" + id, taken, dice));
        }
    }

    public void Begin()
    {
        foreach (var unit in Modalities)
        {
            _worklists.Begin(unit);
        }

        _routines.Begin();
        _reading.Begin();
        _outpatients.Begin();
    }

    public void Take(ImagingOrder order) => Book(order, 0);

    /// <summary>An imaging host more, from now on (call it after the site has begun). A modality takes its share of orders, a workstation in the reading room or on a ward of retrievals;
    /// what stands in the server room does what it is told.</summary>
    public ImagingUnit Introduce(ImagingProfile profile, string place)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var unit = _fleet.Add(profile, place);
        if (profile.Role == HostRole.Modality)
        {
            _worklists.Begin(unit);
        }

        _routines.Begin(unit);
        return unit;
    }

    /// <summary>A host has another make's habits from now on: it was replaced, or its software was. It keeps its titles; its MAC address stays, too, if the maker is the same.</summary>
    public void Replace(Host host, ImagingProfile profile)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(profile);
        var unit = UnitOf(host);
        if (host.Mac >> 24 != profile.MacPrefix)
        {
            host.Mac = ((ulong)profile.MacPrefix << 24) | (_site.Life.DiceFor("replaced", host.Name, profile.Model).Next() & 0x7FFFFF);
        }

        unit.Profile = profile;
        Change(unit, e => e with
        {
            ImplementationUid = profile.ImplementationUid,
            ImplementationVersion = profile.ImplementationVersion,
            MaxPduLength = profile.MaxPduLength,
        });
    }

    /// <summary>What runs on a host runs on another from now on (a fail-over), which may be new.</summary>
    public void Move(ImagingUnit unit, Host to)
    {
        ArgumentNullException.ThrowIfNull(unit);
        Change(unit, e => e with { Host = to });
        unit.Host = to;
    }

    /// <summary>A host gets another address of its place's network, or of another's.</summary>
    public void Readdress(Host host, string? place = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        host.Address = _site.NextAddress(place ?? host.Place);
    }

    /// <summary>An archive, a router or a worklist host is unreachable for a while; who has something for it tries again, and it all comes when it is back.</summary>
    public void Fail(Host host, long from, long until) => _calls.Fail(host, from, until);

    /// <summary>From now on, this is told of each study that has arrived in the archive, and of who made it: for whoever wants to send it on.</summary>
    public void WhenArrived(Action<Study, ImagingUnit> tell) => _told.Add(tell);

    /// <summary>One unit stores a study to another, with its usual habits and mishaps.</summary>
    public void Send(ImagingUnit from, ImagingUnit to, Study study, Dice dice)
    {
        ArgumentNullException.ThrowIfNull(study);
        _delivery.Send(from, to, study.Objects(), dice);
    }

    /// <summary>Somebody looks for a patient's studies in the archive and has these sent, to itself or elsewhere.</summary>
    public void Retrieve(ImagingUnit by, IReadOnlyList<Study> studies, Dice dice, ImagingUnit? to = null)
    {
        ArgumentNullException.ThrowIfNull(studies);
        _reading.Fetch(by, studies[0].Subject.PatientId, studies, dice, to);
    }

    private void Change(ImagingUnit unit, Func<ApplicationEntity, ApplicationEntity> change)
    {
        var changed = unit.Entities.Select(change).ToArray();
        for (var i = 0; i < changed.Length; i++)
        {
            _site.Entities[_site.Entities.IndexOf(unit.Entities[i])] = changed[i];
        }

        unit.Entities = changed;
    }

    private void Book(ImagingOrder order, long appointment)
    {
        ArgumentNullException.ThrowIfNull(order);
        var dice = _site.Life.DiceFor("booking", order.Accession);
        if (_booking.Enter(order, appointment, dice, out _, out var earliest) && !order.IsUrgent)
        {
            _reading.Prefetch(order, earliest);
        }
    }

    private void Stored(ImagingOrder order, Study study, ImagingUnit unit)
    {
        Archive.Add(study);
        if (!order.Patient.Id.StartsWith(Routines.TestPatient, StringComparison.Ordinal))
        {
            _reading.Take(order, study);
        }

        foreach (var tell in _told)
        {
            tell(study, unit);
        }
    }
}
