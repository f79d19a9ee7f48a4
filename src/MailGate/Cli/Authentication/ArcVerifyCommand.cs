using System.CommandLine;
using MailGate.Mail.Arc;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate arc verify</c>: whether a message's chain holds, who sealed it, and what broke it.</summary>
internal sealed class ArcVerifyCommand
{
    private readonly Argument<string> _file = MessageFile.Argument();
    private readonly LookupOptions _lookups = new();

    public Command Create() =>
        _lookups.AddTo(new Command("verify", "Validate the ARC chain of a message. The exit code is 0 whatever the result") { _file }).Runs(RunAsync);

    private async Task<int> RunAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        await using LookupSession session = _lookups.Open(parse);
        MessageFile message = await MessageFile.ReadAsync(parse.GetValue(_file)!, cancellationToken);
        using var validator = new ArcValidator(message.Headers);
        validator.Append(message.Body.Span);
        ArcVerification verification = await validator.CompleteAsync(session.Resolver, session.Now, cancellationToken);
        output.Write(ArcReport.Of(verification) with { Lookups = session.Resolver.Lookups }, report =>
        {
            report.Print(output);
            output.Lookups(report.Lookups!);
        });
        return ExitCode.Success;
    }
}
