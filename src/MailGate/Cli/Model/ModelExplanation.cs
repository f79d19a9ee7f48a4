using MailGate.Filtering.Scoring;
using MailGate.Mail.Messages;

namespace MailGate.Cli.Model;

/// <summary><c>mailgate model explain</c>.</summary>
internal static class ModelExplanation
{
    public static int Run(string file, SpamModel model, int top, Output output)
    {
        Explanation explanation = Explanation.Of(model, MessageContent.Read(File.ReadAllBytes(file)));
        ExplanationItem[] items = [.. explanation.Items.Take(Math.Max(1, top))];
        Report report = new(explanation.Score.Probability, explanation.Score.Points, explanation.LogOdds, explanation.Score.Probability >= model.Cut, items);
        output.Write(report, r =>
        {
            output.Line($"probability {r.Probability:F4}, {r.Points:F2} points, {(r.IsSpam ? "above" : "below")} the cut of {model.Cut}");
            foreach (ExplanationItem item in items)
            {
                output.Line($"{item.LogOdds,8:+0.00;-0.00} {item.Kind,-12} {item.Feature}");
            }

            output.Line($"{explanation.Items.Skip(items.Length).Sum(i => i.LogOdds),8:+0.00;-0.00} {Math.Max(0, explanation.Items.Count - items.Length)} more");
            output.Line($"{r.LogOdds,8:+0.00;-0.00} in all, in log-odds");
        });
        return ExitCode.Success;
    }

    private sealed record Report(double Probability, double Points, double LogOdds, bool IsSpam, ExplanationItem[] Features);
}
