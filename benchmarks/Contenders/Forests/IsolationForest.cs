namespace Contenders.Forests;

/// <summary>
/// B8: isolation forest (Liu, Ting, Zhou, ICDM 2008) for each group of like devices on the hours of their last 14 days, grown anew every local midnight. Score: 2^(-E[path] / c(sample)), between
/// 0 and 1, of the hour as the device's <see cref="Profile"/> standardises it. Parameters: 200 trees, samples of 256, height 8; first grown from 168 hours; the seed.
/// </summary>
public sealed class IsolationForest(ulong seed) : Contender("B8 isolation forest", Wants.Hours)
{
    private const int Trees = 200;
    private const int Sample = 256;
    private const int Least = 168;
    private const long Window = 14 * 24 * NanosPerHour;

    private readonly Dictionary<int, Profile> _devices = [];
    private readonly Dictionary<int, Group> _groups = [];
    private readonly Gate _gate = Gate.ForHours(1);
    private readonly float[] _point = new float[HourFeatures.Count];

    public override long StateBytes => (_devices.Count * Profile.StateBytes) + _groups.Values.Sum(g => g.StateBytes) + Gate.StateBytes;

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var group = StateOf(_groups, hour.Group, () => new Group());
        if (hour.HourOfWeek % 24 == 0 && group.Grown != hour.Start)
        {
            group.Grow(hour.Start, new Chance(Chance.Mix(seed, (ulong)hour.Group, (ulong)hour.Start)));
        }

        var strangest = StateOf(_devices, hour.Device, () => new Profile()).Standardise(hour.Values, _point);
        var score = group.Score(_point);
        group.Add(hour.Start, _point);
        if (!double.IsNaN(score) && _gate.Passes(score))
        {
            alarms.Add(AlarmOf(in hour, score, strangest));
        }
    }

    private sealed class Group
    {
        private readonly List<float> _rows = [];
        private readonly List<long> _times = [];
        private IsolationTree[] _trees = [];
        private double _expected;

        public long Grown { get; private set; } = -1;

        public long StateBytes => (_rows.Capacity * 4L) + (_times.Capacity * 8L) + _trees.Sum(t => t.StateBytes);

        public void Add(long time, ReadOnlySpan<float> point)
        {
            _rows.AddRange(point);
            _times.Add(time);
        }

        public void Grow(long now, Chance chance)
        {
            Grown = now;
            var old = _times.FindIndex(t => t >= now - Window);
            old = old < 0 ? _times.Count : old;
            _times.RemoveRange(0, old);
            _rows.RemoveRange(0, old * HourFeatures.Count);
            if (_times.Count < Least)
            {
                return;
            }

            var rows = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows);
            var order = Enumerable.Range(0, _times.Count).ToArray();
            var size = Math.Min(Sample, order.Length);
            _expected = IsolationTree.ExpectedPath(size);
            _trees = new IsolationTree[Trees];
            var sample = new float[size * HourFeatures.Count];
            var places = new int[size];
            for (var t = 0; t < Trees; t++)
            {
                // The first of a shuffle that goes on from the last one are a sample without replacement.
                for (var i = 0; i < size; i++)
                {
                    var other = i + chance.Whole(order.Length - i);
                    (order[i], order[other]) = (order[other], order[i]);
                    rows.Slice(order[i] * HourFeatures.Count, HourFeatures.Count).CopyTo(sample.AsSpan(i * HourFeatures.Count));
                    places[i] = i;
                }

                _trees[t] = new IsolationTree(sample, HourFeatures.Count, places, ref chance);
            }
        }

        public double Score(ReadOnlySpan<float> point)
        {
            if (_trees.Length == 0)
            {
                return double.NaN;
            }

            var sum = 0.0;
            foreach (var tree in _trees)
            {
                sum += tree.PathLength(point);
            }

            return Math.Pow(2, -sum / _trees.Length / _expected);
        }
    }
}
