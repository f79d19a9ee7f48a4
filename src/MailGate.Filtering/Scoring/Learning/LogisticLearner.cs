namespace MailGate.Filtering.Scoring.Learning;

/// <summary>
/// Weights of hashed features for logistic regression: presence counts, each message is scaled to length one, and steps are AdaGrad's (Duchi et al. 2011).
/// </summary>
internal sealed class LogisticLearner(int bits, double rate)
{
    private const float Epsilon = 1e-6f;

    private readonly Cell[] _cells = new Cell[1 << bits];
    private double _bias, _biasSquares = 1;

    public double Bias => _bias;

    /// <summary>The sum of weights, to be scaled by the caller.</summary>
    public double Sum(ReadOnlySpan<uint> features)
    {
        float sum = 0;
        Cell[] cells = _cells;
        foreach (uint feature in features)
        {
            sum += cells[feature].Weight;
        }

        return sum;
    }

    /// <summary>Log-odds.</summary>
    public double Score(ReadOnlySpan<uint> features) => features.IsEmpty ? _bias : _bias + (Sum(features) / Math.Sqrt(features.Length));

    public float[] Weights() => Array.ConvertAll(_cells, c => c.Weight);

    /// <summary>Moves the weights of a message's features.</summary>
    /// <param name="gradient">Of the loss by the log-odds: probability given less probability wanted, times what the message counts.</param>
    public void Move(ReadOnlySpan<uint> features, double gradient)
    {
        if (features.IsEmpty)
        {
            return;
        }

        _biasSquares += gradient * gradient;
        _bias -= 0.1 * rate * gradient / Math.Sqrt(_biasSquares);
        float step = (float)(gradient / Math.Sqrt(features.Length));
        float square = step * step;
        float move = (float)(rate * step);
        Cell[] cells = _cells;
        foreach (uint feature in features)
        {
            ref Cell cell = ref cells[feature];
            cell.Squares += square;
            cell.Weight -= move / MathF.Sqrt(cell.Squares + Epsilon);
        }
    }

    private struct Cell
    {
        public float Weight;
        public float Squares;
    }
}
