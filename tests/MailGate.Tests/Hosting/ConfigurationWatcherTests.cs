using MailGate.Hosting;
using MailGate.Tests.Common;
using MailGate.Tests.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace MailGate.Tests.Hosting;

internal sealed class ConfigurationWatcherTests
{
    // Long enough for a loaded machine; passed at once when the event comes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _changes = new(0);
    private ConfigFolder _folder = null!;
    private ConfigurationWatcher _watcher = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new ConfigFolder().Write("a.yaml", "1").Write("conf.d/b.yaml", "1");
        _watcher = new ConfigurationWatcher(TimeProvider.System, NullLogger.Instance, () => _changes.Release());
        string[] files = [_folder.PathOf("a.yaml"), _folder.PathOf("conf.d"), _folder.PathOf("conf.d/b.yaml")];
        _watcher.Watch(files, FileFingerprint.Of(files));
    }

    [TearDown]
    public void TearDown()
    {
        _watcher.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task A_changed_file_is_told()
    {
        _folder.Write("a.yaml", "2");

        Assert.That(await _changes.WaitAsync(Patience), Is.True);
    }

    [Test]
    public async Task A_file_replaced_by_renaming_is_told()
    {
        _folder.Write("new", "2");
        File.Move(_folder.PathOf("new"), _folder.PathOf("a.yaml"), overwrite: true);

        Assert.That(await _changes.WaitAsync(Patience), Is.True);
    }

    [Test]
    public async Task A_file_added_to_an_included_folder_is_told()
    {
        _folder.Write("conf.d/c.yaml", "1");

        Assert.That(await _changes.WaitAsync(Patience), Is.True);
    }

    [Test]
    public async Task What_changed_between_reading_and_watching_is_told()
    {
        string[] files = [_folder.PathOf("a.yaml")];
        _watcher.Watch(files, "as it was before");

        Assert.That(await _changes.WaitAsync(Patience), Is.True);
    }

    [Test]
    public void A_file_system_that_tells_nothing_is_polled()
    {
        var time = new ManualTimeProvider();
        int changes = 0;
        // A folder that is made later has no watcher of its own.
        string[] files = [_folder.PathOf("later/a.yaml")];
        using var watcher = new ConfigurationWatcher(time, NullLogger.Instance, () => changes++);
        watcher.Watch(files, FileFingerprint.Of(files));
        time.Advance(ConfigurationWatcher.Settle);
        _folder.Write("later/a.yaml", "1");
        Assert.That(changes, Is.Zero);

        time.Advance(ConfigurationWatcher.Poll);
        time.Advance(ConfigurationWatcher.Poll);
        Assert.That(changes, Is.EqualTo(1));
    }

    [Test]
    public void The_fingerprint_sees_contents_and_nothing_else()
    {
        string[] files = [_folder.PathOf("a.yaml"), _folder.PathOf("conf.d"), _folder.PathOf("missing")];
        string before = FileFingerprint.Of(files);
        _folder.Write("a.yaml", "1");
        Assert.That(FileFingerprint.Of(files), Is.EqualTo(before));

        _folder.Write("missing", "1");
        Assert.That(FileFingerprint.Of(files), Is.Not.EqualTo(before));
    }
}
