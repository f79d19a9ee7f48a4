using System.CommandLine;
using System.Globalization;
using MailGate.Configuration.Values;
using MailGate.Storage.Quarantine;

namespace MailGate.Cli.Quarantine;

/// <summary><c>mailgate quarantine list</c>: one line a message, the newest first.</summary>
internal sealed class QuarantineListCommand
{
    private readonly QuarantineSelection _selection = new();
    private readonly Option<string?> _id = new("--id") { HelpName = "ID", Description = "The transaction's id" };
    private readonly Option<bool> _waiting = new("--waiting") { Description = "Only what was not released to all recipients yet" };
    private readonly Option<int> _limit = new("--limit") { HelpName = "N", Description = "At most so many", DefaultValueFactory = _ => int.MaxValue };

    public Command Create() => _selection.AddTo(new Command("list", "List the messages in quarantine, the newest first") { _id, _waiting, _limit }).Runs(List);

    private int List(ParseResult parse, Output output)
    {
        using QuarantineStore store = QuarantineSelection.Open(_selection.Settings(parse));
        QuarantineFilter filter = _selection.Filter(parse) with
        {
            Id = parse.GetValue(_id),
            IsReleased = parse.GetValue(_waiting) ? false : null,
            Limit = parse.GetValue(_limit) is > 0 and var limit ? limit : throw new CliException("--limit: at least 1", ExitCode.Usage),
        };
        IReadOnlyList<QuarantinedMessage> messages = store.List(filter);
        foreach (QuarantinedMessage message in messages)
        {
            output.Write(message, shown => output.Line(LineOf(shown)));
        }

        if (!output.Json)
        {
            QuarantineTotals all = store.Totals(new QuarantineFilter());
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{messages.Count} shown of {all.Messages}, {SizeOf(all.Octets)} in all"));
        }

        return ExitCode.Success;
    }

    /// <summary>A size for people.</summary>
    internal static string SizeOf(long octets) => octets >= 1 << 20 ? string.Create(CultureInfo.InvariantCulture, $"{octets / (double)(1 << 20):0.#} MB")
        : octets >= 1 << 10 ? string.Create(CultureInfo.InvariantCulture, $"{octets / (double)(1 << 10):0.#} KB") : new ByteSize(octets).ToString();

    private static string LineOf(QuarantinedMessage message)
    {
        string state = message.IsReleased ? "released" : message.Releases is [.., var last] ? last.Outcome.ToString().ToLowerInvariant() : "waiting";
        string recipients = string.Join(',', message.Addresses);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{message.Id}  {message.Time.UtcDateTime:yyyy-MM-dd HH:mm}Z  {SizeOf(message.Octets),8}  {state,-8}  {message.Reason}  <{message.ReversePath}> -> {recipients}  {OneLine(message.Subject)}");
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
