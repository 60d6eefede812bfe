using Hospital.Kernel;
using Hospital.Sayings;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Radiology;

/// <summary>What a modality does for an order: looks it up, tells that it begins, makes the pictures, sends them by its habit, tells that it is over, has their storage committed.</summary>
internal sealed class Examinations(Site site, Fleet fleet, Calls calls, Delivery delivery, Worklists worklists, Action<ImagingOrder, Study, ImagingUnit> stored)
{
    private const string CommitmentInstance = "1.2.840.10008.1.20.1.1";

    /// <summary>Shares of examinations: typed in by hand instead of taken from the worklist; found in the list that was fetched last, where a unit does so by itself; broken
    /// off before there is a picture.</summary>
    private const double ByHand = 0.06;
    private const double Known = 0.5;
    private const double BrokenOff = 0.012;

    public void Examine(ImagingUnit unit, ImagingOrder order, Action isFree)
    {
        var dice = site.Life.DiceFor("examination", order.Accession);
        var profile = unit.Profile;
        var isTest = order.Patient.Id.StartsWith(Routines.TestPatient, StringComparison.Ordinal);
        if (!isTest && !dice.Chance(profile.WorklistMinutes > 0 ? Known : ByHand))
        {
            worklists.Ask(unit, dice);
        }

        var begin = site.Life.Now + Nanos.Minutes(dice.LogNormal(2.5, 0.5));
        var duration = Nanos.Minutes(dice.LogNormal(profile.Minutes.Median, profile.Minutes.Deviation) * (isTest ? 0.4 : 1));
        var study = Study.Make(profile, unit.Host.Serial, order.Patient, order.Accession, unit.Host.Clock.Shows(begin), dice) with { Taken = begin };
        study = isTest ? study with { Series = [study.Series[0] with { Count = Math.Min(study.Series[0].Count, 12) }] } : study;
        var isBrokenOff = !isTest && dice.Chance(BrokenOff);
        var steps = profile.ReportsSteps && !isTest;
        site.Life.At(begin, () =>
        {
            Tell(steps, unit, dice, DimseOperation.Create, study, 1500);
            if (!isTest)
            {
                site.Messaging?.ExaminationChanged(order, false);
            }
        });
        if (!isBrokenOff)
        {
            Plan(unit, study, begin, duration, dice, () =>
            {
                stored(order, study, unit);
                Commit(unit, study, dice);
            });
        }

        site.Life.At(begin + duration, () =>
        {
            Tell(steps, unit, dice, DimseOperation.Set, study, isBrokenOff ? 420 : 700 + (104 * study.ObjectCount));
            if (!isTest)
            {
                site.Messaging?.ExaminationChanged(order, true);
            }
        });
        site.Life.At(begin + duration + Nanos.Minutes(dice.LogNormal(3, 0.5)), isFree);
    }

    /// <summary>When which objects leave.</summary>
    private void Plan(ImagingUnit unit, Study study, long begin, long duration, Dice dice, Action allStored)
    {
        List<(long Time, IReadOnlyList<StoredObject> Objects)> loads = [];
        switch (unit.Profile.Associations)
        {
            case AssociationHabit.Study:
                loads.Add((begin + duration + Nanos.Seconds(dice.LogNormal(30, 0.7)), study.Objects()));
                break;
            case AssociationHabit.Series:
                foreach (var series in study.Series)
                {
                    var part = (series.Number - dice.Between(0, 0.4)) / study.Series.Count;
                    loads.Add((begin + (long)(duration * part) + Nanos.Seconds(dice.LogNormal(8, 0.5)), study.ObjectsOf(series)));
                }

                break;
            default:
                var objects = study.Objects();
                for (var i = 0; i < objects.Count; i++)
                {
                    loads.Add((begin + (long)(duration * (i + dice.Uniform()) / objects.Count), [objects[i]]));
                }

                break;
        }

        var left = loads.Count;
        foreach (var (time, objects) in loads)
        {
            // Each load has dice of its own: whether one must be sent again is nothing to the next.
            var own = new Dice(dice.Next(), "load");
            site.Life.At(time, () => delivery.Store(unit, objects, own, () =>
            {
                if (--left == 0)
                {
                    allStored();
                }
            }));
        }
    }

    private void Tell(bool isTold, ImagingUnit unit, Dice dice, DimseOperation operation, Study study, int length)
    {
        if (!isTold)
        {
            return;
        }

        var to = fleet.Worklist;
        var talk = calls.Between(dice, unit, to, [Uids.PerformedProcedureStep], [Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian], true);
        if (calls.IsDown(to.Host, site.Life.Now))
        {
            talk.BeUnreachable();
            return;
        }

        talk.Associate().Request(operation, Uids.PerformedProcedureStep, study.Subject.StudyUid + ".9", length & ~1).Release();
    }

    /// <summary>Asks for commitment; the archive answers later, on an association of its own.</summary>
    private void Commit(ImagingUnit unit, Study study, Dice dice)
    {
        var archive = fleet.Archive;
        if (!unit.Profile.CommitsStorage || unit.Entity.Port == 0)
        {
            return;
        }

        var length = (110 + (112 * study.ObjectCount)) & ~1;
        site.Life.At(site.Life.Now + Nanos.Seconds(dice.LogNormal(25, 0.8)), () =>
        {
            if (calls.IsDown(archive.Host, site.Life.Now))
            {
                calls.Between(dice, unit, archive, [Uids.StorageCommitment], [Uids.ImplicitLittleEndian]).BeUnreachable();
                return;
            }

            var isRefused = dice.Chance(0.001);
            calls.Between(dice, unit, archive, [Uids.StorageCommitment], [Uids.ImplicitLittleEndian])
                .Associate().Request(DimseOperation.Action, Uids.StorageCommitment, CommitmentInstance, length, isRefused ? (ushort)0x0110 : (ushort)0).Release();
            if (!isRefused)
            {
                site.Life.At(site.Life.Now + Nanos.Seconds(dice.LogNormal(70, 1.1)), () =>
                    calls.Between(dice, archive, unit, [Uids.StorageCommitment], [Uids.ImplicitLittleEndian])
                        .Associate().Request(DimseOperation.EventReport, Uids.StorageCommitment, CommitmentInstance, length).Release());
            }
        });
    }
}
