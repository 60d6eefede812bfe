using System.Buffers.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Benchmarks.Pumps;

/// <summary>Alaris as one would write it by hand, lean and for nothing else: what a definition is measured by. The pump is the server.</summary>
public sealed class HandAlaris(PartitionContext context) : Conversation
{
    private const long Timeout = 5_000_000_000;

    private static readonly ushort[] Crcs = MakeCrcs();

    private readonly Pending[] _pending = new Pending[8];
    private int _waiting;
    private FlowIdentity _flow;
    private NameId _serial;
    private NameId _firmware;
    private double _rate = double.NaN;
    private double _toldRate = double.NaN;
    private PumpState _state;
    private Tristate _remote;
    private long _remoteUntil;
    private ushort _code;
    private bool _hasNews;

    public void Reset(in FlowIdentity flow)
    {
        _flow = flow;
        _waiting = 0;
        _serial = _firmware = NameId.None;
        _rate = _toldRate = double.NaN;
        _state = PumpState.Unknown;
        _remote = Tristate.Unknown;
        _remoteUntil = 0;
        _hasNews = false;
    }

    public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        var offset = 0;
        while (offset < data.Length)
        {
            var rest = data[offset..];
            var start = rest.IndexOf((byte)'!');
            if (start < 0)
            {
                return Step.Done(data.Length);
            }

            rest = rest[start..];
            offset += start;
            var end = rest.IndexOf((byte)'\r');
            if (end < 0)
            {
                return Step.Need(offset, rest.Length + 1);
            }

            offset += end + 1;
            if (end >= 6 && rest[end - 5] == '|' && Utf8Parser.TryParse(rest.Slice(end - 4, 4), out uint written, out _, 'X'))
            {
                var body = rest[1..(end - 5)];
                if (Crc(body) == written && !body.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
                {
                    Take(direction, body, at);
                }
            }
        }

        return Step.Done(offset);
    }

