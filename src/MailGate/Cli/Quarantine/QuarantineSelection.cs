using System.CommandLine;
using MailGate.Configuration;
using MailGate.Configuration.Values;
using MailGate.Storage.Quarantine;

namespace MailGate.Cli.Quarantine;

/// <summary>Options that say which messages a command is about.</summary>
internal sealed class QuarantineSelection
{
    private readonly Option<string?> _older = new("--older") { HelpName = "TIME", Description = "Kept for longer than this, such as 7d or 12h" };
    private readonly Option<string?> _newer = new("--newer") { HelpName = "TIME", Description = "Kept for less than this" };
    private readonly Option<string?> _address = new("--address") { HelpName = "ADDRESS", Description = "Of the sender, a recipient or From: whole, @domain, or a part of one" };
    private readonly Option<string?> _rule = new("--rule") { HelpName = "NAME", Description = "A rule that hit" };
    private readonly Option<string?> _config = CommonOptions.Config();

    /// <summary>Adds the options that choose.</summary>
    public Command AddTo(Command command)
    {
        foreach (Option option in (Option[])[_older, _newer, _address, _rule])
        {
            command.Add(option);
        }

        return AddConfigTo(command);
    }

    /// <summary>Adds only those that every command has.</summary>
    public Command AddConfigTo(Command command)
    {
        command.Add(_config);
        command.Add(CommonOptions.Json());
        return command;
    }

    /// <summary>The gateway's settings.</summary>
    /// <exception cref="CliException">They have errors.</exception>
    public GatewaySettings Settings(ParseResult parse) => ConfiguredSettings.Load(parse.GetValue(_config));

    /// <summary>The messages of the gateway; what happened to the folder meanwhile is taken notice of.</summary>
    /// <exception cref="IOException">The index cannot be used.</exception>
    public static QuarantineStore Open(GatewaySettings settings)
    {
        QuarantineStore store = new(settings.DataDirectory, TimeProvider.System, makesIndex: !Environment.IsPrivilegedProcess);
        store.Reconcile();
        return store;
    }

    /// <summary>True when the command line chooses by anything but ids.</summary>
    public bool IsGiven(ParseResult parse) => new[] { _older, _newer, _address, _rule }.Any(option => parse.GetValue(option) is not null);

    /// <summary>What was chosen.</summary>
    /// <exception cref="CliException">A time is none.</exception>
    public QuarantineFilter Filter(ParseResult parse)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new QuarantineFilter
        {
            Before = now - AgeOf(parse, _older),
            Since = now - AgeOf(parse, _newer),
            Address = parse.GetValue(_address),
            Rule = parse.GetValue(_rule),
        };
    }

    /// <summary>The messages of these ids, or of the filter where there are none.</summary>
    /// <exception cref="CliException">Neither was given, or an id is not there.</exception>
    public IReadOnlyList<QuarantinedMessage> Select(ParseResult parse, IReadOnlyList<string> ids, QuarantineStore store)
    {
        if (ids.Count == 0 && !IsGiven(parse))
        {
            throw new CliException("say which messages: ids, or one of --older, --newer, --address, --rule", ExitCode.Usage);
        }

        return ids.Count == 0 ? store.List(Filter(parse)) : [.. ids.SelectMany(id => store.List(Filter(parse) with { Id = id }) is { Count: > 0 } found ? found : throw NotThere(id))];
    }

    /// <summary>The complaint about an id that is not there.</summary>
    public static CliException NotThere(string id) => new($"there is no message {id} in quarantine: it may have been deleted, or be older than quarantine.keep");

    private static TimeSpan? AgeOf(ParseResult parse, Option<string?> option)
    {
        if (parse.GetValue(option) is not { } text)
        {
            return null;
        }

        return Durations.TryParse(text, "", out TimeSpan age, out string? problem)
            ? age
            : throw new CliException($"{option.Name}: {problem ?? $"'{text}' is not a time such as 7d or 12h"}", ExitCode.Usage);
    }
}
