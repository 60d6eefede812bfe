using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Contenders.Forests;

/// <summary>
/// A robust random cut tree (Guha, Mishra, Roy, Schrijvers, ICML 2016): the first cut of a set of points falls into a dimension with a probability proportional to the extent of their
/// box in it, anywhere along it. Points come and go without the tree ceasing to be such a random tree (algorithms 1 and 2). Equal points share a leaf.
/// </summary>
public sealed class RandomCutTree
{
    private const int None = -1;

    private readonly int _lanes;
    private readonly int _capacity;
    private readonly Vector128<float>[] _points;
    private readonly Vector128<float>[] _boxes;
    private readonly Node[] _nodes;
    private readonly Stack<int> _freeLeaves;
    private readonly Stack<int> _freeForks;
    private int _root = None;

    /// <param name="dimensions">Of a point; a multiple of 4.</param>
    /// <param name="capacity">Most points it is to hold at a time.</param>
    public RandomCutTree(int dimensions, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(dimensions % 4, 0);
        (_lanes, _capacity) = (dimensions / 4, capacity);
        (_nodes, _points, _boxes) = (new Node[2 * capacity], new Vector128<float>[capacity * _lanes], new Vector128<float>[capacity * 2 * _lanes]);
        (_freeLeaves, _freeForks) = (new Stack<int>(Enumerable.Range(0, capacity).Reverse()), new Stack<int>(Enumerable.Range(capacity, capacity).Reverse()));
    }

    public long StateBytes => (_nodes.Length * 28L) + ((_points.Length + _boxes.Length) * 16L);

    /// <summary>Points in it.</summary>
    public int Count => _root == None ? 0 : _nodes[_root].Count;

    /// <returns>Its leaf.</returns>
    public int Insert(ReadOnlySpan<float> values, ref Chance chance)
    {
        var point = MemoryMarshal.Cast<float, Vector128<float>>(values);
        if (_root == None)
        {
            return _root = NewLeaf(point, None);
        }

        // A random place along all edges of the box, as it is with the point. Whether it lies on what the point adds to the edges is all that matters.
        Span<Vector128<float>> added = stackalloc Vector128<float>[_lanes];
        for (var at = _root; ;)
        {
            var low = Low(at);
            var high = High(at);
            var (edges, outside) = (Vector128<float>.Zero, Vector128<float>.Zero);
            for (var i = 0; i < point.Length; i++)
            {
                added[i] = Vector128.Max(low[i] - point[i], Vector128<float>.Zero) + Vector128.Max(point[i] - high[i], Vector128<float>.Zero);
                outside += added[i];
                edges += high[i] - low[i];
            }

            double beyond = Vector128.Sum(outside);
            if (beyond > 0)
            {
                var place = chance.Uniform() * (beyond + Vector128.Sum(edges));
                if (place < beyond || IsLeaf(at))
                {
                    return Separate(at, point, MemoryMarshal.Cast<Vector128<float>, float>(added), place % beyond);
                }
            }
            else if (IsLeaf(at))
            {
                _nodes[at].Count++;
                return at;
            }

            // It doesn't separate the point: the node's own cut holds.
            Widen(at, point);
            at = values[_nodes[at].Feature] <= _nodes[at].Cut ? _nodes[at].Left : _nodes[at].Right;
        }
    }

    /// <summary>Takes one of the points of a leaf away.</summary>
    public void Delete(int leaf)
    {
        if (_nodes[leaf].Count > 1)
        {
            for (var at = leaf; at != None; at = _nodes[at].Parent)
            {
                _nodes[at].Count--;
            }

            return;
        }

        var parent = _nodes[leaf].Parent;
        _freeLeaves.Push(leaf);
        if (parent == None)
        {
            _root = None;
            return;
        }

        var sibling = _nodes[parent].Left == leaf ? _nodes[parent].Right : _nodes[parent].Left;
        var above = _nodes[parent].Parent;
        _nodes[sibling].Parent = above;
        Replace(above, parent, sibling);
        _freeForks.Push(parent);
        for (var isTight = false; above != None; above = _nodes[above].Parent)
        {
            _nodes[above].Count--;
            isTight = isTight || !Tighten(above);
        }
    }

    /// <summary>
    /// Collusive displacement of a leaf (definition 4 there): the largest ratio, over all subtrees that hold it, of how many points would move up if the subtree were gone to how many
    /// are in the subtree.
    /// </summary>
    public double CoDisp(int leaf)
    {
        var most = 0.0;
        for (var at = leaf; _nodes[at].Parent is var parent and not None; at = parent)
        {
            most = Math.Max(most, (double)(_nodes[parent].Count - _nodes[at].Count) / _nodes[at].Count);
        }

        return most;
    }

    /// <summary>Boxes hold exactly their points, counts add up, cuts separate.</summary>
    public bool IsSound() => _root == None || (_nodes[_root].Parent == None && IsSoundFrom(_root));

