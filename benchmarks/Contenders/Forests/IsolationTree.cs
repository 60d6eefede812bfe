namespace Contenders.Forests;

/// <summary>A tree that isolates points by random cuts (Liu, Ting, Zhou, ICDM 2008, algorithms 1 to 3), at most as high as the logarithm of its sample.</summary>
public sealed class IsolationTree
{
    private readonly List<Node> _nodes = [];

    /// <param name="rows">Points, one behind the other.</param>
    /// <param name="dimensions">Of a point.</param>
    /// <param name="sample">Which of them it is grown from; reordered.</param>
    /// <param name="chance">Draws the cuts.</param>
    public IsolationTree(ReadOnlySpan<float> rows, int dimensions, Span<int> sample, ref Chance chance)
    {
        Grow(rows, dimensions, sample, (int)Math.Ceiling(Math.Log2(Math.Max(2, sample.Length))), ref chance);
        _nodes.TrimExcess();
    }

    public long StateBytes => _nodes.Count * 16L;

    /// <summary>Mean length of an unsuccessful search in a binary search tree of n: what a leaf's points would still have cost.</summary>
    public static double ExpectedPath(int n) => n switch
    {
        <= 1 => 0,
        2 => 1,
        _ => (2 * (Math.Log(n - 1) + 0.5772156649)) - (2.0 * (n - 1) / n),
    };

    /// <summary>Cuts until the point is alone, or how many are expected.</summary>
    public float PathLength(ReadOnlySpan<float> point)
    {
        var nodes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_nodes);
        for (var i = 0; ;)
        {
            ref readonly var node = ref nodes[i];
            if (node.Feature < 0)
            {
                return node.Cut;
            }

            i = point[node.Feature] < node.Cut ? i + 1 : node.Right;
        }
    }

    private void Grow(ReadOnlySpan<float> rows, int d, Span<int> sample, int height, ref Chance chance, int depth = 0)
    {
        var at = _nodes.Count;
        _nodes.Add(new Node(-1, depth + (float)ExpectedPath(sample.Length), 0));
        if (sample.Length <= 1 || depth >= height)
        {
            return;
        }

        // A feature that varies: from a random one on, the first.
        var first = chance.Whole(d);
        for (var i = 0; i < d; i++)
        {
            var feature = (first + i) % d;
            var (least, most) = (float.MaxValue, float.MinValue);
            foreach (var row in sample)
            {
                var value = rows[(row * d) + feature];
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }

            var cut = (float)(least + (chance.Uniform() * (most - least)));
            if (cut <= least)
            {
                continue;
            }

            var middle = 0;
            for (var k = 0; k < sample.Length; k++)
            {
                if (rows[(sample[k] * d) + feature] < cut)
                {
                    (sample[middle], sample[k]) = (sample[k], sample[middle]);
                    middle++;
                }
            }

            Grow(rows, d, sample[..middle], height, ref chance, depth + 1);
            _nodes[at] = new Node(feature, cut, _nodes.Count);
            Grow(rows, d, sample[middle..], height, ref chance, depth + 1);
            return;
        }
    }

    /// <param name="Feature">That is cut; -1: a leaf.</param>
    /// <param name="Cut">Smaller values go to the next node; of a leaf: length of the path.</param>
    /// <param name="Right">Where the others go.</param>
    private readonly record struct Node(int Feature, float Cut, int Right);
}
