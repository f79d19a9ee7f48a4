using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MailGate.Configuration.Binding;
using MailGate.Configuration.Loading;
using MailGate.Configuration.Sections;
using MailGate.Hosting;

namespace MailGate.Cli;

/// <summary><c>mailgate run</c>: the gateway in the foreground, until SIGTERM or Ctrl-C.</summary>
internal sealed class RunVerb : ICliVerb
{
    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<string?> _listen = Text("--listen", "ADDRESS:PORT", "Listen for SMTP here instead of the configured listeners");
    private readonly Option<string?> _admin = Text("--admin", "ADDRESS:PORT", "Listen for HTTP (the page, metrics, health) here");
    private readonly Option<string?> _downstream = Text("--downstream", "HOST:PORT|capture", "Send all mail to this server, or keep it as Maildir under the data directory");
    private readonly Option<string?> _data = Text("--data", "DIR", "Keep data in this directory");

    public Command Create() =>
        new Command("run", "Run the gateway; without a configuration file in trial mode: 127.0.0.1:2525, all mail kept") { _config, _listen, _admin, _downstream, _data }
            .Runs(RunAsync);

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private async Task<int> RunAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        ConfigurationInput input = ConfigurationInput.Find(parse.GetValue(_config)) with
        {
            Listen = parse.GetValue(_listen),
            Admin = parse.GetValue(_admin),
            Downstream = parse.GetValue(_downstream),
            Data = parse.GetValue(_data),
        };
        LoadedConfiguration loaded = ConfigurationLoader.Load(input, TimeProvider.System);
        if (loaded.Settings is null)
        {
            foreach (ConfigurationError error in loaded.Errors)
            {
                output.Note(error.ToString());
            }

            throw new CliException($"{loaded.Errors.Count} {(loaded.Errors.Count == 1 ? "error" : "errors")} in the configuration, not started");
        }

        using InheritedSockets sockets = Inherit();
        await using var host = new GatewayHost(input, loaded, TimeProvider.System, GatewayComposition.Create, sockets: sockets);
        await StartAsync(host, cancellationToken);
        if (loaded.Settings.IsTrial)
        {
            ExplainTrial(host, output);
        }

        await host.DrainAsync(await WaitForEndAsync(host, cancellationToken));
        return ExitCode.Success;
    }

    private static InheritedSockets Inherit()
    {
        try
        {
            return InheritedSockets.Receive(Environment.GetEnvironmentVariable);
        }
        catch (InvalidOperationException e)
        {
            throw new CliException(e.Message);
        }
    }

    private static async Task StartAsync(GatewayHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (SocketException e)
        {
            throw new CliException($"cannot listen on {string.Join(", ", host.Settings.Listeners.Select(l => l.Address))}: {e.Message}");
        }
        catch (InvalidOperationException e)
        {
            throw new CliException(e.Message);
        }
        catch (IOException e) when (e.InnerException is not null)
        {
            throw new CliException($"cannot listen on {host.Settings.Admin.Listen}: {e.InnerException.Message}");
        }
    }

    private static void ExplainTrial(GatewayHost host, Output output)
    {
        string smtp = host.EndPoints.Count > 0 ? host.EndPoints[0].ToString() : host.Settings.Listeners[0].Address.ToString();
        output.Note($"No configuration file ({string.Join(", ", ConfigurationInput.DefaultFiles)}): trial mode, mail from this machine only.");
        output.Note($"SMTP on {smtp}, the page on http://{host.AdminEndPoint}/, mail in {Path.Combine(host.Settings.DataDirectory, "captured")}");
        // To be pasted as it stands, though the program may not be on the path, and its certificate is one that nobody has vouched for.
        string program = Path.GetFileName(Environment.ProcessPath) == "mailgate" ? Environment.ProcessPath! : "mailgate";
        string tls = host.Settings.Listeners[0].Tls switch
        {
            ListenerTls.None => "",
            ListenerTls.Starttls or ListenerTls.Require => " --tls starttls --insecure",
            ListenerTls.Implicit => " --tls implicit --insecure",
            _ => throw new ArgumentOutOfRangeException(nameof(host)),
        };
        output.Note($"Send a first message: {program} send --server {smtp} --from me@example.com --to you@example.com{tls}");
    }

    // What ended it, in words. A second signal ends the process at once: draining may take long.
    private static async Task<string> WaitForEndAsync(GatewayHost host, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _ = host.ReloadAsync("SIGHUP");
        });
        using CancellationTokenRegistration cancelled = cancellationToken.Register(() => ended.TrySetResult("cancelled"));
        return await ended.Task;

        void End(PosixSignalContext context) => context.Cancel = ended.TrySetResult(context.Signal.ToString());
    }
}
