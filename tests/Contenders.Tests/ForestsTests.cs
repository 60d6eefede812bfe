using Contenders.Forests;

namespace Contenders.Tests;

public sealed class ForestsTests
{
    [Fact]
    public void An_outlier_is_isolated_sooner_than_what_lies_among_others()
    {
        var (rows, chance) = (Cloud(256), new Chance(2));
        var (inside, outside) = (0.0, 0.0);
        for (var t = 0; t < 100; t++)
        {
            var tree = new IsolationTree(rows, 2, Enumerable.Range(0, 256).ToArray(), ref chance);
            inside += tree.PathLength([0, 0]);
            outside += tree.PathLength([6, -6]);
        }

        Assert.True(outside * 2 < inside, $"{outside} {inside}");
    }

    [Fact]
    public void The_expected_path_is_that_of_a_binary_search_tree()
    {
        // 2 H(n - 1) - 2 (n - 1) / n, the harmonic number summed.
        var harmonic = Enumerable.Range(1, 255).Sum(i => 1.0 / i);
        Assert.Equal((2 * harmonic) - (2 * 255.0 / 256), IsolationTree.ExpectedPath(256), 0.01);
    }

    [Fact]
    public void A_random_cut_tree_stays_sound_whatever_comes_and_goes()
    {
        var (chance, tree) = (new Chance(3), new RandomCutTree(4, 64));
        var leaves = new List<int>();
        for (var i = 0; i < 3000; i++)
        {
            if (leaves.Count == 64 || (leaves.Count > 0 && chance.Uniform() < 0.4))
            {
                var at = chance.Whole(leaves.Count);
                tree.Delete(leaves[at]);
                leaves.RemoveAt(at);
            }
            else
            {
                // On a coarse grid, so that equal points come too.
                leaves.Add(tree.Insert([MathF.Round((float)chance.Normal() * 4), MathF.Round((float)chance.Normal() * 4), 1, 0], ref chance));
            }

            Assert.Equal(leaves.Count, tree.Count);
            Assert.True(tree.IsSound());
        }
    }

    [Fact]
    public void Collusive_displacement_of_an_outlier_is_all_others_and_halves_with_a_twin()
    {
        var chance = new Chance(4);
        var tree = new RandomCutTree(4, 8);
        tree.Insert([0, 0, 0, 0], ref chance);
        var other = tree.Insert([5, 0, 0, 0], ref chance);
        Assert.Equal(1, tree.CoDisp(other));

        // Four at one place: the outlier alone displaces four, two outliers in one place two each.
        for (var i = 0; i < 3; i++)
        {
            tree.Insert([0, 0, 0, 0], ref chance);
        }

        Assert.Equal(4, tree.CoDisp(other));
        Assert.Equal(other, tree.Insert([5, 0, 0, 0], ref chance));
        Assert.Equal(2, tree.CoDisp(other));
    }

    [Fact]
    public void An_outlier_displaces_more_than_what_lies_among_others()
    {
        var (rows, chance) = (Cloud(255), new Chance(5));
        var (inside, outside) = (0.0, 0.0);
        for (var t = 0; t < 20; t++)
        {
            var tree = new RandomCutTree(4, 257);
            for (var i = 0; i < 255; i++)
            {
                tree.Insert([rows[i * 2], rows[(i * 2) + 1], 0, 0], ref chance);
            }

            inside += tree.CoDisp(tree.Insert([0, 0.01f, 0, 0], ref chance));
            outside += tree.CoDisp(tree.Insert([8, -8, 0, 0], ref chance));
        }

        Assert.True(outside > inside * 5, $"{outside} {inside}");
    }

    [Fact]
    public void Both_forests_find_the_strange_hour_of_one_among_many()
    {
        foreach (var method in new IContender[] { new IsolationForest(1), new RandomCutForest(1) })
        {
            var highest = Worlds.Highest(Worlds.Play(
                method,
                400,
                (h, device, values) =>
                {
                    for (var i = 0; i < values.Length && h == 390 && device == 2; i++)
                    {
                        values[i] *= i == 7 ? 50_000 : 500;
                    }
                },
                devices: 3));
            Assert.Equal((method.Name, 390, 2), (method.Name, Worlds.HourOf(highest), highest.Device));
            Assert.Equal(7UL, highest.Subject);
        }
    }

    private static float[] Cloud(int points)
    {
        var chance = new Chance(1);
        return [.. Enumerable.Range(0, points * 2).Select(_ => (float)chance.Normal())];
    }
}
