using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.State;

namespace Sensor.Pumps;

/// <summary>
/// Keeps for each pump what it was told and what it says, and finds what doesn't go together. What wasn't seen for loss is no evidence of anything. Bounded by the
/// inventory, 16 orders a pump and <see cref="MaxJoins"/> orders whose answer comes on another connection. Analysis thread only.
/// </summary>
internal sealed class PumpLedger(NameDirectory names, DeviceTable devices) : IStatePart
{
    /// <summary>Orders that answers on other connections find.</summary>
    public const int MaxJoins = 65_536;

    /// <summary>Nanoseconds of silence after which a pump that waits for commands has lost who gave them.</summary>
    private const long Silence = 900L * 1_000_000_000;

    /// <summary>Nanoseconds between commands or queries, at most, and for which they have to go on, of who keeps a pump under control.</summary>
    private const long Pace = 60L * 1_000_000_000, Vigil = 300L * 1_000_000_000;

    /// <summary>Nanoseconds after which who commands pumps is known for it: a second server takes over pump by pump.</summary>
    private const long Settled = 86_400L * 1_000_000_000;

    /// <summary>When a device was first seen to command a pump.</summary>
    private readonly SortedDictionary<int, long> _masters = [];

    /// <summary>Connections on which pumps are told or asked something.</summary>
    private readonly HashSet<long> _flows = [];

    /// <summary>By the number of the device.</summary>
    private readonly SortedDictionary<int, PumpRecord> _records = [];

    private readonly Dictionary<Pseudonym, int> _pumpByControlId = [];
    private readonly Queue<Pseudonym> _joins = new();
    private readonly List<PumpDiscrepancy> _found = [];

    public PumpRecord? Of(Device pump) => _records.GetValueOrDefault(pump.Number);

    /// <summary>What the next event shows to be wrong; valid until the next call.</summary>
    /// <param name="header">The fact, with a time that is believed.</param>
    /// <param name="said">The event.</param>
    /// <param name="pump">The device at the pump's end.</param>
    /// <param name="other">The device at the other end.</param>
    public ReadOnlySpan<PumpDiscrepancy> Take(in FactHeader header, in PumpEvent said, Device? pump, Device? other)
    {
        _found.Clear();
        names.TakeBack();
        var sight = new PumpSight(in said, header.Time, header.Quality);
        if (said.What != PumpEventKind.Damage && !header.IsTimeDoubted)
        {
            var command = names[said.Command].Text;
            if (command == "RRG^O16")
            {
                Answer(in said);
            }

            // What a gateway says of no pump in particular says nothing of any.
            else if (pump is not null && (pump.Nameplate is not null || (pump.Roles.Pumps == 0 && (said.Serial.IsNone || said.IsAtOwnAddress))))
            {
                var record = RecordOf(pump);
                if (!sight.IsPumpsWord || !record.IsHeard(said.ControlId, sight.Time))
                {
                    Take(in header, in sight, record, pump.Number, other, command);
                }
            }
            else
            {
                OrderCheck.Take(in sight, null, isOtherDrug: false, _found);
                Describe(in sight, Facts.Name.None, command, double.NaN, (false, false));
            }
        }

        return CollectionsMarshal.AsSpan(_found);
    }

    /// <summary>Time has gone by: pumps that wait for who commanded them. Each is told once, with the addresses of the last request.</summary>
    public List<(int Pump, FlowIdentity Flow)> Review(long time)
    {
        var lost = new List<(int, FlowIdentity)>();
        foreach (var (pump, record) in _records)
        {
            var asked = record.Asked;
            var isKept = record.State == PumpState.Running && record.Watch.Since > 0 && asked.Time - record.Watch.Since >= Vigil;
            if (record.Remote == Tristate.Yes && isKept && !record.MissedSome && asked is { Time: > 0, IsLost: false } && time - asked.Time >= Silence)
            {
                record.Asked = asked with { IsLost = true };
                lost.Add((pump, new FlowIdentity { Client = asked.From, Server = asked.To, ServerPort = asked.Port, Protocol = asked.Protocol, App = asked.App }));
            }
        }

        return lost;
    }

