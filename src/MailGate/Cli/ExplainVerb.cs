using System.CommandLine;
using System.Text;
using MailGate.Cli.Journal;
using MailGate.Cli.Quarantine;
using MailGate.Configuration;
using MailGate.Filtering.Pipeline;
using MailGate.Storage;
using MailGate.Storage.Quarantine;

namespace MailGate.Cli;

/// <summary><c>mailgate explain ID</c>: the account of a past transaction from the journal.</summary>
internal sealed class ExplainVerb : ICliVerb
{
    private readonly Argument<string> _id = new("ID") { Description = "The transaction's id, as in the reply, the log and the Received field" };
    private readonly Option<string?> _config = CommonOptions.Config();

    public Command Create() => new Command("explain", "Explain a past transaction: stages, rules, facts, reply (needs journal.enabled)") { _id, _config, CommonOptions.Json() }
        .Runs((parse, output) => Explain(ConfiguredSettings.Load(parse.GetValue(_config)), parse.GetValue(_id)!, output));

    private static int Explain(GatewaySettings settings, string id, Output output)
    {
        using JournalStore journal = JournalFile.Open(settings);
        byte[] json = journal.Find(id) ?? throw new CliException($"the journal has no transaction {id}: it may be older than journal.keep");
        if (output.Json)
        {
            output.Standard.WriteLine(Encoding.UTF8.GetString(json));
            return ExitCode.Success;
        }

        TransactionRecord record = TransactionJson.Read(json, out IReadOnlyList<string> problems) ?? throw new CliException(string.Join('\n', problems));
        TransactionText.Print(record, output);
        PrintQuarantine(settings, id, output);
        foreach (string problem in problems)
        {
            output.Note($"not shown: {problem}");
        }

        return ExitCode.Success;
    }

    private static void PrintQuarantine(GatewaySettings settings, string id, Output output)
    {
        using QuarantineStore store = QuarantineSelection.Open(settings);
        if (store.Find(id) is { } message)
        {
            output.Line($"  in quarantine: mailgate quarantine show {id}");
            foreach (QuarantineRelease release in message.Releases)
            {
                output.Line(QuarantineShowCommand.ReleaseLine(release));
            }
        }
    }
}
