using System.Net;
using MailGate.Cli.Scanning;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Reputation;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Testing;
using MailGate.Mail.Authentication;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Cli.Rules;

/// <summary>Finds out the facts of a test's message with the checks that the rules need and an empty DNS: tests give the same result everywhere.</summary>
internal sealed class RuleTestFacts
{
    private readonly MailEnvironment _environment;
    private readonly FilterPipeline _pipeline;

    public RuleTestFacts(RuleSet rules)
    {
        RecordFileResolver noDns = RecordFileResolver.Parse("");
        _environment = new MailEnvironment
        {
            Resolver = noDns,
            Time = TimeProvider.System,
            Authentication = new SenderAuthentication(noDns, TimeProvider.System),
            Reputation = new MemoryReputationStore(TimeProvider.System),
            Rules = () => rules,
        };
        _pipeline = new FilterPipeline(_environment, new PipelineOptions());
    }

    /// <summary>The facts of the message; what the test says itself wins.</summary>
    public FactSet Of(RuleTestMessage message, FactSet given) => OfAsync(message, given).GetAwaiter().GetResult();

    private async Task<FactSet> OfAsync(RuleTestMessage message, FactSet given)
    {
        MailClient client = ScanEnvelope.ClientAt(IPAddress.Parse(message.Ip), isTrusted: false);
        MailContext context = new(_environment, client, "test", CancellationToken.None);
        await _pipeline.RunAsync(context, Stage.Connect);
        context = context.WithHelo(client, message.Helo);
        await _pipeline.RunAsync(context, Stage.Helo);
        context = context.BeginMail(new MailEnvelope(ScanEnvelope.ReversePathOf(message.MailFrom) ?? Mail.Addresses.ReversePath.Null), "test");
        await _pipeline.RunAsync(context, Stage.Mail);
        foreach (Mail.Addresses.ForwardPath recipient in message.RcptTo.Select(ScanEnvelope.ForwardPathOf).OfType<Mail.Addresses.ForwardPath>())
        {
            context.BeginRecipient(recipient.Mailbox);
            await _pipeline.RunAsync(context, Stage.Rcpt);
            context.EndRecipient(accepted: true);
        }

        // Its facts may read the message until the rules have been judged.
        MessageAnalysis analysis = _pipeline.BeginMessage(context);
        analysis.Append(message.Content.Span);
        analysis.Complete();
        context.SetMessage(analysis, new MemoryMessageBytes(message.Content));
        await _pipeline.RunAsync(context, Stage.Message);
        return Merge(context.Facts, given);
    }

    // A test's own facts are those that are not what they are when nothing is said.
    private static FactSet Merge(FactSet found, FactSet given)
    {
        FactSet defaults = RuleTestReader.DefaultFacts();
        FactSet merged = found.Copy();
        foreach (Fact fact in given.Schema.Facts)
        {
            if (!FactValueComparer.Instance.Equals(given.Get(fact), defaults.Get(fact)))
            {
                merged.Set(fact, given.Get(fact));
            }
        }

        foreach ((FactCall call, FactValue answer) in given.Answers)
        {
            merged.SetAnswer(call, answer);
        }

        return merged;
    }
}
