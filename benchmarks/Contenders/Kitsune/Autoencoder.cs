namespace Contenders.Kitsune;

/// <summary>
/// An autoencoder with one hidden layer and tied weights, trained by a step of gradient descent for each value (Mirsky et al. 2018, section V.A). Inputs are brought to 0 to 1 by the
/// least and the most that training has seen; a range is taken as at least 0.01 wide.
/// </summary>
public sealed class Autoencoder
{
    private const float LeastRange = 0.01f;

    private readonly int _inputs;
    private readonly int _hidden;
    private readonly float _rate;
    private readonly float[] _weights;
    private readonly float[] _hiddenBias;
    private readonly float[] _outputBias;
    private readonly float[] _least;
    private readonly float[] _most;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly float[] _off;

    /// <param name="inputs">How many values.</param>
    /// <param name="hiddenShare">Hidden neurons by inputs.</param>
    /// <param name="rate">Of learning.</param>
    /// <param name="chance">Draws the first weights.</param>
    public Autoencoder(int inputs, double hiddenShare, double rate, ref Chance chance)
    {
        (_inputs, _hidden, _rate) = (inputs, (int)Math.Ceiling(inputs * hiddenShare), (float)rate);
        _weights = new float[_inputs * _hidden];
        foreach (ref var weight in _weights.AsSpan())
        {
            weight = (float)(((2 * chance.Uniform()) - 1) / inputs);
        }

        (_hiddenBias, _outputBias, _x, _y, _off) = (new float[_hidden], new float[inputs], new float[inputs], new float[_hidden], new float[inputs]);
        (_least, _most) = ([.. Enumerable.Repeat(float.MaxValue, inputs)], [.. Enumerable.Repeat(float.MinValue, inputs)]);
    }

    public long StateBytes => (_weights.Length + (5L * _inputs) + (2L * _hidden)) * 4;

    /// <returns>Root mean square of what it gets wrong, before it learns.</returns>
    public double Train(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < _inputs; i++)
        {
            (_least[i], _most[i]) = (Math.Min(_least[i], values[i]), Math.Max(_most[i], values[i]));
        }

        var error = Judge(values);
        for (var j = 0; j < _hidden; j++)
        {
            var row = _weights.AsSpan(j * _inputs, _inputs);
            var back = 0f;
            for (var i = 0; i < row.Length; i++)
            {
                back += _off[i] * row[i];
            }

            back *= _y[j] * (1 - _y[j]);
            _hiddenBias[j] += _rate * back;
            for (var i = 0; i < row.Length; i++)
            {
                row[i] += _rate * ((back * _x[i]) + (_off[i] * _y[j]));
            }
        }

        for (var i = 0; i < _inputs; i++)
        {
            _outputBias[i] += _rate * _off[i];
        }

        return error;
    }

    /// <returns>Root mean square of what it gets wrong.</returns>
    public double Judge(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < _inputs; i++)
        {
            _x[i] = (values[i] - _least[i]) / Math.Max(LeastRange, _most[i] - _least[i]);
        }

        _outputBias.CopyTo(_off, 0);
        for (var j = 0; j < _hidden; j++)
        {
            var row = _weights.AsSpan(j * _inputs, _inputs);
            var sum = _hiddenBias[j];
            for (var i = 0; i < row.Length; i++)
            {
                sum += row[i] * _x[i];
            }

            var y = _y[j] = Sigmoid(sum);
            for (var i = 0; i < row.Length; i++)
            {
                _off[i] += row[i] * y;
            }
        }

        var squares = 0.0;
        for (var i = 0; i < _inputs; i++)
        {
            _off[i] = _x[i] - Sigmoid(_off[i]);
            squares += _off[i] * _off[i];
        }

        return Math.Sqrt(squares / _inputs);
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