    public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
    }

    public override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
    }

    private void Take(Direction direction, ReadOnlySpan<byte> body, in Moment at)
    {
        while (_waiting > 0 && at.Time - _pending[0].Seen.Time > Timeout)
        {
            _pending[0].Event.Outcome = Outcome.NoAnswer;
            Tell(0, at);
        }

        if (_remoteUntil != 0 && at.Time >= _remoteUntil)
        {
            (_remote, _remoteUntil) = (Tristate.No, 0);
        }

        var split = body.IndexOf((byte)'^');
        var name = split < 0 ? body : body[..split];
        var arguments = split < 0 ? default : body[(split + 1)..];
        if (direction == Direction.ToServer)
        {
            Ask(name, arguments, at);
        }
        else
        {
            Answer(name, arguments, at);
        }
    }

    private void Ask(ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments, in Moment at)
    {
        if (_waiting == _pending.Length)
        {
            Tell(0, at);
        }

        ref var pending = ref _pending[_waiting++];
        pending = default;
        pending.Seen = at;
        ref var told = ref pending.Event;
        told.Family = Name("alaris"u8);
        told.LatencyNanoseconds = PumpEvent.NoLatency;
        told.What = arguments.IsEmpty ? PumpEventKind.Query : PumpEventKind.Set;
        if (name.SequenceEqual("INF_RATE"u8))
        {
            (pending.Command, told.Class) = (Command.Rate, arguments.IsEmpty ? SafetyClass.Read : SafetyClass.Rate);
            if (!arguments.IsEmpty && TryRate(arguments, out var rate, out var unit))
            {
                told.Add(new PumpReading { Quantity = PumpQuantity.Rate, Unit = unit, New = rate, Old = _rate });
            }
        }
        else if (name.SequenceEqual("INST_SERIALNO"u8))
        {
            (pending.Command, told.Class, told.What) = (Command.Serial, SafetyClass.Identify, PumpEventKind.Query);
        }
        else if (name.SequenceEqual("COMMS_PROTOCOL"u8))
        {
            (pending.Command, told.Class, told.What) = (Command.Protocol, SafetyClass.Identify, PumpEventKind.Query);
        }
        else if (name.SequenceEqual("INF_START"u8))
        {
            (pending.Command, told.Class, told.What) = (Command.Start, SafetyClass.Start, PumpEventKind.Set);
        }
        else if (name.SequenceEqual("INF_STOP"u8))
        {
            (pending.Command, told.Class, told.What) = (Command.Stop, SafetyClass.Stop, PumpEventKind.Set);
        }
        else if (name.SequenceEqual("REMOTE_CTRL"u8))
        {
            (pending.Command, told.Class, told.What) = (Command.Remote, SafetyClass.Session, PumpEventKind.Set);
            var code = arguments.IndexOf((byte)'^');
            pending.Enables = (code < 0 ? arguments : arguments[..code]).SequenceEqual("ENABLED"u8);
            told.CodeIsRight = code < 0 || _serial.IsNone ? Tristate.Unknown
                : Utf8Parser.TryParse(arguments[(code + 1)..], out uint written, out _, 'X') && written == _code ? Tristate.Yes : Tristate.No;
        }
        else
        {
            told.IsForeign = true;
            told.What = PumpEventKind.Set;
        }

        told.Command = Name(name);
        told.Act = told.What == PumpEventKind.Query ? Query(name) : told.Command;
    }

    private void Answer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments, in Moment at)
    {
        var command = Name(name);
        for (var i = 0; i < _waiting; i++)
        {
            ref var pending = ref _pending[i];
            if (pending.Event.Command != command)
            {
                continue;
            }

            Reply(pending, arguments);
            pending.Event.Outcome = Outcome.Ok;
            pending.Event.LatencyNanoseconds = Math.Max(-1, at.Time - pending.Seen.Time);
            Done(ref pending, at.Time);
            Tell(i, at);
            break;
        }

        if (_hasNews || (_rate != _toldRate && !double.IsNaN(_rate)))
        {
            TellStatus(at);
        }
    }

    private void Reply(in Pending pending, ReadOnlySpan<byte> arguments)
    {
        switch (pending.Command)
        {
            case Command.Rate when pending.Event.What == PumpEventKind.Query && TryRate(arguments, out var rate, out _):
                _rate = rate;
                break;
            case Command.Serial:
                var serial = context.Names[_serial].SequenceEqual(arguments) ? _serial : context.Intern(NameKind.Serial, arguments);
                _hasNews |= !_serial.IsNone && serial != _serial;
                (_serial, _code) = (serial, Crc(arguments));
                break;
            case Command.Protocol:
                var firmware = context.Names[_firmware].SequenceEqual(arguments) ? _firmware : context.Intern(NameKind.Version, arguments);
                _hasNews |= firmware != _firmware;
                _firmware = firmware;
                break;
            default:
                break;
        }
    }

    private void Done(ref Pending pending, long now)
    {
        ref var told = ref pending.Event;
        if (told.ReadingCount > 0)
        {
            _rate = _toldRate = told.Readings[0].New;
        }

        switch (pending.Command)
        {
            case Command.Start:
                _state = told.State = PumpState.Running;
                break;
            case Command.Stop:
                _state = told.State = PumpState.Stopped;
                break;
            case Command.Remote:
                _remote = told.Remote = pending.Enables ? Tristate.Yes : Tristate.No;
                _remoteUntil = pending.Enables ? now + 3_000_000_000 : 0;
                break;
            default:
                break;
        }
    }

    private void Tell(int index, in Moment at)
    {
        ref var told = ref _pending[index].Event;
        told.Serial = _serial;
        told.Actor = Endpoint.Client;
        told.Pump = Endpoint.Server;
        context.Facts.Write(told, _flow, at.Time, _pending[index].Seen.Ordinal, told.Quality, Endpoint.Client);
        _waiting--;
        for (var i = index; i < _waiting; i++)
        {
            _pending[i] = _pending[i + 1];
        }
    }

    private void TellStatus(in Moment at)
    {
        var status = new PumpEvent
        {
            Family = Name("alaris"u8), What = PumpEventKind.Status, LatencyNanoseconds = PumpEvent.NoLatency, Serial = _serial, Firmware = _firmware,
            State = _state, OldState = _state, Remote = _remote, Actor = Endpoint.Server, Pump = Endpoint.Server,
        };
        if (!double.IsNaN(_rate))
        {
            status.Add(new PumpReading { Quantity = PumpQuantity.Rate, Unit = PumpUnit.MlPerHour, New = _rate, Old = _toldRate });
        }

        (_toldRate, _hasNews) = (_rate, false);
        context.Facts.Write(status, _flow, at.Time, at.Ordinal, Quality.Clean, Endpoint.Server);
    }

    private static bool TryRate(ReadOnlySpan<byte> arguments, out double rate, out PumpUnit unit)
    {
        var split = arguments.IndexOf((byte)'^');
        unit = PumpUnit.Unknown;
        if (split < 0 || !Utf8Parser.TryParse(arguments[..split], out rate, out var used, 'F') || used != split)
        {
            rate = 0;
            return false;
        }

        var text = arguments[(split + 1)..];
        var end = text.IndexOf((byte)'^');
        text = end < 0 ? text : text[..end];
        var factor = 1.0;
        unit = text.SequenceEqual("ml/h"u8) ? PumpUnit.MlPerHour : PumpUnits.TryFind(text, out var found, out factor) ? found : PumpUnit.Unknown;
        rate *= factor;
        return true;
    }

    private NameId Name(ReadOnlySpan<byte> text) => context.Intern(NameKind.Term, text);

    private NameId Query(ReadOnlySpan<byte> name)
    {
        Span<byte> text = stackalloc byte[64];
        name.CopyTo(text);
        text[name.Length] = (byte)'?';
        return Name(text[..(name.Length + 1)]);
    }

    private static ushort Crc(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0xffff;
        foreach (var b in bytes)
        {
            crc = (ushort)((crc << 8) ^ Crcs[(crc >> 8) ^ b]);
        }

        return crc;
    }

    private static ushort[] MakeCrcs()
    {
        var table = new ushort[256];
        for (var i = 0; i < 256; i++)
        {
            var crc = i << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }

            table[i] = (ushort)crc;
        }

        return table;
    }

    private enum Command : byte
    {
        Unknown,
        Rate,
        Serial,
        Protocol,
        Start,
        Stop,
        Remote,
    }

    private struct Pending
    {
        public PumpEvent Event;
        public Moment Seen;
        public Command Command;
        public bool Enables;
    }
}
