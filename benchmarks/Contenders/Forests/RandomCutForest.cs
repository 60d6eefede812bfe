namespace Contenders.Forests;

/// <summary>
/// B12: robust random cut forest (Guha et al., ICML 2016) for each group of like devices. Each tree holds a uniform sample of all hours so far (reservoir sampling, Vitter 1985). Score: the
/// hour's mean collusive displacement while it is in the trees. Parameters: 40 trees of 256 points, shingle 1, first judged after 168 points; the seed. Hours are standardised by the device's
/// <see cref="Profile"/> and rounded to 1/16 of a standard deviation, so that idle hours are equal points.
/// </summary>
public sealed class RandomCutForest(ulong seed) : Contender("B12 robust random cut forest", Wants.Hours)
{
    private const int Trees = 40;
    private const int Capacity = 256;
    private const int Least = 168;
    private const float Steps = 16;

    private readonly Dictionary<int, Profile> _devices = [];
    private readonly Dictionary<int, Group> _groups = [];
    private readonly Gate _gate = Gate.ForHours(1);
    private readonly float[] _point = new float[HourFeatures.Count];

    public override long StateBytes => (_devices.Count * Profile.StateBytes) + _groups.Values.Sum(g => g.StateBytes) + Gate.StateBytes;

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var strangest = StateOf(_devices, hour.Device, () => new Profile()).Standardise(hour.Values, _point);
        foreach (ref var x in _point.AsSpan())
        {
            x = MathF.Round(x * Steps) / Steps;
        }

        var number = (ulong)hour.Group;
        var score = StateOf(_groups, hour.Group, () => new Group(Chance.Mix(seed, number))).Take(_point);
        if (!double.IsNaN(score) && _gate.Passes(score))
        {
            alarms.Add(AlarmOf(in hour, score, strangest));
        }
    }

    private sealed class Group(ulong seed)
    {
        private readonly RandomCutTree[] _trees = [.. Enumerable.Range(0, Trees).Select(_ => new RandomCutTree(HourFeatures.Count, Capacity + 1))];
        private readonly int[] _leaves = new int[Trees * Capacity];
        private Chance _chance = new(seed);
        private long _count;

        public long StateBytes => (_leaves.Length * 4L) + (Trees * _trees[0].StateBytes);

        public double Take(ReadOnlySpan<float> point)
        {
            var sum = 0.0;
            for (var t = 0; t < Trees; t++)
            {
                var tree = _trees[t];
                var leaf = tree.Insert(point, ref _chance);
                sum += tree.CoDisp(leaf);

                // The n-th point stays with a probability of 256 / n, in the place of any.
                var slot = _count < Capacity ? (int)_count : (long)(_chance.Uniform() * (_count + 1)) is var place && place < Capacity ? (int)place : -1;
                if (slot < 0)
                {
                    tree.Delete(leaf);
                }
                else
                {
                    if (_count >= Capacity)
                    {
                        tree.Delete(_leaves[(t * Capacity) + slot]);
                    }

                    _leaves[(t * Capacity) + slot] = leaf;
                }
            }

            return _count++ >= Least ? sum / Trees : double.NaN;
        }
    }
}
