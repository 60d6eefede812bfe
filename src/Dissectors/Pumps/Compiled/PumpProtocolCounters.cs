using System.Text.Json;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>What a partition counts of a protocol made from a definition.</summary>
internal sealed class PumpProtocolCounters(string family) : ProtocolCounters
{
    /// <summary>Requests by place of their command; the last of those that aren't in the table.</summary>
    private long[] _requests = [];
    private byte[][] _commands = [];
    private readonly PumpCounters _counters = new();

    public override bool HasObject => false;

    public override IEnumerable<(string Family, PumpCounters Counters)> Pumps
    {
        get
        {
            Settle();
            return [(family, _counters)];
        }
    }

    /// <summary>Commands by their place, before the first request.</summary>
    public void Know(byte[][] commands) => (_commands, _requests) = (commands, new long[commands.Length + 1]);

    public long Responses
    {
        get => _counters.Responses;
        set => _counters.Responses = value;
    }

    public void CountFrame(bool isBad)
    {
        _counters.Frames++;
        _counters.FailedFrames += isBad ? 1 : 0;
    }

    /// <summary>A frame whose check holds, and that no message fits.</summary>
    public void CountUnfit() => _counters.Unfit++;

    /// <summary>A request; <paramref name="command"/> is its place in the table, -1 for none.</summary>
    public void CountRequest(int command)
    {
        _counters.Requests++;
        _requests[command < 0 ? _commands.Length : command]++;
    }

    public override void Add(ProtocolCounters other)
    {
        Settle();
        Resyncs += other.Resyncs;
        GivenUp += other.GivenUp;
        foreach (var (_, counters) in other.Pumps)
        {
            _counters.Add(counters);
        }
    }

    public override void WriteTo(Utf8JsonWriter json)
    {
        Settle();
        _counters.WriteTo(json);
    }

    private void Settle()
    {
        for (var i = 0; i < _requests.Length; i++)
        {
            if (_requests[i] > 0)
            {
                _counters.Commands.Count(i < _commands.Length ? _commands[i] : "?"u8, _requests[i]);
                _requests[i] = 0;
            }
        }
    }
}
