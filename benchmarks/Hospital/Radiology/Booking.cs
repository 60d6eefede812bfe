using Hospital.Kernel;
using Hospital.Sites;

namespace Hospital.Radiology;

/// <summary>Which unit examines whom, and when: urgent ones as soon as it is free, the others in working hours in the order of their appointments.</summary>
internal sealed class Booking(Site site, Fleet fleet, Action<ImagingUnit, ImagingOrder, Action> examine)
{
    private const double Opens = 7.4;
    private const double Closes = 17.8;

    /// <summary>Share of orders that aren't urgent and yet are done on a quiet day.</summary>
    private const double OnQuietDays = 0.5;

    /// <summary>With so many before them, patients are brought to another unit than the nearest.</summary>
    private const int LongQueue = 4;

    private readonly Dictionary<ImagingUnit, Desk> _desks = [];

    /// <summary>Orders that nobody here could fulfil: there is no such equipment.</summary>
    public int Declined { get; private set; }

    /// <summary>How many are on a unit's list of today, or on everybody's; who is being examined is on it, too.</summary>
    public int Waiting(ImagingUnit? unit)
    {
        var today = Calendar.Local(site.Life.Now).Date;
        return unit is null ? _desks.Values.Sum(On) : On(DeskOf(unit));

        int On(Desk desk) => desk.Waiting.Count(e => Calendar.Local(e.Earliest).Date <= today) + (desk.IsBusy ? 1 : 0);
    }

    /// <summary>Enters an order; <paramref name="appointment"/> 0: as soon as possible. False: there is no equipment for it.</summary>
    public bool Enter(ImagingOrder order, long appointment, Dice dice, out ImagingUnit unit, out long earliest)
    {
        unit = null!;
        earliest = 0;
        var able = Able(order.Kind);
        if (able.Count == 0)
        {
            Declined++;
            return false;
        }

        var near = able.Where(u => u.Host.Place == order.Patient.Ward && DeskOf(u).Load < LongQueue).ToList();
        var from = near.Count > 0 ? near : able;
        var least = from.Min(u => DeskOf(u).Load);
        unit = dice.Pick([.. from.Where(u => DeskOf(u).Load == least)]);
        var isAnyDay = appointment == 0 && dice.Chance(OnQuietDays);
        earliest = appointment > 0 ? appointment
            : order.IsUrgent ? site.Life.Now + Nanos.Minutes(dice.LogNormal(12, 0.6))
            : InHours(site.Life.Now + Nanos.Hours(dice.LogNormal(2.2, 0.8)), isAnyDay, dice);
        var chosen = unit;
        DeskOf(chosen).Waiting.Add(new Entry(order, earliest, isAnyDay, dice));
        site.Life.At(earliest, () => Next(chosen));
        return true;
    }

    private List<ImagingUnit> Able(ImageKind kind)
    {
        List<ImagingUnit> of = [.. fleet.Modalities.Where(m => m.Profile.Kind == kind)];
        return of.Count > 0 || kind is not (ImageKind.CR or ImageKind.DX) ? of : [.. fleet.Modalities.Where(m => m.Profile.Kind is ImageKind.CR or ImageKind.DX)];
    }

    private void Next(ImagingUnit unit)
    {
        var desk = DeskOf(unit);
        var now = site.Life.Now;
        if (desk.IsBusy || !desk.Waiting.Exists(e => e.Earliest <= now))
        {
            return;
        }

        var entry = desk.Waiting.Where(e => e.Earliest <= now).OrderBy(e => e.Order.IsUrgent ? 0 : 1).ThenBy(e => e.Earliest).First();
        desk.Waiting.Remove(entry);
        if (!entry.Order.IsUrgent && InHours(now, entry.IsAnyDay, null) != now)
        {
            // The day is over: tomorrow, then.
            var later = entry with { Earliest = InHours(now, entry.IsAnyDay, entry.Dice) };
            desk.Waiting.Add(later);
            site.Life.At(later.Earliest, () => Next(unit));
            Next(unit);
            return;
        }

        desk.IsBusy = true;
        examine(unit, entry.Order, () =>
        {
            desk.IsBusy = false;
            Next(unit);
        });
    }

    /// <summary>The instant if it is in working hours, else one on the morning of the next working day; without dice, when it begins.</summary>
    private static long InHours(long time, bool isAnyDay, Dice? dice)
    {
        if ((isAnyDay || !Calendar.IsQuietDay(time)) && Calendar.Hour(time) is >= Opens and < Closes)
        {
            return time;
        }

        do
        {
            time = Calendar.Next(time + Nanos.Minute, Opens);
        }
        while (!isAnyDay && Calendar.IsQuietDay(time));
        return time + (dice is null ? 0 : Nanos.Hours(dice.Between(0, 5)));
    }

    private Desk DeskOf(ImagingUnit unit)
    {
        if (!_desks.TryGetValue(unit, out var desk))
        {
            _desks.Add(unit, desk = new Desk());
        }

        return desk;
    }

    private sealed record Entry(ImagingOrder Order, long Earliest, bool IsAnyDay, Dice Dice);

    private sealed class Desk
    {
        public List<Entry> Waiting { get; } = [];

        public bool IsBusy { get; set; }

        public int Load => Waiting.Count + (IsBusy ? 1 : 0);
    }
}
