using System.Diagnostics;
using System.Runtime.InteropServices;
using Contenders;
using Hospital;
using Hospital.Network;
using Scorecard.Runs;

namespace Scorecard.Features;

/// <summary>Runs methods of comparison over one stream of steps. Uses, tokens and exchanges are handed on in batches, so that each method's time can be taken.</summary>
internal sealed class ContenderMethods : IStepTaker
{
    private readonly Entry[] _entries;
    private readonly FeatureMaker _maker;
    private readonly Fan _fan;

    public ContenderMethods(IEnumerable<IContender> contenders)
    {
        _entries = [.. contenders.Select(c => new Entry(c))];
        _fan = new Fan(_entries);
        _maker = new FeatureMaker(_fan);
    }

    public void Take(in Step step) => _maker.Take(in step);

    public void End(long time)
    {
        _maker.End(time);
        _fan.Flush();
    }

    /// <summary>After the end: a run for each method, in their order.</summary>
    /// <param name="hosts">All of the site and of attackers: pumps behind gateways are known by their serial numbers.</param>
    public IReadOnlyList<MethodRun> Results(IEnumerable<Host> hosts)
    {
        var bySerial = new Dictionary<string, int>();
        foreach (var host in hosts.Where(h => h.Serial.Length > 0))
        {
            bySerial.TryAdd(host.Serial, host.Number);
        }

        return [.. _entries.Select(e => new MethodRun(e.Contender.Name, [.. e.Alarms.Select(a => CandidateOf(e.Contender, a, bySerial))], CostOf(e)))];
    }

    private Candidate CandidateOf(IContender contender, in Alarm alarm, Dictionary<string, int> bySerial) => new(
        alarm.Time,
        _maker.Devices.Resolve(alarm.Device, bySerial),
        alarm.Peer < 0 ? -1 : _maker.Devices.Resolve(alarm.Peer, bySerial),
        alarm.Score,
        Facets.Traits(alarm.Facet),
        Facets.Reason(contender, in alarm),
        alarm.Subject);

    private MethodCost CostOf(Entry entry) => new(entry.Observations, entry.Ticks / (double)Stopwatch.Frequency, entry.Contender.StateBytes, _maker.DeviceCount);

    private sealed class Entry(IContender contender)
    {
        public IContender Contender { get; } = contender;

        public List<Alarm> Alarms { get; } = [];

        public long Ticks { get; set; }

        public long Observations { get; set; }
    }

    private sealed class Fan(Entry[] entries) : IFeatureTaker
    {
        private const int Batch = 4096;

        private readonly Entry[] _onUses = Of(entries, Wants.Uses);
        private readonly Entry[] _onTokens = Of(entries, Wants.Tokens);
        private readonly Entry[] _onHours = Of(entries, Wants.Hours);
        private readonly Entry[] _onExchanges = Of(entries, Wants.Exchanges);
        private readonly List<Use> _uses = new(Batch);
        private readonly List<Token> _tokens = new(Batch);
        private readonly List<Exchange> _exchanges = new(Batch);

        public void Take(in Use use)
        {
            _uses.Add(use);
            if (_uses.Count == Batch)
            {
                FlushUses();
            }
        }

        public void Take(in Token token)
        {
            _tokens.Add(token);
            if (_tokens.Count == Batch)
            {
                FlushTokens();
            }
        }

        public void Take(in Exchange exchange)
        {
            _exchanges.Add(exchange);
            if (_exchanges.Count == Batch)
            {
                FlushExchanges();
            }
        }

        public void Take(in Hour hour)
        {
            foreach (var entry in _onHours)
            {
                var before = Stopwatch.GetTimestamp();
                entry.Contender.Take(in hour, entry.Alarms);
                entry.Ticks += Stopwatch.GetTimestamp() - before;
                entry.Observations++;
            }
        }

        public void Flush()
        {
            FlushUses();
            FlushTokens();
            FlushExchanges();
        }

        private static Entry[] Of(Entry[] entries, Wants wants) => [.. entries.Where(e => e.Contender.Wants.HasFlag(wants))];

        private void FlushUses()
        {
            foreach (var entry in _onUses)
            {
                var before = Stopwatch.GetTimestamp();
                foreach (ref readonly var use in CollectionsMarshal.AsSpan(_uses))
                {
                    entry.Contender.Take(in use, entry.Alarms);
                }

                Close(entry, before, _uses.Count);
            }

            _uses.Clear();
        }

        private void FlushTokens()
        {
            foreach (var entry in _onTokens)
            {
                var before = Stopwatch.GetTimestamp();
                foreach (ref readonly var token in CollectionsMarshal.AsSpan(_tokens))
                {
                    entry.Contender.Take(in token, entry.Alarms);
                }

                Close(entry, before, _tokens.Count);
            }

            _tokens.Clear();
        }

        private void FlushExchanges()
        {
            foreach (var entry in _onExchanges)
            {
                var before = Stopwatch.GetTimestamp();
                foreach (ref readonly var exchange in CollectionsMarshal.AsSpan(_exchanges))
                {
                    entry.Contender.Take(in exchange, entry.Alarms);
                }

                Close(entry, before, _exchanges.Count);
            }

            _exchanges.Clear();
        }

        private static void Close(Entry entry, long before, int count)
        {
            entry.Ticks += Stopwatch.GetTimestamp() - before;
            entry.Observations += count;
        }
    }
}
