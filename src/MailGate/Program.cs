using MailGate;
using MailGate.Cli;

RuntimeSwitches.Apply();
return await CommandLine.RunAsync(args, Console.Out, Console.Error);
