namespace Contenders.Forests;

/// <summary>
/// A robust random cut tree (Guha, Mishra, Roy, Schrijvers, ICML 2016): the first cut of a set of points falls into a dimension with a probability proportional to the extent of their
/// box in it, anywhere along it. Points come and go without the tree ceasing to be such a random tree (algorithms 1 and 2). Equal points share a leaf.
/// </summary>
public sealed class RandomCutTree
{
    private const int None = -1;

    private readonly int _d;
    private readonly float[] _boxes;
    private readonly Node[] _nodes;
    private readonly int[] _free;
    private int _freeCount;
    private int _root = None;

    /// <param name="dimensions">Of a point.</param>
    /// <param name="capacity">Most points it is to hold at a time.</param>
    public RandomCutTree(int dimensions, int capacity)
    {
        _d = dimensions;
        var most = 2 * capacity;
        (_nodes, _boxes, _free, _freeCount) = (new Node[most], new float[most * 2 * dimensions], [.. Enumerable.Range(0, most).Reverse()], most);
    }

    public long StateBytes => (_nodes.Length * 24L) + (_boxes.Length * 4L);

    /// <summary>Points in it.</summary>
    public int Count => _root == None ? 0 : _nodes[_root].Count;

    /// <returns>Its leaf.</returns>
    public int Insert(ReadOnlySpan<float> point, ref Chance chance)
    {
        var leaf = _root;
        if (_root == None)
        {
            return _root = NewLeaf(point, None);
        }

        for (var at = _root; ;)
        {
            var low = Low(at);
            var high = High(at);
            var extent = 0.0;
            for (var i = 0; i < _d; i++)
            {
                extent += Math.Max(high[i], point[i]) - Math.Min(low[i], point[i]);
            }

            if (extent == 0 && _nodes[at].IsLeaf)
            {
                leaf = at;
                _nodes[at].Count++;
                return leaf;
            }

            // A random place along all edges of the box, as it is with the point.
            var place = chance.Uniform() * extent;
            var cutAt = 0;
            var edge = 0.0;
            for (; cutAt < _d; cutAt++)
            {
                edge = Math.Max(high[cutAt], point[cutAt]) - Math.Min(low[cutAt], point[cutAt]);
                if (place < edge || (cutAt == _d - 1 && edge > 0))
                {
                    break;
                }

                place -= edge;
            }

            if (cutAt < _d)
            {
                var (value, from, to) = (point[cutAt], low[cutAt], high[cutAt]);
                var cut = (float)(Math.Min(from, value) + Math.Min(place, edge));
                if (value < from && cut < from)
                {
                    return Separate(at, point, cutAt, Math.Max(cut, value), isLeft: true);
                }

                if (value > to && cut >= to)
                {
                    return Separate(at, point, cutAt, Math.Min(cut, MathF.BitDecrement(value)), isLeft: false);
                }
            }

            if (_nodes[at].IsLeaf)
            {
                // Rounding put the cut onto the point itself: try again.
                continue;
            }

            // It doesn't separate the point: the node's own cut holds.
            Widen(at, point);
            at = point[_nodes[at].Feature] <= _nodes[at].Cut ? _nodes[at].Left : _nodes[at].Right;
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
        _free[_freeCount++] = leaf;
        if (parent == None)
        {
            _root = None;
            return;
        }

        var sibling = _nodes[parent].Left == leaf ? _nodes[parent].Right : _nodes[parent].Left;
        var above = _nodes[parent].Parent;
        _nodes[sibling].Parent = above;
        Replace(above, parent, sibling);
        _free[_freeCount++] = parent;
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
        if (node.IsLeaf)
        {
            return node.Count > 0 && Low(at).SequenceEqual(High(at));
        }

        var (left, right) = (node.Left, node.Right);
        for (var i = 0; i < _d; i++)
        {
            if (Low(at)[i] != Math.Min(Low(left)[i], Low(right)[i]) || High(at)[i] != Math.Max(High(left)[i], High(right)[i]))
            {
                return false;
            }
        }

        return node.Count == _nodes[left].Count + _nodes[right].Count && _nodes[left].Parent == at && _nodes[right].Parent == at
            && High(left)[node.Feature] <= node.Cut && Low(right)[node.Feature] > node.Cut && IsSoundFrom(left) && IsSoundFrom(right);
    }

    private Span<float> Low(int node) => _boxes.AsSpan(node * 2 * _d, _d);

    private Span<float> High(int node) => _boxes.AsSpan(((node * 2) + 1) * _d, _d);

    private int NewLeaf(ReadOnlySpan<float> point, int parent)
    {
        var leaf = _free[--_freeCount];
        _nodes[leaf] = new Node { Parent = parent, Left = None, Right = None, Count = 1 };
        point.CopyTo(Low(leaf));
        point.CopyTo(High(leaf));
        return leaf;
    }

    /// <summary>A new node in the place of another: that one on one side, the point on the other.</summary>
    private int Separate(int at, ReadOnlySpan<float> point, int feature, float cut, bool isLeft)
    {
        var node = _free[--_freeCount];
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

    private void Widen(int node, ReadOnlySpan<float> point)
    {
        _nodes[node].Count++;
        var low = Low(node);
        var high = High(node);
        for (var i = 0; i < _d; i++)
        {
            (low[i], high[i]) = (Math.Min(low[i], point[i]), Math.Max(high[i], point[i]));
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
        for (var i = 0; i < _d; i++)
        {
            var (l, h) = (Math.Min(low1[i], low2[i]), Math.Max(high1[i], high2[i]));
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

        public readonly bool IsLeaf => Left == None;
    }
}
