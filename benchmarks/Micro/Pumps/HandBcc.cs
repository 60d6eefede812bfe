using System.Buffers.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Benchmarks.Pumps;

/// <summary>BCC as one would write it by hand, without stuffing, errors and what isn't measured. The pumps are the server.</summary>
public sealed class HandBcc(PartitionContext context) : Conversation
{
    private const long Timeout = 5_000_000_000;

    private readonly Known[] _known = new Known[48];
    private readonly Pending[] _pending = new Pending[8];
    private int _count;
    private int _waiting;
    private FlowIdentity _flow;

    public void Reset(in FlowIdentity flow)
    {
        _flow = flow;
        _count = _waiting = 0;
    }

    public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        var offset = 0;
        while (offset < data.Length)
        {
            var rest = data[offset..];
            var start = rest.IndexOf((byte)1);
            if (start < 0)
            {
                return Step.Done(data.Length);
            }

            offset += start;
            rest = rest[start..];
            if (rest.Length < 7)
            {
                return Step.Need(offset, 7);
            }

            if (rest[6] != 2 || !Utf8Parser.TryParse(rest.Slice(1, 5), out int length, out var used) || used != 5 || length is < 14 or > 16384)
            {
                offset++;
                continue;
            }

            if (rest.Length < length)
            {
                return Step.Need(offset, length);
            }

            var frame = rest[..length];
            if (frame[^1] != 4 || frame[^7] is not (3 or 0x17) || !Utf8Parser.TryParse(frame[^6..^1], out int sum, out _) || Sum(frame[..^6]) != sum)
            {
                offset++;
                continue;
            }

            offset += length;
            Take(direction, frame[7..^7], frame[^7] == 0x17, at);
        }

