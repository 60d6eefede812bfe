namespace Scorecard.Audits;

/// <summary>
/// A tree of depth 2 over one field: the three cuts that part attacks from ordinary life best, found by trying all of them (up to 64 places, evenly many values between). Both classes weigh the
/// same.
/// </summary>
internal sealed class DepthTwoTree
{
    private const int MostPlaces = 64;

    private readonly double[] _cuts;
    private readonly double[] _shares;

    private DepthTwoTree(double[] cuts, double[] shares) => (_cuts, _shares) = (cuts, shares);

    /// <param name="ordinary">Values of the field in ordinary life.</param>
    /// <param name="attacks">In attacks.</param>
    public static DepthTwoTree Fit(IReadOnlyList<double> ordinary, IReadOnlyList<double> attacks)
    {
        var places = Places(ordinary, attacks);

        // Weight of both classes below each place: prefix sums make every split's impurity a subtraction.
        double[] low = Below(ordinary, places), high = Below(attacks, places);
        var last = places.Length + 1;
        var best = (Impurity: double.PositiveInfinity, Left: 0, Root: 0, Right: 0);
        for (var root = 0; root <= last; root++)
        {
            var (left, leftImpurity) = Split(0, root);
            var (right, rightImpurity) = Split(root, last);
            if (leftImpurity + rightImpurity < best.Impurity - 1e-12)
            {
                best = (leftImpurity + rightImpurity, left, root, right);
            }
        }

        int[] edges = [0, best.Left, best.Root, best.Right, last];
        double[] shares = [.. edges.Zip(edges.Skip(1), (from, to) => ShareOf(high[to] - high[from], low[to] - low[from]))];
        return new DepthTwoTree([.. edges[1..4].Select(e => e == 0 ? double.NegativeInfinity : e == last ? double.PositiveInfinity : places[e - 1])], shares);

        (int At, double Impurity) Split(int from, int to)
        {
            var split = (At: from, Impurity: Impurity(from, to));
            for (var at = from + 1; at < to; at++)
            {
                var impurity = Impurity(from, at) + Impurity(at, to);
                split = impurity < split.Impurity - 1e-12 ? (at, impurity) : split;
            }

            return split;
        }

        double Impurity(int from, int to)
        {
            var (a, b) = (low[to] - low[from], high[to] - high[from]);
            return a + b > 0 ? 2 * a * b / (a + b) : 0;
        }
    }

    /// <summary>Share of attacks among what is like this value: the higher, the more like an attack.</summary>
    public double Score(double value)
    {
        var leaf = 0;
        while (leaf < 3 && value >= _cuts[leaf])
        {
            leaf++;
        }

        return _shares[leaf];
    }

    private static double ShareOf(double attacks, double ordinary) => attacks + ordinary > 0 ? attacks / (attacks + ordinary) : 0.5;

    private static double[] Places(IReadOnlyList<double> ordinary, IReadOnlyList<double> attacks)
    {
        // Both classes have a say where cuts may be, however few attacks there are.
        var places = new SortedSet<double>();
        foreach (var values in new[] { ordinary, attacks })
        {
            double[] distinct = [.. values.Distinct().Order()];
            for (var i = 0; i < Math.Min(distinct.Length, MostPlaces / 2); i++)
            {
                var at = distinct.Length <= MostPlaces / 2 ? i : (int)((i + 0.5) * distinct.Length / (MostPlaces / 2));
                places.Add(distinct[at]);
                if (at + 1 < distinct.Length)
                {
                    places.Add(distinct[at + 1]);
                }
            }
        }

        return [.. places];
    }

    private static double[] Below(IReadOnlyList<double> values, double[] places)
    {
        var sums = new double[places.Length + 2];
        foreach (var value in values)
        {
            var at = Array.BinarySearch(places, value);
            sums[(at < 0 ? ~at : at + 1) + 1] += 1.0 / values.Count;
        }

        for (var i = 1; i < sums.Length; i++)
        {
            sums[i] += sums[i - 1];
        }

        return sums;
    }
}