    /// <summary>A connection has ended: who closed it in good order gave up control, and isn't lost.</summary>
    public void End(long flow, bool isOrderly)
    {
        if (!_flows.Remove(flow) || !isOrderly)
        {
            return;
        }

        foreach (var record in _records.Values)
        {
            record.Watch = record.Watch.Flow == flow ? default : record.Watch;
        }
    }

    /// <summary>The clock was put back.</summary>
    public void StepBack(long now)
    {
        ForgetJoins();
        foreach (var record in _records.Values)
        {
            record.Interrupt(now);
        }
    }

    public string Name => "pumps";

    public int Version => 4;

    public void Save(PartWriter writer)
    {
        writer.Int32(_records.Count);
        foreach (var (number, record) in _records)
        {
            writer.Int32(number);
            record.Save(writer);
        }

        writer.Int32(_masters.Count);
        foreach (var (number, since) in _masters)
        {
            writer.Int32(number);
            writer.Int64(since);
        }

        writer.Int32(_joins.Count);
        foreach (var id in _joins)
        {
            writer.Id(id);
            writer.Int32(_pumpByControlId[id]);
        }
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        for (var rest = reader.Count(int.MaxValue, least: 100); rest > 0 && !reader.Failed; rest--)
        {
            var number = reader.Int32(int.MaxValue);
            var record = PumpRecord.Load(ref reader, names);

            // Its device may have been forgotten.
            if (devices.OfNumber(number) is not null)
            {
                reader.Require(_records.TryAdd(number, record));
                _flows.Add(record.Watch.Flow);
            }
        }

        for (var rest = reader.Count(int.MaxValue, least: 12); rest > 0 && !reader.Failed; rest--)
        {
            reader.Require(_masters.TryAdd(reader.Int32(int.MaxValue), reader.Int64()));
        }

        for (var rest = reader.Count(MaxJoins, least: 20); rest > 0 && !reader.Failed; rest--)
        {
            var id = reader.Id();
            reader.Require(_pumpByControlId.TryAdd(id, reader.Int32(int.MaxValue)));
            _joins.Enqueue(id);
        }

        if (!origin.SameInput)
        {
            StepBack(long.MaxValue);
        }

        return reader.Complete;
    }

    private PumpRecord RecordOf(Device pump)
    {
        if (!_records.TryGetValue(pump.Number, out var record))
        {
            record = new PumpRecord();
            _records.Add(pump.Number, record);
        }

        return record;
    }

    private void Take(in FactHeader header, in PumpSight sight, PumpRecord record, int pump, Device? other, string command)
    {
        ref readonly var said = ref sight.Said;
        record.MissedSome |= !sight.IsWhole;
        record.Remote = said.Remote != Tristate.Unknown ? said.Remote : record.Remote;
        var (drug, before) = (record.Drug, OrderCheck.Before(record));
        ProgramCheck.Take(in sight, record, names, _found);
        if (sight.IsPumpsWord)
        {
            if (!said.Serial.IsNone || !IsAmbiguous(said.Of(PumpQuantity.VolumeInfused), record))
            {
                RateCheck.Take(in sight, record, _found);
                VolumeCheck.Take(in sight, record, _found);
                ProgramCheck.TakeDelivery(in sight, record, command, _found);
            }

            Describe(in sight, record.Drug, command, double.NaN, (false, false));
            return;
        }

        ref readonly var flow = ref header.Flow;
        var (from, to) = said.Pump == Endpoint.Server ? (flow.Client, flow.Server) : (flow.Server, flow.Client);
        var goesOn = record.Watch.Since > 0 && sight.Time - record.Asked.Time <= Pace;
        record.Watch = (flow.Id, goesOn ? record.Watch.Since : sight.Time);
        _flows.Add(flow.Id);
        record.Asked = (sight.Time, from, to, said.Pump == Endpoint.Server ? flow.ServerPort : flow.ClientPort, flow.Protocol, flow.App, false);
        var isRelayed = record.IsKnown(said.ControlId, said.Order, sight[PumpQuantity.Rate], sight.Time);
        var by = other?.Number ?? 0;
        var isSettled = _masters.TryGetValue(by, out var first) && sight.Time - first >= Settled;
        var who = ControlCheck.Take(in sight, record, by, isRelayed, other?.Roles.Did(Deed.PumpCommand) > 0, sight.Time - (other?.FirstSeen ?? 0) < ControlCheck.Day, isSettled, _found);
        if (by != 0 && said.What == PumpEventKind.Set && sight.IsAccepted)
        {
            _masters.TryAdd(by, sight.Time);
        }

        if (said.What == PumpEventKind.Set && !isRelayed)
        {
            OrderCheck.Take(in sight, record, drug.Key != 0 && drug.Key != record.Drug.Key, _found);
            TakeOrder(in sight, record, pump, by);
        }

        Describe(in sight, record.Drug, command, before, who);
    }

