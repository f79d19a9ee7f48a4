using MailGate.Filtering.Scoring;
using MailGate.Mail.Messages;

namespace MailGate.Cli.Model;

/// <summary><c>mailgate model evaluate</c>.</summary>
internal static class ModelEvaluation
{
    public static int Run(IReadOnlyList<MailSource> sources, SpamModel model, string? plot, Output output, CancellationToken cancellationToken)
    {
        List<Judged> judged = [];
        TimeSpan spent = TimeSpan.Zero;
        long octets = 0;
        using (ProgressBar bar = new("judging", TimeProvider.System))
        {
            for (int i = 0; i < sources.Count; i++)
            {
                foreach (StoredMessage message in MailFiles.Read(sources[i].Path))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    long start = TimeProvider.System.GetTimestamp();
                    double probability = model.Score(MessageContent.Read(message.Octets)).Probability;
                    spent += TimeProvider.System.GetElapsedTime(start);
                    octets += message.Octets.Length;
                    judged.Add(new Judged(probability, sources[i].IsSpam, sources[i].Name));
                }

                bar.Report((i + 1.0) / sources.Count);
            }
        }

        if (judged.Count == 0)
        {
            throw new CliException("there are no messages in these paths");
        }

        EvaluationReport report = EvaluationReport.Of(judged, model, spent, octets);
        if (plot is not null)
        {
            File.WriteAllText(plot, EvaluationPlot.Svg(judged, report));
        }

        output.Write(report, r => r.Print(output));
        return ExitCode.Success;
    }
}
