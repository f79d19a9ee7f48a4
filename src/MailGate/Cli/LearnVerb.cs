using System.CommandLine;
using MailGate.Cli.Model;
using MailGate.Configuration.Loading;
using MailGate.Filtering.Scoring;
using MailGate.Filtering.Scoring.Site;

namespace MailGate.Cli;

/// <summary><c>mailgate learn spam|ham FILE...</c>: teaches the site's own model, on top of the shipped one.</summary>
internal sealed class LearnVerb : ICliVerb
{
    public Command Create() => new("learn", "Teach the spam score this site's own mail") { Learn("spam", isSpam: true), Learn("ham", isSpam: false) };

    private static Command Learn(string name, bool isSpam)
    {
        Argument<string[]> files = new("files") { Description = "Messages: files, folders, Maildir, mbox", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };
        Option<bool> undo = new("--undo") { Description = "Take back what was learned from these messages" };
        Option<string?> data = new("--data") { Description = "The data directory (default: the configuration's)", HelpName = "DIR" };
        Option<string?> model = new("--model") { Description = "The model to learn on top of (default: the configuration's, else the one that came with the program)", HelpName = "FILE" };
        Option<string?> config = CommonOptions.Config();
        return new Command(name, $"These messages are {name}") { files, undo, data, model, config, CommonOptions.Json() }
            .Runs((parse, output, cancellation) => Task.FromResult(Run(
                Target.Find(parse.GetValue(data), parse.GetValue(model), parse.GetValue(config)), parse.GetValue(files)!, isSpam, parse.GetValue(undo), output, cancellation)));
    }

    private static int Run(Target target, string[] paths, bool isSpam, bool undo, Output output, CancellationToken cancellationToken)
    {
        SpamModel model = ModelFiles.Load(target.Model);
        Directory.CreateDirectory(target.Data);
        string path = Path.Combine(target.Data, SiteModelFile.Name);
        // One learns at a time; who comes second waits for his turn at the next call.
        using FileStream gate = Lock(path + ".lock");
        SiteModel site = Read(path);
        SiteLearner learner = new(model, site);
        int learned = 0, unchanged = 0;
        foreach (StoredMessage message in paths.SelectMany(MailFiles.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            SiteLearning done = undo ? learner.Unlearn(message.Octets) : learner.Learn(message.Octets, isSpam);
            _ = done == SiteLearning.Unchanged ? unchanged++ : learned++;
        }

        if (learned > 0)
        {
            SiteModelFile.Write(path, site);
        }

        Report report = new(undo ? "unlearned" : "learned", isSpam ? "spam" : "ham", learned, unchanged, site.SpamCount, site.HamCount);
        output.Write(report, r =>
        {
            output.Line($"{r.Action} {r.Messages} messages{(undo ? "" : $" as {r.Label}")}, {r.Unchanged} unchanged");
            output.Line($"{path} knows {r.Spam} spam and {r.Ham} ham");
        });
        return ExitCode.Success;
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new CliException($"{path}: another mailgate learn is at work");
        }
    }

    private static SiteModel Read(string path)
    {
        try
        {
            return SiteModelFile.Read(path);
        }
        catch (SpamModelException e)
        {
            throw new CliException(e.Message);
        }
    }

    private sealed record Report(string Action, string Label, int Messages, int Unchanged, int Spam, int Ham);

    private sealed record Target(string Data, string? Model)
    {
        public static Target Find(string? data, string? model, string? config)
        {
            if (data is not null && (model is not null || config is null))
            {
                return new Target(data, model);
            }

            LoadedConfiguration loaded = ConfigurationLoader.Load(ConfigurationInput.Find(config), TimeProvider.System);
            return loaded.Settings is { } settings
                ? new Target(data ?? settings.DataDirectory, model ?? settings.Spam.ModelFile())
                : throw new CliException("the configuration has errors: run mailgate check, or give --data");
        }
    }
}
