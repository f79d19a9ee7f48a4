using System.CommandLine;
using MailGate.Cli.Model;

namespace MailGate.Cli;

/// <summary><c>mailgate model</c>: train, evaluate, explain and info.</summary>
internal sealed class ModelVerb : ICliVerb
{
    private const int MostMadeUp = 100_000;

    public Command Create() => new("model", "Train, judge and explain the spam model") { Train(), Evaluate(), Explain(), Info() };

    private static Command Train()
    {
        Option<string[]> spam = Paths("--spam", "Spam"), ham = Paths("--ham", "Ham");
        Option<string> output = new("--output", "-o") { Description = "The model file to write", HelpName = "FILE", Required = true };
        Option<ulong> seed = new("--seed") { Description = "The same mail and seed give the same file", DefaultValueFactory = _ => 1 };
        Option<int> madeUp = new("--made-up")
        {
            Description = "Learn also from so many made-up messages: modern phishing, and the honest notices that it copies",
            HelpName = "COUNT",
        };
        madeUp.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > MostMadeUp)
            {
                result.AddError($"--made-up takes a number from 0 to {MostMadeUp}");
            }
        });
        return new Command("train", "Learn a model from mail: folders of .eml files, Maildir, mbox. Each path is a source of its own") { spam, ham, output, seed, madeUp, CommonOptions.Json() }
            .Runs((parse, o, cancellation) => Task.FromResult(
                ModelTraining.Run(MailSource.Of(parse.GetValue(spam)!, parse.GetValue(ham)!), parse.GetValue(output)!, parse.GetValue(seed), parse.GetValue(madeUp), o, cancellation)));
    }

    private static Command Evaluate()
    {
        Option<string[]> spam = Paths("--spam", "Spam"), ham = Paths("--ham", "Ham");
        Option<string?> plot = new("--plot") { Description = "Write the curve and the reliability diagram as SVG", HelpName = "FILE.svg" };
        Option<string?> model = ModelOption();
        return new Command("evaluate", "How well a model tells this mail apart, in all and by source") { spam, ham, model, plot, CommonOptions.Json() }
            .Runs((parse, o, cancellation) => Task.FromResult(
                ModelEvaluation.Run(MailSource.Of(parse.GetValue(spam)!, parse.GetValue(ham)!), ModelFiles.Load(parse.GetValue(model)), parse.GetValue(plot), o, cancellation)));
    }

    private static Command Explain()
    {
        Argument<string> file = new("file") { Description = "A message", HelpName = "FILE" };
        Option<int> top = new("--top") { Description = "How many features to show", DefaultValueFactory = _ => 25 };
        Option<string?> model = ModelOption();
        return new Command("explain", "Why a message has its score: the features that moved it") { file, model, top, CommonOptions.Json() }
            .Runs((parse, o) => ModelExplanation.Run(parse.GetValue(file)!, ModelFiles.Load(parse.GetValue(model)), parse.GetValue(top), o));
    }

    private static Command Info()
    {
        Option<string?> model = ModelOption();
        return new Command("info", "What a model file is: versions, hash, cut") { model, CommonOptions.Json() }
            .Runs((parse, o) => ModelInformation.Run(parse.GetValue(model) ?? ModelFiles.Shipped, o));
    }

    private static Option<string[]> Paths(string name, string what) => new(name)
    {
        Description = $"{what}: files or folders",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    private static Option<string?> ModelOption() => new("--model") { Description = "A model file (default: the one that came with the program)", HelpName = "FILE" };
}
