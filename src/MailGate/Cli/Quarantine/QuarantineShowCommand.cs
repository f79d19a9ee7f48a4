using System.CommandLine;
using System.Globalization;
using MailGate.Handling.Quarantine;
using MailGate.Storage.Quarantine;

namespace MailGate.Cli.Quarantine;

/// <summary><c>mailgate quarantine show ID</c>: envelope, verdict, rules, header and the beginning of the text, nothing of it able to do anything to a terminal.</summary>
internal sealed class QuarantineShowCommand
{
    private readonly QuarantineSelection _selection = new();
    private readonly Argument<string> _id = new("ID") { Description = "The transaction's id, as in the list, the reply and the log" };
    private readonly Option<bool> _raw = new("--raw") { Description = "Write the message itself, octet for octet, to standard output" };

    public Command Create() => _selection.AddConfigTo(new Command("show", "Show a message: envelope, verdict, rules, header and text") { _id, _raw }).Runs(ShowAsync);

    private async Task<int> ShowAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        string id = parse.GetValue(_id)!;
        using QuarantineStore store = QuarantineSelection.Open(_selection.Settings(parse));
        QuarantinedMessage message = store.Find(id) ?? throw QuarantineSelection.NotThere(id);
        await using Stream octets = store.Open(id) ?? throw QuarantineSelection.NotThere(id);
        if (parse.GetValue(_raw))
        {
            await using Stream standard = Console.OpenStandardOutput();
            await octets.CopyToAsync(standard, cancellationToken);
            return ExitCode.Success;
        }

        QuarantinePreview preview = await QuarantinePreview.ReadAsync(octets, cancellationToken);
        output.Write(new Shown(message, preview), shown => Print(shown.Message, shown.Preview, output));
        return ExitCode.Success;
    }

    /// <summary>Prints what is known beside the message itself.</summary>
    internal static void PrintAccount(QuarantinedMessage message, Output output)
    {
        output.Line(string.Create(CultureInfo.InvariantCulture, $"{message.Id}: {message.Octets} octets, kept since {message.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"));
        output.Line($"  client:   {message.Client.Address} {message.Client.Helo} {(message.Client.Login.Length > 0 ? $"as {message.Client.Login} " : "")}at {message.Client.Listener}");
        output.Line($"  from:     <{message.ReversePath}>");
        foreach (QuarantinedRecipient recipient in message.Recipients)
        {
            string original = recipient.Original.Length > 0 ? $", for <{recipient.Original}>" : "";
            output.Line($"  to:       <{recipient.Address}>{original}{(recipient.Route.Length > 0 ? $" by route {recipient.Route}" : "")}{(message.HasIt(recipient.Address) ? ", released" : "")}");
        }

        output.Line(string.Create(CultureInfo.InvariantCulture, $"  verdict:  quarantine, decided by {message.Reason}, score {message.Score:0.###}"));
        foreach (QuarantinedHit hit in message.Rules)
        {
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  {hit.Score,8:0.###}  {hit.Name}"));
        }

        foreach (QuarantineRelease release in message.Releases)
        {
            output.Line(ReleaseLine(release));
        }
    }

    /// <summary>An attempt to release, for people.</summary>
    internal static string ReleaseLine(QuarantineRelease release) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {release.Outcome.ToString().ToLowerInvariant()} {string.Join(", ", release.Recipients.Select(recipient => $"<{recipient}>"))} at {release.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z by {release.By}: {release.Detail}");

    private static void Print(QuarantinedMessage message, QuarantinePreview preview, Output output)
    {
        PrintAccount(message, output);
        output.Line();
        foreach (QuarantinePreview.Field field in preview.Header)
        {
            output.Line($"{field.Name}: {field.Value}");
        }

        output.Line();
        output.Line(preview.Text);
        if (preview.IsTruncated)
        {
            output.Line("[...]");
        }

        foreach (QuarantinePreview.AttachedFile file in preview.Attachments)
        {
            output.Line($"attached: {file.Name} ({file.MediaType}, {QuarantineListCommand.SizeOf(file.Octets)})");
        }
    }

    private sealed record Shown(QuarantinedMessage Message, QuarantinePreview Preview);
}
