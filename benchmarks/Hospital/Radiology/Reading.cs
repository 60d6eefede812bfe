using Hospital.Kernel;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Radiology;

/// <summary>
/// Radiologists read what was made, at workstations: they list studies, fetch one with its priors, now and then send key images back, and report. By day everybody; at night
/// and on quiet days one is on call, for what is urgent. Some reading needs no retrieval: pictures were routed ahead, or are looked at in a viewer that has no DICOM.
/// </summary>
internal sealed class Reading(Site site, Fleet fleet, Calls calls, Delivery delivery, Priors priors, ArchiveContents contents)
{
    public const string Room = "reading room";

    private const double Routed = 0.08;
    private const double PriorFetched = 0.2;
    private const double Prefetched = 0.15;
    private const double TwoPriors = 0.15;
    private const double OneSeries = 0.15;
    private const double Mistyped = 0.025;
    private const double KeyImages = 0.1;
    private const double LookedAtElsewhere = 0.1;

    /// <summary>Share of reports that juniors write, and the hour at which seniors sign them.</summary>
    private const double Juniors = 0.5;
    private const double Conference = 7.3;

    /// <summary>Shares: of retrievals that fail in part; of lists that somebody has had enough of.</summary>
    private const double Incomplete = 0.004;
    private const double Cancelled = 0.03;

    /// <summary>So many studies a list shows.</summary>
    private const int ListLength = 15;
    private const int StudyBytes = 420;
    private const int SeriesBytes = 260;

    private static readonly string[] ByStudy = [Uids.StudyRootFind, Uids.StudyRootMove];
    private static readonly string[] ByPatient = [Uids.PatientRootFind, Uids.PatientRootMove];
    private static readonly string[] GetModel = [Uids.StudyRootFind, Uids.StudyRootGet, .. Profiles.Modalities.Select(p => p.SopClass).Distinct(), Uids.UltrasoundMultiframe, Uids.SecondaryCapture, Uids.DoseReport];
    private static readonly string[] Syntaxes = [Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian];

    /// <summary>Studies that nobody has read.</summary>
    public int Unread { get; private set; }

    /// <summary>How often a study is fetched to be read.</summary>
    private static double Fetched(ImageKind kind) => kind switch
    {
        ImageKind.CT or ImageKind.MR => 0.42,
        ImageKind.US => 0.35,
        ImageKind.MG => 0.6,
        ImageKind.XA => 0.25,
        _ => 0.8,
    };

    public void Begin()
    {
        foreach (var station in fleet.Workstations)
        {
            var dice = site.Life.DiceFor("list", station.Host.Name);
            ImageKind? special = dice.Chance(0.5) ? dice.Pick(Enum.GetValues<ImageKind>()) : null;
            site.Life.Every(Calendar.Next(site.Life.Now, 7 + dice.Between(0, 0.6)), () => Nanos.Minutes(dice.LogNormal(52, 0.5)), () =>
            {
                var hour = Calendar.Hour(site.Life.Now);
                var isLunch = hour is > 12 and < 13.2 && dice.Chance(0.6);
                if (IsStaffed(site.Life.Now) && hour is > 7 and < 18 && !isLunch)
                {
                    List(station, special, dice);
                }
            });
        }
    }

    /// <summary>A study has arrived: somebody will read it.</summary>
    public void Take(ImagingOrder order, Study study)
    {
        var dice = site.Life.DiceFor("reading", order.Accession);
        Unread++;
        var now = site.Life.Now;
        var at = order.IsUrgent ? now + Nanos.Minutes(dice.LogNormal(25, 0.7)) : Staffed(now + Nanos.Hours(dice.LogNormal(1.8, 0.8)), dice);
        var station = Station(at, dice);
        var isRouted = dice.Chance(Routed);
        if (isRouted)
        {
            site.Life.At(now + Nanos.Seconds(dice.LogNormal(40, 0.7)), () => delivery.Send(fleet.Archive, station, study.Objects(), dice));
        }

        site.Life.At(at, () => Read(order, study, station, isRouted, dice));
        if (dice.Chance(LookedAtElsewhere) && fleet.Workstations.Where(w => w.Host.Place is not (Room or Fleet.ServerRoom)).ToList() is { Count: > 0 } others)
        {
            var other = dice.Pick(others);
            site.Life.At(now + Nanos.Hours(dice.LogNormal(0.8, 1)), () => Fetch(other, study.Subject.PatientId, [study], dice));
        }
    }

    /// <summary>The information system has priors brought to where the study will be read, before it is made.</summary>
    public void Prefetch(ImagingOrder order, long at)
    {
        var dice = site.Life.DiceFor("prefetch", order.Accession);
        var before = at - Nanos.Minutes(dice.LogNormal(50, 0.4));
        var found = dice.Chance(Prefetched) ? priors.Of(order.Patient, order.Kind, order.Accession) : [];
        if (found.Count > 0)
        {
            var station = Station(at, dice);
            site.Life.At(before, () => Fetch(fleet.Worklist, order.Patient.Id, found.Take(1), dice, station));
        }
    }

