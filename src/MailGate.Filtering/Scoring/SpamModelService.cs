using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Scoring.Site;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Scoring;

/// <summary>The model of a running gateway: the shipped one, what the site taught on top (read again within half a second of a change), and authentication.</summary>
public sealed class SpamModelService : ISpamModel
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly SpamModel _model;
    private readonly string? _sitePath;
    private readonly TimeProvider _time;
    private readonly Action<string>? _siteRefused;
    private long _lookedAt;
    private Stamp _stamp;
    private SiteModel? _site;

    /// <param name="sitePath">The site's model (<see cref="SiteModelFile"/>), which need not exist yet; null for none.</param>
    /// <param name="siteRefused">Told why a site's model cannot be used; the one before stays in force.</param>
    public SpamModelService(SpamModel model, string? sitePath, TimeProvider time, Action<string>? siteRefused = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(time);
        (_model, _sitePath, _time, _siteRefused) = (model, sitePath, time, siteRefused);
        _lookedAt = time.GetTimestamp();
        Look();
    }

    /// <inheritdoc/>
    public async ValueTask<SpamScore> ScoreAsync(MailContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Message?.Content is not { } content)
        {
            return new SpamScore(0.5, 0);
        }

        double sender = await SenderAuthenticity.LogOddsAsync(context);
        LookAgain();
        return _model.Score(content, Volatile.Read(ref _site), sender);
    }

    /// <summary>Judges a message by its content and what the site taught.</summary>
    public SpamScore Score(MessageContent content)
    {
        LookAgain();
        return _model.Score(content, Volatile.Read(ref _site), 0);
    }

    // One caller looks, the others go on with what there is.
    private void LookAgain()
    {
        long looked = Interlocked.Read(ref _lookedAt);
        if (_sitePath is not null && _time.GetElapsedTime(looked) >= LookInterval && Interlocked.CompareExchange(ref _lookedAt, _time.GetTimestamp(), looked) == looked)
        {
            Look();
        }
    }

    private void Look()
    {
        if (_sitePath is null)
        {
            return;
        }

        try
        {
            FileInfo file = new(_sitePath);
            Stamp stamp = file.Exists ? new Stamp(file.LastWriteTimeUtc, file.Length) : default;
            if (stamp == _stamp)
            {
                return;
            }

            _stamp = stamp;
            Volatile.Write(ref _site, file.Exists ? SiteModelFile.Read(_sitePath) : null);
        }
        catch (Exception e) when (e is SpamModelException or IOException or UnauthorizedAccessException)
        {
            _siteRefused?.Invoke(e.Message);
        }
    }

    private readonly record struct Stamp(DateTime Written, long Length);
}
