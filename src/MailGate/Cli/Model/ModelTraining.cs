using System.Security.Cryptography;
using MailGate.Filtering.Scoring.Learning;

namespace MailGate.Cli.Model;

/// <summary><c>mailgate model train</c>.</summary>
internal static class ModelTraining
{
    public static int Run(IReadOnlyList<MailSource> sources, string file, ulong seed, int madeUp, Output output, CancellationToken cancellationToken)
    {
        SpamTraining training = new();
        using (ProgressBar bar = new("reading", TimeProvider.System))
        {
            Read(sources, training, bar, cancellationToken);
        }

        training.AddMadeUp(madeUp, seed);

        byte[] model;
        using (ProgressBar bar = new("learning", TimeProvider.System))
        {
            try
            {
                model = training.Train(seed, bar.Report, cancellationToken);
            }
            catch (InvalidOperationException e)
            {
                throw new CliException(e.Message);
            }
        }

        File.WriteAllBytes(file, model);
        Report report = new(file, model.Length, Convert.ToHexStringLower(SHA256.HashData(model)), seed, training.SpamCount, training.HamCount);
        output.Write(report, r =>
        {
            output.Line($"{r.File}: learned from {r.Spam} spam and {r.Ham} ham, seed {r.Seed}, {r.Bytes} bytes");
            output.Line($"sha256 {r.Sha256}");
        });
        return ExitCode.Success;
    }

    private static void Read(IReadOnlyList<MailSource> sources, SpamTraining training, ProgressBar bar, CancellationToken cancellationToken)
    {
        for (int i = 0; i < sources.Count; i++)
        {
            foreach (StoredMessage message in MailFiles.Read(sources[i].Path))
            {
                cancellationToken.ThrowIfCancellationRequested();
                training.Add(message.Octets, sources[i].IsSpam, sources[i].Name);
            }

            bar.Report((i + 1.0) / sources.Count);
        }
    }

    private sealed record Report(string File, int Bytes, string Sha256, ulong Seed, int Spam, int Ham);
}
