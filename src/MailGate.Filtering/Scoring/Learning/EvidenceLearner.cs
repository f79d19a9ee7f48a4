namespace MailGate.Filtering.Scoring.Learning;

/// <summary>Logistic regression over few inputs with a Gaussian prior around given weights, by Newton's method: exact, without chance.</summary>
internal sealed class EvidenceLearner(double[] priors, double[] deviations)
{
    private const int Rounds = 12;

    private readonly List<(float[] Inputs, bool IsSpam, double Weight)> _examples = [];

    public void Add(float[] inputs, bool isSpam, double weight) => _examples.Add((inputs, isSpam, weight));

    /// <summary>The weights; the input with index 0 is always 1.</summary>
    public double[] Fit()
    {
        int n = priors.Length;
        double[] weights = [.. priors];
        double[] gradient = new double[n];
        double[,] hessian = new double[n, n];
        int[] present = new int[n];
        for (int round = 0; round < Rounds; round++)
        {
            Array.Clear(hessian);
            for (int i = 0; i < n; i++)
            {
                double precision = 1 / (deviations[i] * deviations[i]);
                gradient[i] = (weights[i] - priors[i]) * precision;
                hessian[i, i] = precision;
            }

            foreach ((float[] inputs, bool isSpam, double weight) in _examples)
            {
                Accumulate(inputs, isSpam, weight, weights, gradient, hessian, present);
            }

            double[] step = Solve(hessian, gradient);
            double largest = 0;
            for (int i = 0; i < n; i++)
            {
                weights[i] -= Math.Clamp(step[i], -2, 2);
                largest = Math.Max(largest, Math.Abs(step[i]));
            }

            if (largest < 1e-5)
            {
                break;
            }
        }

        return weights;
    }

    private static void Accumulate(float[] inputs, bool isSpam, double weight, double[] weights, double[] gradient, double[,] hessian, int[] present)
    {
        int count = 0;
        double z = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] != 0)
            {
                present[count++] = i;
                z += inputs[i] * weights[i];
            }
        }

        double p = 1 / (1 + Math.Exp(-z));
        double error = (p - (isSpam ? 1 : 0)) * weight;
        double curvature = Math.Max(p * (1 - p), 1e-6) * weight;
        for (int a = 0; a < count; a++)
        {
            int i = present[a];
            gradient[i] += error * inputs[i];
            double row = curvature * inputs[i];
            for (int b = 0; b <= a; b++)
            {
                hessian[i, present[b]] += row * inputs[present[b]];
            }
        }
    }

    // Cholesky: the Hessian is symmetric and, by the prior, positive definite. Only its lower half is given.
    private static double[] Solve(double[,] matrix, double[] right)
    {
        int n = right.Length;
        double[,] lower = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= lower[i, k] * lower[j, k];
                }

                lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / lower[j, j];
            }
        }

        double[] x = new double[n];
        for (int i = 0; i < n; i++)
        {
            double sum = right[i];
            for (int k = 0; k < i; k++)
            {
                sum -= lower[i, k] * x[k];
            }

            x[i] = sum / lower[i, i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            double sum = x[i];
            for (int k = i + 1; k < n; k++)
            {
                sum -= lower[k, i] * x[k];
            }

            x[i] = sum / lower[i, i];
        }

        return x;
    }
}
