namespace Contenders.Kitsune;

/// <summary>Which features go together (Mirsky et al. 2018, section V.B): clusters by correlation, none larger than wanted.</summary>
public sealed class FeatureMap(int features)
{
    private readonly double[] _sums = new double[features];
    private readonly double[] _products = new double[features * features];
    private int _count;

    public long StateBytes => (_products.Length + _sums.Length) * 8L;

    public void Learn(ReadOnlySpan<double> values)
    {
        _count++;
        for (var i = 0; i < features; i++)
        {
            _sums[i] += values[i];
            Spikes.SymmetricEigen.AddScaled(_products.AsSpan(i * features, features), values[i], values);
        }
    }

    /// <summary>Single linkage by 1 - correlation; from the whole tree, clusters that are too large fall apart into the two they were made of.</summary>
    public IReadOnlyList<int[]> Clusters(int most)
    {
        var distances = Distances();
        var clusters = Enumerable.Range(0, features).Select(i => new Cluster([i], null, null)).ToList();
        while (clusters.Count > 1)
        {
            var (least, a, b) = (double.MaxValue, 0, 1);
            for (var i = 0; i < clusters.Count; i++)
            {
                for (var j = i + 1; j < clusters.Count; j++)
                {
                    var distance = Nearest(clusters[i].Members, clusters[j].Members, distances);
                    (least, a, b) = distance < least ? (distance, i, j) : (least, a, b);
                }
            }

            var merged = new Cluster([.. clusters[a].Members, .. clusters[b].Members], clusters[a], clusters[b]);
            clusters.RemoveAt(b);
            clusters[a] = merged;
        }

        var result = new List<int[]>();
        Split(clusters[0], most, result);
        return result;
    }

    private static void Split(Cluster cluster, int most, List<int[]> result)
    {
        if (cluster.Members.Length <= most)
        {
            result.Add([.. cluster.Members.Order()]);
        }
        else
        {
            Split(cluster.First!, most, result);
            Split(cluster.Second!, most, result);
        }
    }

    private double Nearest(int[] a, int[] b, double[] distances)
    {
        var least = double.MaxValue;
        foreach (var i in a)
        {
            foreach (var j in b)
            {
                least = Math.Min(least, distances[(i * features) + j]);
            }
        }

        return least;
    }

    private double[] Distances()
    {
        double Covariance(int i, int j) => (_products[(i * features) + j] / _count) - (_sums[i] / _count * (_sums[j] / _count));

        var distances = new double[features * features];
        for (var i = 0; i < features; i++)
        {
            for (var j = 0; j < features; j++)
            {
                var deviations = Math.Sqrt(Math.Max(0, Covariance(i, i)) * Math.Max(0, Covariance(j, j)));
                distances[(i * features) + j] = 1 - (deviations > 1e-12 ? Covariance(i, j) / deviations : 0);
            }
        }

        return distances;
    }

    private sealed record Cluster(int[] Members, Cluster? First, Cluster? Second);
}