        return Step.Done(offset);
    }

    public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
    }

    public override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
    }

    private void Take(Direction direction, ReadOnlySpan<byte> content, bool goesOn, in Moment at)
    {
        while (_waiting > 0 && at.Time - _pending[0].Seen.Time > Timeout)
        {
            Tell(Outcome.NoAnswer, at);
        }

        var split = content.IndexOf("/1/1>"u8);
        if (split < 0)
        {
            return;
        }

        var info = content[(split + 5)..];
        if (direction == Direction.ToServer)
        {
            Ask(info, at);
            return;
        }

        Read(info, at);
        if (goesOn)
        {
            return;
        }

        if (_waiting > 0)
        {
            _pending[0].Event.LatencyNanoseconds = Math.Max(-1, at.Time - _pending[0].Seen.Time);
            Tell(Outcome.Ok, at);
        }

        for (var i = 0; i < _count; i++)
        {
            TellNews(ref _known[i], at);
        }
    }

    private void Ask(ReadOnlySpan<byte> name, in Moment at)
    {
        if (_waiting == _pending.Length)
        {
            Tell(Outcome.Unknown, at);
        }

        ref var pending = ref _pending[_waiting++];
        pending = default;
        pending.Seen = at;
        ref var told = ref pending.Event;
        told.Family = Name("bcc"u8);
        told.LatencyNanoseconds = PumpEvent.NoLatency;
        var isAlive = name.SequenceEqual("ADMIN:ALIVE"u8);
        told.IsForeign = !isAlive && !name.SequenceEqual("MEM:GET"u8);
        told.What = told.IsForeign ? PumpEventKind.Set : PumpEventKind.Query;
        told.Class = told.IsForeign ? SafetyClass.Unknown : isAlive ? SafetyClass.Identify : SafetyClass.Read;
        told.Command = Name(name);
        told.Act = told.IsForeign ? told.Command : isAlive ? Name("ADMIN:ALIVE?"u8) : Name("MEM:GET?"u8);
    }

    private void Read(ReadOnlySpan<byte> info, in Moment at)
    {
        for (var rest = info; !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)0x1e);
            var record = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            var comma = record.IndexOf((byte)',');
            if (comma < 0)
            {
                continue;
            }

            record = record[(comma + 1)..];
            comma = record.IndexOf((byte)',');
            if (comma < 0)
            {
                continue;
            }

            var address = record[..comma];
            record = record[(comma + 1)..];
            comma = record.IndexOf((byte)',');
            var key = comma < 0 ? record : record[..comma];
            var value = comma < 0 ? default : record[(comma + 1)..];
            if (key.SequenceEqual("INRT"u8))
            {
                if (TryNumber(value, out var rate))
                {
                    Of(address, at).Rate = rate;
                }
            }
            else if (key.SequenceEqual("INVI"u8))
            {
                if (TryNumber(value, out var volume))
                {
                    Of(address, at).Volume = volume;
                }
            }
            else if (key.SequenceEqual("INM3"u8))
            {
                Of(address, at).State = value.SequenceEqual("1"u8) ? PumpState.Running : PumpState.Stopped;
            }
            else if (key.SequenceEqual("INSERNUM"u8))
            {
                ref var known = ref Of(address, at);
                var serial = context.Names[known.Serial].SequenceEqual(value) ? known.Serial : context.Intern(NameKind.Serial, value);
                known.HasNews |= !known.Serial.IsNone && serial != known.Serial;
                known.Serial = serial;
            }
        }
    }

    private ref Known Of(ReadOnlySpan<byte> address, in Moment at)
    {
        ulong key = (ulong)address.Length << 56;
        for (var i = 0; i < address.Length && i < 7; i++)
        {
            key |= (ulong)address[i] << (8 * i);
        }

        var index = 0;
        while (index < _count && _known[index].Address != key)
        {
            index++;
        }

        if (index == _count && _count < _known.Length)
        {
            _known[_count++] = new Known { Address = key, Rate = double.NaN, ToldRate = double.NaN, Volume = double.NaN, ToldVolume = double.NaN };
        }

        ref var known = ref _known[Math.Min(index, _known.Length - 1)];
        known.Ordinal = known.IsTouched ? known.Ordinal : at.Ordinal;
        known.IsTouched = true;
        return ref known;
    }

    private void TellNews(ref Known known, in Moment at)
    {
        if (!known.IsTouched)
        {
            return;
        }

        known.IsTouched = false;
        var rateIsNew = known.Rate != known.ToldRate && !double.IsNaN(known.Rate);
        var flows = known.Volume != known.ToldVolume && !double.IsNaN(known.Volume);
        if (!known.HasNews && !rateIsNew && known.State == known.ToldState
            && !(flows && (double.IsNaN(known.ToldVolume) || at.Time - known.LastStatus >= 60_000_000_000)))
        {
            return;
        }

        var status = new PumpEvent
        {
            Family = Name("bcc"u8), What = PumpEventKind.Status, LatencyNanoseconds = PumpEvent.NoLatency, Serial = known.Serial,
            State = known.State, OldState = known.ToldState, Actor = Endpoint.Server, Pump = Endpoint.Server,
        };
        var rate = new PumpReading { Quantity = PumpQuantity.Rate, Unit = PumpUnit.MlPerHour, New = known.Rate, Old = known.ToldRate };
        if (rateIsNew)
        {
            status.Add(rate);
        }

        if (!rateIsNew && !double.IsNaN(known.Rate))
        {
            status.Add(rate);
        }

        if (!double.IsNaN(known.Volume))
        {
            status.Add(new PumpReading { Quantity = PumpQuantity.VolumeInfused, Unit = PumpUnit.Ml, New = known.Volume, Old = known.ToldVolume });
        }

        (known.ToldRate, known.ToldVolume, known.ToldState, known.HasNews, known.LastStatus) = (known.Rate, known.Volume, known.State, false, at.Time);
        context.Facts.Write(status, _flow, at.Time, known.Ordinal, Quality.Clean, Endpoint.Server);
    }

    private void Tell(Outcome outcome, in Moment at)
    {
        ref var told = ref _pending[0].Event;
        told.Outcome = outcome;
        told.Actor = Endpoint.Client;
        told.Pump = Endpoint.Server;
        context.Facts.Write(told, _flow, at.Time, _pending[0].Seen.Ordinal, told.Quality, Endpoint.Client);
        _waiting--;
        for (var i = 0; i < _waiting; i++)
        {
            _pending[i] = _pending[i + 1];
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out double value) => Utf8Parser.TryParse(text, out value, out var used, 'F') && used == text.Length;

    private NameId Name(ReadOnlySpan<byte> text) => context.Intern(NameKind.Term, text);

    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var b in bytes)
        {
            sum += b;
        }

        return sum & 0xff;
    }

    private struct Known
    {
        public ulong Address;
        public double Rate;
        public double ToldRate;
        public double Volume;
        public double ToldVolume;
        public long LastStatus;
        public long Ordinal;
        public NameId Serial;
        public PumpState State;
        public PumpState ToldState;
        public bool HasNews;
        public bool IsTouched;
    }

    private struct Pending
    {
        public PumpEvent Event;
        public Moment Seen;
    }
}
