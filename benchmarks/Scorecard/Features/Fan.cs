using System.Runtime.InteropServices;
using Contenders;

namespace Scorecard.Features;

/// <summary>A method and what came of it so far.</summary>
internal sealed class FanEntry(IContender contender)
{
    public IContender Contender { get; } = contender;

    public List<Alarm> Alarms { get; } = [];

    public double CpuSeconds { get; set; }

    public long Observations { get; set; }
}

/// <summary>Hands observations on to all methods that want them, in batches, so that each method's processor time can be taken.</summary>
internal sealed class Fan(IReadOnlyList<FanEntry> entries) : IFeatureTaker
{
    private const int Size = 1024;

    private readonly Batch<Use> _uses = new(entries, Wants.Uses, static (IContender c, in Use use, List<Alarm> alarms) => c.Take(in use, alarms));
    private readonly Batch<Token> _tokens = new(entries, Wants.Tokens, static (IContender c, in Token token, List<Alarm> alarms) => c.Take(in token, alarms));
    private readonly Batch<Exchange> _exchanges = new(entries, Wants.Exchanges, static (IContender c, in Exchange exchange, List<Alarm> alarms) => c.Take(in exchange, alarms));
    private readonly Batch<KeptHour> _hours = new(
        entries, Wants.Hours, static (IContender c, in KeptHour hour, List<Alarm> alarms) => c.Take(new Hour(hour.Start, hour.Device, hour.Group, hour.HourOfWeek, hour.Values), alarms));

    private delegate void Hand<T>(IContender contender, in T observation, List<Alarm> alarms);

    public void Take(in Use use) => _uses.Add(use);

    public void Take(in Token token) => _tokens.Add(token);

    public void Take(in Hour hour) => _hours.Add(new KeptHour(hour.Start, hour.Device, hour.Group, hour.HourOfWeek, hour.Values.ToArray()));

    public void Take(in Exchange exchange) => _exchanges.Add(exchange);

    public void Flush()
    {
        _uses.Flush();
        _tokens.Flush();
        _hours.Flush();
        _exchanges.Flush();
    }

    private sealed record KeptHour(long Start, int Device, int Group, int HourOfWeek, double[] Values);

    private sealed class Batch<T>(IReadOnlyList<FanEntry> entries, Wants wants, Hand<T> hand)
    {
        private readonly FanEntry[] _takers = [.. entries.Where(e => e.Contender.Wants.HasFlag(wants))];
        private readonly List<T> _waiting = new(Size);

        public void Add(T observation)
        {
            _waiting.Add(observation);
            if (_waiting.Count == Size)
            {
                Flush();
            }
        }

        public void Flush()
        {
            foreach (var taker in _takers)
            {
                var before = ThreadClock.Seconds;
                foreach (ref readonly var observation in CollectionsMarshal.AsSpan(_waiting))
                {
                    hand(taker.Contender, in observation, taker.Alarms);
                }

                taker.CpuSeconds += ThreadClock.Seconds - before;
                taker.Observations += _waiting.Count;
            }

            _waiting.Clear();
        }
    }
}
