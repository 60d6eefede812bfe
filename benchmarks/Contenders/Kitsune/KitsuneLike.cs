namespace Contenders.Kitsune;

/// <summary>
/// B9: what Kitsune is on packets (Mirsky, Doitshman, Elovici, Shabtai, NDSS 2018), on exchanges of a whole site: damped statistics of the bytes of each source, each pair and each
/// pair and port; an ensemble of autoencoders over clusters of correlated features, and one over their errors. Score: the last one's error.
/// <para>As published: clusters of at most 10, hidden layers of 0.75, learning rate 0.1, first 5,000 events for the clusters, the next 50,000 for the autoencoders, none later.</para>
/// <para>Not as published, as exchanges aren't packets: statistics fade with half-lives of 1 s, 10 s, 100 s, 10 min and 1 h (there 0.2 s to 100 s); bytes count by ln(1 + x); of 115 features the 45 that
/// need no packets (weight, mean, deviation); no jitter between two directions.</para>
/// </summary>
public sealed class KitsuneLike : Contender
{
    private const int Mapping = 5_000;
    private const int Training = 50_000;
    private const int LargestCluster = 10;
    private const double HiddenShare = 0.75;
    private const double LearningRate = 0.1;

    /// <summary>Of all events; a site has thousands for each device and month.</summary>
    private const double Passing = 0.01;

    private static readonly double[] Rates = [1, 0.1, 0.01, 1.0 / 600, 1.0 / 3600];

    private readonly int _features = 3 * 3 * Rates.Length;
    private readonly Dictionary<int, DampedStatistics[]> _sources = [];
    private readonly Dictionary<(int From, int To), DampedStatistics[]> _pairs = [];
    private readonly Dictionary<(int From, int To, int Port), DampedStatistics[]> _ports = [];
    private readonly Gate _gate = new(Passing);
    private readonly double[] _values;
    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly float[] _inputs = new float[LargestCluster];
    private FeatureMap? _map;
    private IReadOnlyList<int[]> _clusters = [];
    private Autoencoder[] _ensemble = [];
    private Autoencoder? _output;
    private float[] _errors = [];
    private Chance _chance;
    private int _count;

    public KitsuneLike(ulong seed)
        : base("B9 Kitsune-like", Wants.Exchanges)
    {
        (_values, _means, _squares) = (new double[_features], new double[_features], new double[_features]);
        _map = new FeatureMap(_features);
        _chance = new Chance(Chance.Mix(seed, 9));
    }

    public override long StateBytes =>
        ((_sources.Count + _pairs.Count + _ports.Count) * ((Rates.Length * 32L) + 48)) + _ensemble.Sum(a => a.StateBytes) + (_map?.StateBytes ?? 0) + Gate.StateBytes;

    public override void Take(in Exchange exchange, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        Measure(in exchange);
        _count++;
        if (_count <= Mapping + Training)
        {
            LearnUsual();
        }

        if (_map is not null)
        {
            _map.Learn(_values);
            if (_count == Mapping)
            {
                Build(_map);
            }
        }
        else if (_count <= Mapping + Training)
        {
            Run(isTraining: true);
        }
        else if (Run(isTraining: false) is var score && _gate.Passes(score))
        {
            alarms.Add(new Alarm(exchange.Time, exchange.From, score, Strangest(), (ulong)exchange.To, exchange.To));
        }
    }

    private void Measure(in Exchange exchange)
    {
        var bytes = Math.Log(1 + (double)exchange.Bytes);
        Measure(Of(_sources, exchange.From), exchange.Time, bytes, 0);
        Measure(Of(_pairs, (exchange.From, exchange.To)), exchange.Time, bytes, 1);
        Measure(Of(_ports, (exchange.From, exchange.To, exchange.Port)), exchange.Time, bytes, 2);
    }

    private void Measure(DampedStatistics[] statistics, long time, double bytes, int place)
    {
        for (var i = 0; i < Rates.Length; i++)
        {
            ref var one = ref statistics[i];
            one.Take(time, bytes, Rates[i]);
            var at = ((place * Rates.Length) + i) * 3;
            (_values[at], _values[at + 1], _values[at + 2]) = (one.Weight, one.Mean, one.Deviation);
        }
    }

    private static DampedStatistics[] Of<TKey>(Dictionary<TKey, DampedStatistics[]> all, TKey key)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out var statistics))
        {
            statistics = new DampedStatistics[Rates.Length];
            all.Add(key, statistics);
        }

        return statistics;
    }

    private void Build(FeatureMap map)
    {
        _clusters = map.Clusters(LargestCluster);
        _map = null;
        _ensemble = new Autoencoder[_clusters.Count];
        for (var i = 0; i < _ensemble.Length; i++)
        {
            _ensemble[i] = new Autoencoder(_clusters[i].Length, HiddenShare, LearningRate, ref _chance);
        }

        _errors = new float[_ensemble.Length];
        _output = new Autoencoder(_ensemble.Length, HiddenShare, LearningRate, ref _chance);
    }

    private double Run(bool isTraining)
    {
        for (var i = 0; i < _ensemble.Length; i++)
        {
            var inputs = _inputs.AsSpan(0, _clusters[i].Length);
            for (var k = 0; k < inputs.Length; k++)
            {
                inputs[k] = (float)_values[_clusters[i][k]];
            }

            _errors[i] = (float)(isTraining ? _ensemble[i].Train(inputs) : _ensemble[i].Judge(inputs));
        }

        return isTraining ? _output!.Train(_errors) : _output!.Judge(_errors);
    }

    private void LearnUsual()
    {
        for (var i = 0; i < _features; i++)
        {
            var off = _values[i] - _means[i];
            _means[i] += off / _count;
            _squares[i] += off * (_values[i] - _means[i]);
        }
    }

    /// <summary>What the feature with the largest standardised deviation is about: how often, or how much.</summary>
    private Facet Strangest()
    {
        var (most, at) = (-1.0, 0);
        for (var i = 0; i < _features; i++)
        {
            var deviation = Math.Abs(_values[i] - _means[i]) / Math.Max(0.05, Math.Sqrt(_squares[i] / (Mapping + Training)));
            (most, at) = deviation > most ? (deviation, i) : (most, at);
        }

        return at % 3 == 0 ? Facet.Pace : Facet.Volume;
    }
}
