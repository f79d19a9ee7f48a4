using System.CommandLine;
using MailGate.Mail.Dkim;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate dkim verify</c>: every signature of a message, and why it did not pass.</summary>
internal sealed class DkimVerifyCommand
{
    private readonly Argument<string> _file = MessageFile.Argument();
    private readonly LookupOptions _lookups = new();

    public Command Create() =>
        _lookups.AddTo(new Command("verify", "Verify the DKIM signatures of a message. The exit code is 0 whatever the results") { _file }).Runs(RunAsync);

    private async Task<int> RunAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        await using LookupSession session = _lookups.Open(parse);
        MessageFile message = await MessageFile.ReadAsync(parse.GetValue(_file)!, cancellationToken);
        using var verifier = new DkimVerifier(message.Headers);
        verifier.Append(message.Body.Span);
        DkimVerification verification = await verifier.CompleteAsync(session.Resolver, session.Now, cancellationToken);
        output.Write(DkimReport.Of(verification, session.Resolver.Lookups), report =>
        {
            DkimReport.Print(output, report.Signatures, report.Skipped);
            output.Lookups(report.Lookups);
        });
        return ExitCode.Success;
    }
}
