namespace MailGate.Filtering.Scoring;

/// <summary>Weights in a byte each, with one scale and the bias that goes with them.</summary>
internal sealed class WeightTable
{
    private readonly sbyte[] _weights;

    public WeightTable(sbyte[] weights, float scale, double bias) => (_weights, Scale, Bias) = (weights, scale, bias);

    /// <summary>What one step of a byte is worth.</summary>
    public float Scale { get; }

    public double Bias { get; }

    public ReadOnlySpan<sbyte> Weights => _weights;

    /// <summary>Rounds weights to bytes; the few beyond the range are cut.</summary>
    public static WeightTable From(float[] weights, double bias)
    {
        float[] sizes = [.. weights.Where(w => w != 0).Select(Math.Abs)];
        if (sizes.Length == 0)
        {
            return new WeightTable(new sbyte[weights.Length], 1, bias);
        }

        Array.Sort(sizes);
        float scale = sizes[(int)((sizes.Length - 1) * 0.9995)] / 127;
        return new WeightTable(Array.ConvertAll(weights, w => (sbyte)Math.Clamp(MathF.Round(w / scale), -127, 127)), scale, bias);
    }

    /// <summary>The sum of the features' weights.</summary>
    public double Sum(ReadOnlySpan<uint> features)
    {
        int sum = 0;
        sbyte[] weights = _weights;
        foreach (uint feature in features)
        {
            sum += weights[feature];
        }

        return sum * (double)Scale;
    }

    /// <summary>The weight of one feature.</summary>
    public double this[uint feature] => _weights[feature] * (double)Scale;
}
