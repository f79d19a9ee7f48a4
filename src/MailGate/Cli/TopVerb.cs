using System.CommandLine;
using MailGate.Cli.Top;
using MailGate.Configuration;
using MailGate.Configuration.Loading;

namespace MailGate.Cli;

/// <summary><c>mailgate top</c>: what the gateway does, in the terminal, shown anew every two seconds.</summary>
internal sealed class TopVerb : ICliVerb
{
    /// <summary>The token, where the configuration is not at hand; never an argument, which everybody on the machine can read.</summary>
    public const string TokenVariable = "MAILGATE_ADMIN_TOKEN";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<string?> _url = new("--url") { HelpName = "URL", Description = $"The admin listener, such as http://127.0.0.1:9525, instead of the configuration's; its token in {TokenVariable}" };
    private readonly Option<bool> _once = new("--once") { Description = "Print it once and end" };

    public Command Create() =>
        new Command("top", "Show what the gateway does: rates, verdicts, top rules, slow servers, last transactions; q quits") { _config, _url, _once }.Runs(ShowAsync);

    private async Task<int> ShowAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        using TopClient client = ClientOf(parse);
        // Where there is no terminal there is nothing to show anew.
        if (parse.GetValue(_once) || Console.IsOutputRedirected || Console.IsInputRedirected)
        {
            foreach (string line in TopView.Lines(await client.ReadAsync(cancellationToken), TopView.DefaultWidth, TopView.DefaultHeight))
            {
                output.Line(line);
            }

            return ExitCode.Success;
        }

        await new TopScreen(client, output, TimeProvider.System).RunAsync(Interval, cancellationToken);
        return ExitCode.Success;
    }

    private TopClient ClientOf(ParseResult parse)
    {
        if (parse.GetValue(_url) is { } url)
        {
            return Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) && (address.Scheme is "http" or "https")
                ? new TopClient(address, Environment.GetEnvironmentVariable(TokenVariable))
                : throw new CliException($"'{url}' is no address such as http://127.0.0.1:9525");
        }

        LoadedConfiguration loaded = ConfigurationLoader.Load(ConfigurationInput.Find(parse.GetValue(_config)), TimeProvider.System);
        GatewaySettings settings = loaded.Settings ?? throw new CliException(string.Join('\n', loaded.Errors.Select(error => error.ToString())));
        return settings.Admin.Listen is { } listen
            ? new TopClient(new Uri($"http://{listen}/"), settings.Admin.Token?.Value)
            : throw new CliException("admin.listen is not set: there is nothing to ask");
    }
}
