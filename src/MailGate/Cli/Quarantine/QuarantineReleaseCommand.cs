using System.CommandLine;
using MailGate.Configuration;
using MailGate.Handling;
using MailGate.Handling.Capture;
using MailGate.Handling.Quarantine;
using MailGate.Smtp.Client;
using MailGate.Smtp.Client.Routing;
using MailGate.Smtp.Transport;
using MailGate.Storage.Quarantine;

namespace MailGate.Cli.Quarantine;

/// <summary>
/// <c>mailgate quarantine release</c>: sends messages to the servers behind, as the gateway would have. Exit code 1 when one was refused or nobody knows; it stays then.
/// </summary>
internal sealed class QuarantineReleaseCommand
{
    private readonly QuarantineSelection _selection = new();
    private readonly Argument<string[]> _ids = new("ID") { Description = "Transactions' ids", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> _to = new("--to") { HelpName = "ADDRESS", Description = "Only to this recipient, or to somebody else; may be given several times" };
    private readonly Option<bool> _again = new("--again") { Description = "Also to recipients to whom it was released already" };

    public Command Create() => _selection.AddTo(new Command("release", "Send messages on to the servers behind; each stays in quarantine, with what came of it") { _ids, _to, _again }).Runs(ReleaseAsync);

    private async Task<int> ReleaseAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        GatewaySettings settings = _selection.Settings(parse);
        using QuarantineStore store = QuarantineSelection.Open(settings);
        IReadOnlyList<QuarantinedMessage> messages = _selection.Select(parse, parse.GetValue(_ids) ?? [], store);
        using DeadlineClock deadlines = new(TimeProvider.System);
        await using DownstreamRelay relay = new(new DownstreamContext(new SocketConnector(), deadlines, TimeProvider.System, new Unobserved()));
        GatewayRoutes routes = new(settings);
        QuarantineReleaser releaser = new(store, () => routes, relay, new MaildirStore(Path.Combine(settings.DataDirectory, "captured"), TimeProvider.System), TimeProvider.System);
        bool isGood = true;
        foreach (QuarantinedMessage message in messages)
        {
            isGood &= await ReleaseAsync(parse, releaser, message, output, cancellationToken);
        }

        return isGood ? ExitCode.Success : ExitCode.Failure;
    }

    private async Task<bool> ReleaseAsync(ParseResult parse, QuarantineReleaser releaser, QuarantinedMessage message, Output output, CancellationToken cancellationToken)
    {
        string[]? to = parse.GetValue(_to) is { Length: > 0 } given ? given : null;
        IReadOnlyList<QuarantineRelease> releases = await releaser.ReleaseAsync(message.Id, to, parse.GetValue(_again), Environment.UserName, cancellationToken)
            ?? throw QuarantineSelection.NotThere(message.Id);
        output.Write(new Result(message.Id, releases), shown =>
        {
            output.Line($"{shown.Id}: {(shown.Releases.Count == 0 ? "released to all already; --again sends it once more" : "")}".TrimEnd());
            foreach (QuarantineRelease release in shown.Releases)
            {
                output.Line(QuarantineShowCommand.ReleaseLine(release));
            }
        });
        return releases.All(release => release.Outcome == ReleaseOutcome.Released);
    }

    private sealed record Result(string Id, IReadOnlyList<QuarantineRelease> Releases);

    private sealed class Unobserved : IDownstreamObserver;
}
