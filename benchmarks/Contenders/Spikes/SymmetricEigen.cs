using System.Numerics;

namespace Contenders.Spikes;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to tridiagonal form, then QL with implicit shifts (Golub and Van Loan, sections 8.3.1 and 8.3.3).
/// Vectors stand in rows, so that all inner loops go along memory.
/// </summary>
public static class SymmetricEigen
{
    private const int MaxSweeps = 60;

    /// <param name="matrix">n rows of n; becomes the eigenvectors, one a row, in the order of the values.</param>
    /// <param name="values">n eigenvalues, largest first.</param>
    public static void Decompose(double[] matrix, double[] values)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(values);
        var n = values.Length;
        var off = new double[n];
        var vectors = Tridiagonalise(matrix, values, off, n);
        Diagonalise(values, off, vectors, n);
        var order = Enumerable.Range(0, n).OrderByDescending(i => values[i]).ThenBy(i => i).ToArray();
        var sorted = order.Select(i => values[i]).ToArray();
        for (var i = 0; i < n; i++)
        {
            vectors.AsSpan(order[i] * n, n).CopyTo(matrix.AsSpan(i * n, n));
        }

        sorted.CopyTo(values, 0);
    }

    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = Vector<double>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sum += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        }

        var result = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            result += a[i] * b[i];
        }

        return result;
    }

    /// <summary>a += factor · b.</summary>
    internal static void AddScaled(Span<double> a, double factor, ReadOnlySpan<double> b)
    {
        var f = new Vector<double>(factor);
        var i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(a[i..]) + (f * new Vector<double>(b[i..]))).CopyTo(a[i..]);
        }

        for (; i < a.Length; i++)
        {
            a[i] += factor * b[i];
        }
    }

    /// <summary>Q A Qᵀ = T. Returns Q; the diagonal of T and the one beside it go where they are wanted.</summary>
    private static double[] Tridiagonalise(double[] a, double[] diagonal, double[] off, int n)
    {
        var q = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            q[(i * n) + i] = 1;
        }

        var v = new double[n];
        var w = new double[n];
        for (var k = 0; k < n - 2; k++)
        {
            // A reflection that leaves of row k only its first element beyond the diagonal.
            var tail = a.AsSpan((k * n) + k + 1, n - k - 1);
            var norm = Math.Sqrt(Dot(tail, tail));
            if (norm == 0)
            {
                continue;
            }

            var u = v.AsSpan(k + 1, n - k - 1);
            tail.CopyTo(u);
            var alpha = u[0] > 0 ? -norm : norm;
            u[0] -= alpha;
            var half = Dot(u, u) / 2;
            if (half == 0)
            {
                continue;
            }

            // A -= u pᵀ + p uᵀ with p = A u / half - (uᵀ A u / 2 half²) u, on what is left of the matrix.
            var p = w.AsSpan(k + 1, n - k - 1);
            for (var i = k + 1; i < n; i++)
            {
                w[i] = Dot(a.AsSpan((i * n) + k + 1, n - k - 1), u) / half;
            }

            AddScaled(p, -Dot(u, p) / (2 * half), u);
            for (var i = k + 1; i < n; i++)
            {
                var row = a.AsSpan((i * n) + k + 1, n - k - 1);
                AddScaled(row, -v[i], p);
                AddScaled(row, -w[i], u);
            }

            (a[(k * n) + k + 1], a[((k + 1) * n) + k]) = (alpha, alpha);

            // Q = H Q: rows from k + 1 on are mixed.
            var mix = new double[n];
            for (var i = k + 1; i < n; i++)
            {
                AddScaled(mix, v[i] / half, q.AsSpan(i * n, n));
            }

            for (var i = k + 1; i < n; i++)
            {
                AddScaled(q.AsSpan(i * n, n), -v[i], mix);
            }
        }

        for (var i = 0; i < n; i++)
        {
            diagonal[i] = a[(i * n) + i];
            off[i] = i < n - 1 ? a[(i * n) + i + 1] : 0;
        }

        return q;
    }

    private static void Diagonalise(double[] d, double[] e, double[] rows, int n)
    {
        for (var l = 0; l < n; l++)
        {
            for (var sweep = 0; sweep < MaxSweeps; sweep++)
            {
                var m = l;
                while (m < n - 1 && Math.Abs(e[m]) > double.Epsilon + (1e-15 * (Math.Abs(d[m]) + Math.Abs(d[m + 1]))))
                {
                    m++;
                }

                if (m == l)
                {
                    break;
                }

                var g = (d[l + 1] - d[l]) / (2 * e[l]);
                var r = Hypotenuse(g, 1);
                g = d[m] - d[l] + (e[l] / (g + Math.CopySign(r, g)));
                var (s, c, p) = (1.0, 1.0, 0.0);
                var i = m - 1;
                for (; i >= l; i--)
                {
                    var f = s * e[i];
                    var b = c * e[i];
                    r = Hypotenuse(f, g);
                    e[i + 1] = r;
                    if (r == 0)
                    {
                        d[i + 1] -= p;
                        e[m] = 0;
                        break;
                    }

                    (s, c) = (f / r, g / r);
                    g = d[i + 1] - p;
                    r = ((d[i] - g) * s) + (2 * c * b);
                    p = s * r;
                    d[i + 1] = g + p;
                    g = (c * r) - b;
                    Rotate(rows.AsSpan(i * n, n), rows.AsSpan((i + 1) * n, n), s, c);
                }

                if (r == 0 && i >= l)
                {
                    continue;
                }

                d[l] -= p;
                e[l] = g;
                e[m] = 0;
            }
        }
    }

    private static void Rotate(Span<double> lower, Span<double> upper, double s, double c)
    {
        var (vs, vc) = (new Vector<double>(s), new Vector<double>(c));
        var i = 0;
        for (; i <= lower.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var (a, b) = (new Vector<double>(lower[i..]), new Vector<double>(upper[i..]));
            ((vs * a) + (vc * b)).CopyTo(upper[i..]);
            ((vc * a) - (vs * b)).CopyTo(lower[i..]);
        }

        for (; i < lower.Length; i++)
        {
            var (a, b) = (lower[i], upper[i]);
            upper[i] = (s * a) + (c * b);
            lower[i] = (c * a) - (s * b);
        }
    }

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
