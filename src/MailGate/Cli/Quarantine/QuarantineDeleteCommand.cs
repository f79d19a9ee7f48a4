using System.CommandLine;
using MailGate.Storage.Quarantine;

namespace MailGate.Cli.Quarantine;

/// <summary><c>mailgate quarantine delete</c>: deletes messages for good.</summary>
internal sealed class QuarantineDeleteCommand
{
    private readonly QuarantineSelection _selection = new();
    private readonly Argument<string[]> _ids = new("ID") { Description = "Transactions' ids", Arity = ArgumentArity.ZeroOrMore };

    public Command Create() => _selection.AddTo(new Command("delete", "Delete messages for good") { _ids }).Runs(Delete);

    private int Delete(ParseResult parse, Output output)
    {
        using QuarantineStore store = QuarantineSelection.Open(_selection.Settings(parse));
        IReadOnlyList<QuarantinedMessage> messages = _selection.Select(parse, parse.GetValue(_ids) ?? [], store);
        int deleted = 0;
        foreach (QuarantinedMessage message in messages)
        {
            deleted += store.Delete(message.Id) ? 1 : 0;
        }

        output.Write(new Result(deleted), shown => output.Line($"{shown.Deleted} deleted"));
        return ExitCode.Success;
    }

    private sealed record Result(int Deleted);
}
