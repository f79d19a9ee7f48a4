using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace MailGate.EndToEnd.Support;

/// <summary>The built program, run as an administrator would: <c>mailgate run -c FILE</c>, in a folder of its own. It can be killed and started again.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    // What the machine's name server does is no part of these tests: here is none, and that is known at once.
    private const string NoNameServer = "dns: { servers: [ \"127.0.0.1:9\" ], timeout: 100ms, attempts: 1 }\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mailgate-run-");
    private readonly List<string> _log = [];
    private Process _process = null!;
    private TaskCompletionSource<string> _started = null!;

    private readonly IReadOnlyList<string> _command;
    private readonly IReadOnlyDictionary<string, string> _environment;

    private GatewayProcess(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        _command = command;
        _environment = environment;
    }

    /// <summary>Where it listens, in the order of the settings; fixed over a restart only when the settings name ports.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; private set; } = [];

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Its folder for captured mail and the like.</summary>
    public string DataFolder => Path.Combine(_folder.FullName, "data");

    /// <summary>Starts it with the settings given, and returns once it listens.</summary>
    /// <param name="settings">More than what all have.</param>
    /// <param name="command">The program with arguments that go first; null for what was built.</param>
    /// <param name="environment">Variables besides those of the tests.</param>
    public static async Task<GatewayProcess> StartAsync(
        string settings, IReadOnlyList<string>? command = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        GatewayProcess gateway = new(command ?? [BuiltProgram.Path], environment ?? new Dictionary<string, string>());
        string more = settings.Contains("dns:", StringComparison.Ordinal) ? settings : NoNameServer + settings;
        more = more.Contains("admin:", StringComparison.Ordinal) ? more : "admin: { listen: \"127.0.0.1:0\" }\n" + more;
        await File.WriteAllTextAsync(gateway.ConfigurationFile, "hostname: mx.ex.test\ndomains: [ ex.test ]\ndata: data\n" + more);
        try
        {
            await gateway.RestartAsync();
        }
        catch
        {
            // A program that does not come up is not left behind.
            await gateway.DisposeAsync();
            throw;
        }

        return gateway;
    }

    /// <summary>Its configuration, for the command line.</summary>
    public string ConfigurationFile => Path.Combine(_folder.FullName, "mailgate.yaml");

    /// <summary>Starts it again after its end.</summary>
    public async Task RestartAsync()
    {
        _started = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<string> started = _started;
        _process = new Process { StartInfo = new ProcessStartInfo(_command[0], [.. _command.Skip(1), "run", "-c", ConfigurationFile]) { RedirectStandardOutput = true, RedirectStandardError = true } };
        foreach ((string name, string value) in _environment)
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.OutputDataReceived += (_, e) => Note(e.Data, started);
        _process.ErrorDataReceived += (_, e) => Note(e.Data ?? "", started: null);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        string line = await started.Task.WaitAsync(Patience);
        EndPoints = [.. Addresses().Matches(line).Select(match => IPEndPoint.Parse(match.Value)).Distinct()];
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Sends it a signal by name.</summary>
    public Task SignalAsync(string name) => Tools.RunAsync(Tools.Find("kill", "procps"), ["-" + name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

    /// <summary>Waits for its end; returns its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using CancellationTokenSource timeout = new(Patience);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    /// <summary>Its log so far, one line an entry.</summary>
    public IReadOnlyList<string> Log()
    {
        lock (_log)
        {
            return [.. _log];
        }
    }

    /// <summary>Its memory: resident octets.</summary>
    public long ResidentOctets
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Note(string? line, TaskCompletionSource<string>? started)
    {
        if (line is null)
        {
            started?.TrySetException(new InvalidOperationException("mailgate did not start: " + string.Join('\n', Log())));
            return;
        }

        lock (_log)
        {
            _log.Add(line);
        }

        if (line.Contains("\"event\":\"started\"", StringComparison.Ordinal))
        {
            started?.TrySetResult(line);
        }
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+\.\d+:\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();
}
