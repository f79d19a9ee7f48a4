using MailGate.Cli;
using MailGate.Configuration;
using MailGate.Configuration.Binding;
using MailGate.Configuration.Loading;
using MailGate.Observability.Metrics;

namespace MailGate.Hosting;

/// <summary>
/// Keeps a good configuration in force: (1) a new one is built aside and checked whole, (2) only a good one is handed to <paramref name="apply"/>, (3) of
/// a bad one every error is logged and a gauge says so. One reload at a time.
/// </summary>
internal sealed class ConfigurationReloader(
    ConfigurationInput input, LoadedConfiguration first, TimeProvider time, GatewayMetrics metrics, ILogger logger, Func<GatewaySettings, Task> apply) : IDisposable
{
    private const int MaxLogged = 50;

    private readonly SemaphoreSlim _one = new(1, 1);
    private (IReadOnlyList<string> Files, string Fingerprint) _read = (first.Files, FileFingerprint.Of(first.Files));

    /// <summary>What is in force.</summary>
    public GatewaySettings Current { get; private set; } = first.Settings ?? throw new ArgumentException("the first configuration must be good", nameof(first));

    /// <summary>The files of the last load, good or not, with the fingerprint that they had before it.</summary>
    public (IReadOnlyList<string> Files, string Fingerprint) LastRead => _read;

    /// <summary>Notes the first configuration in the metrics.</summary>
    public void Begin() => Note(Current);

    /// <summary>Loads and, if good, applies.</summary>
    /// <returns>True when the new configuration is in force.</returns>
    public async Task<bool> ReloadAsync(string reason)
    {
        await _one.WaitAsync();
        try
        {
            // (1)
            // Before the files are read: what changes meanwhile must differ from it.
            string fingerprint = FileFingerprint.Of(_read.Files);
            LoadedConfiguration loaded = ConfigurationLoader.Load(input, time);
            _read = (loaded.Files, loaded.Files.SequenceEqual(_read.Files) ? fingerprint : FileFingerprint.Of(loaded.Files));
            if (loaded.Settings is not { } settings)
            {
                return Refuse([.. loaded.Errors.Select(error => error.ToString())]);
            }

            // (2)
            Warn(loaded, logger);
            await apply(settings);
            Note(settings);
            metrics.ConfigReloads.With("ok").Add();
            logger.Reloaded(settings.Hash, reason);
            return true;
        }
        catch (CliException e)
        {
            // Files that the configuration names have mistakes: rules, keys. Each is on a line of its own, several under a heading.
            string[] lines = e.Message.Split('\n');
            return Refuse(lines.Length > 1 && lines[0].EndsWith(':') ? lines[1..] : lines);
        }
        catch (Exception e)
        {
            // Whatever it is, the mail must go on with the old one.
            logger.ReloadBroken(e);
            Fail();
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    internal static void Warn(LoadedConfiguration loaded, ILogger logger)
    {
        foreach (ConfigurationError warning in loaded.Warnings)
        {
            logger.ConfigurationWarning(warning.ToString());
        }
    }

    // (3)
    private bool Refuse(IReadOnlyList<string> errors)
    {
        logger.ReloadFailed(errors.Count, errors[0]);
        foreach (string error in errors.Skip(1).Take(MaxLogged))
        {
            logger.ReloadError(error);
        }

        Fail();
        return false;
    }

    private void Fail()
    {
        metrics.ConfigReloads.With("failed").Add();
        metrics.ConfigReloadSuccess.With().Set(0);
        metrics.ConfigLastReloadSuccessful.With().Set(0);
    }

    private void Note(GatewaySettings settings)
    {
        Current = settings;
        metrics.ConfigReloadSuccess.With().Set(1);
        metrics.ConfigLastReloadSuccessful.With().Set(1);
        metrics.ConfigLastReload.With().Set(time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
    }
}
