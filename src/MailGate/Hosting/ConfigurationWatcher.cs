namespace MailGate.Hosting;

/// <summary>
/// Says when the contents of files changed: soon after the system tells of it, and in any case at the next poll, for file systems that tell nothing.
/// </summary>
internal sealed class ConfigurationWatcher : IDisposable
{
    // An editor writes a file in several steps, and a deployment several files.
    internal static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(500);
    internal static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);

    private readonly Action _changed;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<FileSystemWatcher> _watchers = [];
    private IReadOnlyList<string> _files = [];
    private string _fingerprint = "";
    private bool _disposed;

    /// <param name="changed">Called on a thread of the pool, and not again before the poll or event after it.</param>
    public ConfigurationWatcher(TimeProvider time, ILogger logger, Action changed)
    {
        _changed = changed;
        _logger = logger;
        _timer = time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Watches these files and folders, and no others any longer.</summary>
    /// <param name="fingerprint">Of their contents as they were read: what changed since then is told.</param>
    public void Watch(IReadOnlyList<string> files, string fingerprint)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            Release();
            _files = files;
            _fingerprint = fingerprint;
            foreach (string folder in files.Select(f => Directory.Exists(f) ? f : Path.GetDirectoryName(f)!).Distinct().Where(Directory.Exists))
            {
                Watch(folder);
            }

            // What changed between reading and watching is seen at once.
            _timer.Change(files.Count == 0 ? Timeout.InfiniteTimeSpan : Settle, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            Release();
            _timer.Dispose();
        }
    }

    private void Watch(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.CreationTime };
            _watchers.Add(watcher);
            watcher.Changed += OnEvent;
            watcher.Created += OnEvent;
            watcher.Deleted += OnEvent;
            watcher.Renamed += OnEvent;
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No more inotify instances: the poll sees the change.
            _logger.WatchFailed(folder, e.Message);
        }
    }

    private void OnEvent(object sender, FileSystemEventArgs e)
    {
        lock (_lock)
        {
            // A log in the same folder must not wake us with each line. Kubernetes changes a mounted file by replacing the link `..data` beside it.
            bool isOurs = _files.Contains(e.FullPath) || _files.Contains(Path.GetDirectoryName(e.FullPath)) || Path.GetFileName(e.FullPath).StartsWith("..", StringComparison.Ordinal)
                || (e is RenamedEventArgs renamed && _files.Contains(renamed.OldFullPath));
            if (isOurs && !_disposed)
            {
                _timer.Change(Settle, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Check()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _timer.Change(Poll, Timeout.InfiniteTimeSpan);
            string now = FileFingerprint.Of(_files);
            if (now == _fingerprint)
            {
                return;
            }

            _fingerprint = now;
        }

        _changed();
    }

    private void Release()
    {
        foreach (FileSystemWatcher watcher in _watchers)
        {
            watcher.Dispose();
        }

        _watchers.Clear();
    }
}
