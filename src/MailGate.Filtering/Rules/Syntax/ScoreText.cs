using System.Globalization;

namespace MailGate.Filtering.Rules.Syntax;

/// <summary>Scores as they are written: decimal, with at most three places that count, so that sums add up.</summary>
internal static class ScoreText
{
    public static bool TryParse(string text, out double score)
    {
        bool isNumber = double.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out score);
        score = Math.Round(score, 3);
        return isNumber && Math.Abs(score) <= Judgement.MaxScore;
    }
}
