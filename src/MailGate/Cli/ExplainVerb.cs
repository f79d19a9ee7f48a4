using System.CommandLine;
using System.Text;
using MailGate.Cli.Journal;
using MailGate.Filtering.Pipeline;
using MailGate.Storage;

namespace MailGate.Cli;

/// <summary><c>mailgate explain ID</c>: the account of a past transaction from the journal.</summary>
internal sealed class ExplainVerb : ICliVerb
{
    private readonly Argument<string> _id = new("ID") { Description = "The transaction's id, as in the reply, the log and the Received field" };
    private readonly Option<string?> _config = CommonOptions.Config();

    public Command Create() => new Command("explain", "Explain a past transaction: stages, rules, facts, reply (needs journal.enabled)") { _id, _config, CommonOptions.Json() }
        .Runs((parse, output) => Explain(JournalFile.Open(parse.GetValue(_config)), parse.GetValue(_id)!, output));

    private static int Explain(JournalStore journal, string id, Output output)
    {
        using (journal)
        {
            byte[] json = journal.Find(id) ?? throw new CliException($"the journal has no transaction {id}: it may be older than journal.keep");
            if (output.Json)
            {
                output.Standard.WriteLine(Encoding.UTF8.GetString(json));
                return ExitCode.Success;
            }

            TransactionRecord record = TransactionJson.Read(json, out IReadOnlyList<string> problems) ?? throw new CliException(string.Join('\n', problems));
            TransactionText.Print(record, output);
            foreach (string problem in problems)
            {
                output.Note($"not shown: {problem}");
            }

            return ExitCode.Success;
        }
    }
}
