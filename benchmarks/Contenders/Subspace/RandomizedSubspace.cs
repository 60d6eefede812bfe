using Contenders.Spikes;

namespace Contenders.Subspace;

/// <summary>
/// The main directions of centred data from its matrix of products, by random sampling of its range (Halko, Martinsson, Tropp, SIAM Review 2011, algorithms 4.1 and 5.3 on AᵀA, that is
/// with one power iteration).
/// </summary>
public static class RandomizedSubspace
{
    /// <param name="products">AᵀA, d rows of d.</param>
    /// <param name="d">Dimensions.</param>
    /// <param name="rank">Directions wanted, at most d.</param>
    /// <param name="oversampling">Random directions more than that; together at most d.</param>
    /// <param name="chance">Draws them.</param>
    /// <returns>Orthonormal directions, one a row.</returns>
    public static double[] Find(double[] products, int d, int rank, int oversampling, ref Chance chance)
    {
        ArgumentNullException.ThrowIfNull(products);
        var l = Math.Min(d, rank + oversampling);
        var range = new double[l * d];
        for (var i = 0; i < l; i++)
        {
            var random = new double[d];
            foreach (ref var x in random.AsSpan())
            {
                x = chance.Normal();
            }

            Multiply(products, random, range.AsSpan(i * d, d));
        }

        Orthonormalise(range, l, d);

        // The small matrix Q AᵀA Qᵀ has the same main directions, seen from within the range.
        var image = new double[l * d];
        for (var i = 0; i < l; i++)
        {
            Multiply(products, range.AsSpan(i * d, d), image.AsSpan(i * d, d));
        }

        var small = new double[l * l];
        for (var i = 0; i < l; i++)
        {
            for (var j = 0; j < l; j++)
            {
                small[(i * l) + j] = SymmetricEigen.Dot(range.AsSpan(i * d, d), image.AsSpan(j * d, d));
            }
        }

        for (var i = 0; i < l; i++)
        {
            for (var j = 0; j < i; j++)
            {
                small[(i * l) + j] = small[(j * l) + i];
            }
        }

        SymmetricEigen.Decompose(small, new double[l]);
        var directions = new double[rank * d];
        for (var i = 0; i < Math.Min(rank, l); i++)
        {
            for (var j = 0; j < l; j++)
            {
                SymmetricEigen.AddScaled(directions.AsSpan(i * d, d), small[(i * l) + j], range.AsSpan(j * d, d));
            }
        }

        return directions;
    }

    /// <summary>Length of what is left of a vector outside the directions.</summary>
    public static double Residual(ReadOnlySpan<double> vector, ReadOnlySpan<double> directions)
    {
        var d = vector.Length;
        var squares = SymmetricEigen.Dot(vector, vector);
        for (var i = 0; i < directions.Length; i += d)
        {
            var along = SymmetricEigen.Dot(vector, directions.Slice(i, d));
            squares -= along * along;
        }

        return Math.Sqrt(Math.Max(0, squares));
    }

    private static void Multiply(ReadOnlySpan<double> matrix, ReadOnlySpan<double> vector, Span<double> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = SymmetricEigen.Dot(matrix.Slice(i * vector.Length, vector.Length), vector);
        }
    }

    /// <summary>Gram and Schmidt, twice over; a row that is nothing of its own becomes 0.</summary>
    private static void Orthonormalise(double[] rows, int count, int d)
    {
        for (var i = 0; i < count; i++)
        {
            var row = rows.AsSpan(i * d, d);
            var before = Math.Sqrt(SymmetricEigen.Dot(row, row));
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    var other = rows.AsSpan(j * d, d);
                    SymmetricEigen.AddScaled(row, -SymmetricEigen.Dot(row, other), other);
                }
            }

            var norm = Math.Sqrt(SymmetricEigen.Dot(row, row));
            foreach (ref var x in row)
            {
                x = norm > 1e-10 * before && norm > 0 ? x / norm : 0;
            }
        }
    }
}