    /// <summary>Puts what was told into words, and who told it, where there is something to tell.</summary>
    private void Describe(in PumpSight sight, Name drug, string command, double before, (bool IsNewcomer, bool IsFresh) who)
    {
        foreach (ref var found in CollectionsMarshal.AsSpan(_found))
        {
            found.Drug = found.Drug.IsNone && drug.Key != 0 ? names.Lend(drug) : found.Drug;
            found.Told = names.Lend(new Name(PumpWording.Of(in sight, drug.Text, command, before), 0));
            (found.IsByNewcomer, found.IsByFresh) = who;
        }
    }

    /// <summary>What a pump without a number says may be another's behind the same address: then it goes on from another value than was said last.</summary>
    private static bool IsAmbiguous(in PumpReading volume, PumpRecord record)
    {
        if (double.IsFinite(volume.New) && double.IsFinite(record.Counted.Volume))
        {
            record.IsShared |= double.IsFinite(volume.Old) && !volume.Old.Equals(record.Counted.Volume);
            if (double.IsNaN(volume.Old))
            {
                (record.Counted, record.Anchor) = ((double.NaN, 0), (double.NaN, double.NaN, 0));
            }
        }

        return record.IsShared;
    }

    private void TakeOrder(in PumpSight sight, PumpRecord record, int pump, int by)
    {
        ref readonly var said = ref sight.Said;
        if (!said.Class.ChangesTherapy())
        {
            return;
        }

        // What changes the volume's pace begins another stretch.
        (record.Anchor, record.Drift) = ((double.NaN, double.NaN, 0), (0, 0));
        if (said.Outcome is Outcome.Refused or Outcome.Failure)
        {
            return;
        }

        var order = new PumpOrder
        {
            Time = sight.Time,
            By = by,
            ControlId = said.ControlId,
            Number = said.Order,
            Patient = said.Patient,
            Rate = sight[PumpQuantity.Rate],
            Vtbi = sight[PumpQuantity.Vtbi],
            RateBefore = record.Rate,
            State = sight.IsAccepted ? OrderState.Accepted : OrderState.Sent,
        };
        record.MissedSome = !sight.IsWhole;
        record.Add(order);
        if (order.IsProgram)
        {
            Await(order.ControlId, pump);
        }
    }

    private void Await(Pseudonym controlId, int pump)
    {
        if (_pumpByControlId.TryAdd(controlId, pump))
        {
            _joins.Enqueue(controlId);
        }
        else
        {
            // Sent again, as nobody answered.
            _pumpByControlId[controlId] = pump;
        }

        if (_joins.Count > MaxJoins)
        {
            _pumpByControlId.Remove(_joins.Dequeue());
        }
    }

    /// <summary>The answer to a program, on a connection of its own.</summary>
    private void Answer(in PumpEvent said)
    {
        if (!_pumpByControlId.TryGetValue(said.ControlId, out var pump) || !_records.TryGetValue(pump, out var record))
        {
            return;
        }

        foreach (var order in record.Orders)
        {
            if (order.ControlId == said.ControlId)
            {
                order.State = said.Outcome switch
                {
                    Outcome.Ok or Outcome.Warning => OrderState.Accepted,
                    Outcome.Refused or Outcome.Failure => OrderState.Refused,
                    _ => order.State,
                };
            }
        }
    }

    private void ForgetJoins()
    {
        _pumpByControlId.Clear();
        _joins.Clear();
    }
}