    /// <summary>Looks for a patient's studies and gets some of them, to itself or to where it wants them.</summary>
    public void Fetch(ImagingUnit from, string patientId, IEnumerable<Study> studies, Dice dice, ImagingUnit? to = null)
    {
        var isGet = to is null && from.Profile.Retrieval == RetrievalHabit.Get;
        var talk = calls.Between(dice, from, fleet.Archive, isGet ? GetModel : Model(from), Syntaxes, true);
        var (find, move) = (Model(from)[0], Model(from)[1]);
        if (calls.IsDown(fleet.Archive.Host, site.Life.Now))
        {
            talk.BeUnreachable();
            return;
        }

        talk.Associate();
        if (dice.Chance(Mistyped))
        {
            // Mistyped, or not yet there.
            talk.Find(find, Queries.StudiesOf(patientId + "0"), 0, 0).Wait(Nanos.Seconds(dice.LogNormal(9, 0.5)));
        }

        talk.Find(find, Queries.StudiesOf(patientId), 1 + contents.Of(patientId).Count(), StudyBytes);
        foreach (var study in studies)
        {
            var uid = study.Subject.StudyUid;
            talk.Wait(Nanos.Seconds(dice.LogNormal(1.5, 0.6))).Find(find, Queries.SeriesOf(uid), study.Series.Count, SeriesBytes);
            var one = study.Series.Count > 1 && dice.Chance(OneSeries) ? dice.Pick(study.Series) : null;
            var wanted = one is null ? Queries.Study(uid) : Queries.Series(uid, one.Number);
            var objects = one is null ? study.Objects() : study.ObjectsOf(one);
            if (isGet)
            {
                talk.Get(Uids.StudyRootGet, wanted, objects);
                continue;
            }

            if (dice.Chance(Incomplete))
            {
                Move(dice.Whole(1, objects.Count));
                talk.Wait(Nanos.Seconds(dice.LogNormal(12, 0.6)));
            }

            Move(0);

            void Move(int failures) =>
                talk.Move(move, wanted, (to ?? from).Entity, (to ?? from).Entity.Title, objects, fleet.Archive.Entity, failures);
        }

        talk.Release();
    }

    private void Read(ImagingOrder order, Study study, ImagingUnit station, bool isRouted, Dice dice)
    {
        if (calls.IsDown(fleet.Archive.Host, site.Life.Now))
        {
            calls.Between(dice, station, fleet.Archive, Model(station), Syntaxes, true).BeUnreachable();
            site.Life.At(site.Life.Now + Nanos.Minutes(dice.LogNormal(12, 0.4)), () => Read(order, study, station, isRouted, dice));
            return;
        }

        List<Study> wanted = isRouted || !dice.Chance(Fetched(study.Kind)) ? [] : [study];
        if (dice.Chance(PriorFetched))
        {
            wanted.AddRange(priors.Of(order.Patient, study.Kind, order.Accession).Take(dice.Chance(TwoPriors) ? 2 : 1));
        }

        Fetch(station, order.Patient.Id, wanted, dice);
        var over = site.Life.Now + Nanos.Minutes(dice.LogNormal(study.Kind is ImageKind.CT or ImageKind.MR ? 12 : 5, 0.6));
        if (dice.Chance(KeyImages))
        {
            var captures = Enumerable.Range(1, dice.Whole(1, 4))
                .Select(i => new StoredObject(Uids.SecondaryCapture, $"{study.Subject.StudyUid}.99.{i}", (long)dice.LogNormal(900_000, 0.5) & ~1L, study.Subject)).ToList();
            site.Life.At(over - Nanos.Seconds(20), () => delivery.Store(station, captures, dice, () => { }));
        }

        site.Life.At(over, () =>
        {
            Unread--;
            site.Life.At(Signed(order, dice), () => site.Messaging?.Reported(order));
        });
    }

    /// <summary>When a report that was written now goes out: at once if it is urgent or a senior's, else when seniors have signed what has come since, before the day's conference.</summary>
    private long Signed(ImagingOrder order, Dice dice)
    {
        var time = site.Life.Now;
        if (order.IsUrgent || !dice.Chance(Juniors))
        {
            return time;
        }

        do
        {
            time = Calendar.Next(time + Nanos.Minute, Conference);
        }
        while (Calendar.IsQuietDay(time));
        return time + Nanos.Minutes(dice.Between(0, 20));
    }

    private void List(ImagingUnit station, ImageKind? special, Dice dice)
    {
        var talk = calls.Between(dice, station, fleet.Archive, Model(station), Syntaxes, true);
        if (calls.IsDown(fleet.Archive.Host, site.Life.Now))
        {
            talk.BeUnreachable();
            return;
        }

        talk.Associate().Find(Model(station)[0], Queries.Studies(site.Life.Now, special), Math.Min(ListLength, special is null ? Unread : Unread / 3), StudyBytes, 0, dice.Chance(Cancelled) ? dice.Whole(1, 5) : 0).Release();
    }

    /// <summary>What it asks with, and what it moves with.</summary>
    private static string[] Model(ImagingUnit unit) => unit.Profile.AsksByPatient ? ByPatient : ByStudy;

    /// <summary>By day anybody's; else that of who is on call.</summary>
    private ImagingUnit Station(long time, Dice dice)
    {
        List<ImagingUnit> stations = [.. fleet.Workstations.Where(w => w.Host.Place == Room)];
        return IsStaffed(time) ? dice.Pick(stations) : stations[0];
    }

    private static bool IsStaffed(long time) => !Calendar.IsQuietDay(time) && Calendar.Hour(time) is >= 7 and < 18.5;

    private static long Staffed(long time, Dice dice)
    {
        if (IsStaffed(time))
        {
            return time;
        }

        do
        {
            time = Calendar.Next(time + Nanos.Minute, 7);
        }
        while (Calendar.IsQuietDay(time));
        return time + Nanos.Hours(dice.LogNormal(0.9, 0.6));
    }
}