    private bool IsSoundFrom(int at)
    {
        ref readonly var node = ref _nodes[at];
        if (IsLeaf(at))
        {
            return node.Count > 0;
        }

        var (left, right, feature) = (node.Left, node.Right, node.Feature);
        for (var i = 0; i < _lanes; i++)
        {
            if (Low(at)[i] != Vector128.Min(Low(left)[i], Low(right)[i]) || High(at)[i] != Vector128.Max(High(left)[i], High(right)[i]))
            {
                return false;
            }
        }

        return node.Count == _nodes[left].Count + _nodes[right].Count && _nodes[left].Parent == at && _nodes[right].Parent == at
            && High(left)[feature / 4][feature % 4] <= node.Cut && Low(right)[feature / 4][feature % 4] > node.Cut && IsSoundFrom(left) && IsSoundFrom(right);
    }

    private bool IsLeaf(int node) => node < _capacity;

    private Span<Vector128<float>> Low(int node) =>
        IsLeaf(node) ? _points.AsSpan(node * _lanes, _lanes) : _boxes.AsSpan((node - _capacity) * 2 * _lanes, _lanes);

    private Span<Vector128<float>> High(int node) =>
        IsLeaf(node) ? _points.AsSpan(node * _lanes, _lanes) : _boxes.AsSpan((((node - _capacity) * 2) + 1) * _lanes, _lanes);

    private int NewLeaf(ReadOnlySpan<Vector128<float>> point, int parent)
    {
        var leaf = _freeLeaves.Pop();
        _nodes[leaf] = new Node { Parent = parent, Left = None, Right = None, Count = 1 };
        point.CopyTo(Low(leaf));
        return leaf;
    }

    /// <summary>A new node in the place of another: that one on one side of a cut, the point on the other.</summary>
    /// <param name="at">The other.</param>
    /// <param name="point">The point.</param>
    /// <param name="added">How far it lies outside the other's box in each dimension.</param>
    /// <param name="place">Of the cut along all that is added.</param>
    private int Separate(int at, ReadOnlySpan<Vector128<float>> point, ReadOnlySpan<float> added, double place)
    {
        var feature = 0;
        for (var i = 0; i < added.Length; i++)
        {
            if (added[i] > 0)
            {
                feature = i;
                if (place < added[i])
                {
                    break;
                }

                place -= added[i];
            }
        }

        // Rounding mustn't put the cut onto or beyond what it separates.
        var value = point[feature / 4][feature % 4];
        var (low, high) = (Low(at)[feature / 4][feature % 4], High(at)[feature / 4][feature % 4]);
        var isLeft = value < low;
        var cut = isLeft
            ? Math.Clamp((float)(value + place), value, MathF.BitDecrement(low))
            : Math.Clamp((float)(high + place), high, MathF.BitDecrement(value));
        var node = _freeForks.Pop();
        var leaf = NewLeaf(point, node);
        var above = _nodes[at].Parent;
        _nodes[node] = new Node
        {
            Parent = above,
            Left = isLeft ? leaf : at,
            Right = isLeft ? at : leaf,
            Feature = feature,
            Cut = cut,
            Count = _nodes[at].Count,
        };
        Low(at).CopyTo(Low(node));
        High(at).CopyTo(High(node));
        Widen(node, point);
        _nodes[at].Parent = node;
        Replace(above, at, node);
        return leaf;
    }

    private void Replace(int parent, int child, int by)
    {
        if (parent == None)
        {
            _root = by;
        }
        else if (_nodes[parent].Left == child)
        {
            _nodes[parent].Left = by;
        }
        else
        {
            _nodes[parent].Right = by;
        }
    }

    /// <summary>One more point is below a node.</summary>
    private void Widen(int node, ReadOnlySpan<Vector128<float>> point)
    {
        _nodes[node].Count++;
        var low = Low(node);
        var high = High(node);
        for (var i = 0; i < point.Length; i++)
        {
            (low[i], high[i]) = (Vector128.Min(low[i], point[i]), Vector128.Max(high[i], point[i]));
        }
    }

    /// <returns>The box has changed.</returns>
    private bool Tighten(int node)
    {
        var low = Low(node);
        var high = High(node);
        var (left, right) = (_nodes[node].Left, _nodes[node].Right);
        var low1 = Low(left);
        var high1 = High(left);
        var low2 = Low(right);
        var high2 = High(right);
        var isChanged = false;
        for (var i = 0; i < low.Length; i++)
        {
            var (l, h) = (Vector128.Min(low1[i], low2[i]), Vector128.Max(high1[i], high2[i]));
            isChanged |= l != low[i] || h != high[i];
            (low[i], high[i]) = (l, h);
        }

        return isChanged;
    }

    private struct Node
    {
        public int Parent;
        public int Left;
        public int Right;
        public int Feature;
        public float Cut;
        public int Count;
    }
}
