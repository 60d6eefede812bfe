namespace Contenders.Subspace;

/// <summary>
/// B7: randomized PCA as ML.NET's RandomizedPca trains it, for each device, on the hours of its last 14 days, anew every local midnight. Score: length of the hour's residual outside the
/// subspace, after the device's <see cref="Profile"/> has standardised it. Parameters: rank 5 or 10; oversampling 20 (its default; with 12 features it samples the whole space);
/// first trained after 168 hours; the seed.
/// </summary>
public sealed class SubspaceResidual(int rank, ulong seed) : Contender($"B7 randomized PCA rank {rank}", Wants.Hours)
{
    private const int Window = 14 * 24;
    private const int Least = 168;
    private const int Oversampling = 20;

    private readonly Dictionary<int, Device> _devices = [];
    private readonly Gate _gate = Gate.ForHours(1);

    public override long StateBytes => (_devices.Count * ((Window * HourFeatures.Count * 4L) + (rank * HourFeatures.Count * 8L) + Profile.StateBytes)) + Gate.StateBytes;

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var device = StateOf(_devices, hour.Device, () => new Device());
        if (hour.HourOfWeek % 24 == 0 && device.Count >= Least)
        {
            device.Train(rank, new Chance(Chance.Mix(seed, (ulong)hour.Device, (ulong)hour.Start)));
        }

        var (score, strangest) = device.Judge(hour.Values);
        if (!double.IsNaN(score) && _gate.Passes(score))
        {
            alarms.Add(AlarmOf(in hour, score, strangest));
        }
    }

    private sealed class Device
    {
        private readonly Profile _profile = new();
        private readonly float[] _rows = new float[Window * HourFeatures.Count];
        private readonly double[] _mean = new double[HourFeatures.Count];
        private readonly double[] _vector = new double[HourFeatures.Count];
        private double[]? _directions;

        public int Count { get; private set; }

        public (double Score, int Strangest) Judge(ReadOnlySpan<double> values)
        {
            var row = _rows.AsSpan(Count++ % Window * HourFeatures.Count, HourFeatures.Count);
            var strangest = _profile.Standardise(values, row);
            if (_directions is null)
            {
                return (double.NaN, 0);
            }

            for (var i = 0; i < row.Length; i++)
            {
                _vector[i] = row[i] - _mean[i];
            }

            return (RandomizedSubspace.Residual(_vector, _directions), strangest);
        }

        public void Train(int rank, Chance chance)
        {
            var d = HourFeatures.Count;
            var rows = Math.Min(Count, Window);
            _mean.AsSpan().Clear();
            for (var i = 0; i < rows * d; i++)
            {
                _mean[i % d] += _rows[i] / rows;
            }

            var products = new double[d * d];
            for (var r = 0; r < rows; r++)
            {
                for (var i = 0; i < d; i++)
                {
                    _vector[i] = _rows[(r * d) + i] - _mean[i];
                }

                for (var i = 0; i < d; i++)
                {
                    Spikes.SymmetricEigen.AddScaled(products.AsSpan(i * d, d), _vector[i], _vector);
                }
            }

            _directions = RandomizedSubspace.Find(products, d, rank, Oversampling, ref chance);
        }
    }
}
