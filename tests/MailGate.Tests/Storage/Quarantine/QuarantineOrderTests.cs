using System.Collections.Concurrent;
using MailGate.Smtp.Spool;
using MailGate.Storage.Quarantine;
using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Storage.Quarantine;

/// <summary>The order in which a message comes to be there, as the file system sees it.</summary>
internal sealed class QuarantineOrderTests
{
    [Test]
    public async Task A_message_gets_its_name_only_after_its_octets_and_its_record_are_written()
    {
        using ConfigFolder root = new();
        QuarantineFolder folder = new(root.PathOf("quarantine"));
        folder.Create();
        ConcurrentQueue<string> seen = new();
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher watcher = new(folder.Path) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite };
        watcher.Changed += (_, e) => seen.Enqueue($"write {e.Name}");
        watcher.Renamed += (_, e) => seen.Enqueue($"name {e.Name}");
        watcher.Created += (_, e) =>
        {
            if (e.Name == "end")
            {
                end.TrySetResult();
            }
        };
        watcher.EnableRaisingEvents = true;
        QuarantinedMessage message = new()
        {
            Id = "A1", Time = DateTimeOffset.UnixEpoch, Octets = 0, ReversePath = "", Recipients = [], Client = new QuarantinedClient("", 0, "", "", "", "", ""), Reason = "", Rules = [],
        };
        await folder.WriteAsync(message, new Content(), default);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "end"), "");
        await end.Task.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.That(seen.Where(what => !what.EndsWith("end", StringComparison.Ordinal)).Distinct(), Is.EqualTo((string[])["write A1.eml.part", "write A1.json", "name A1.eml"]));
    }

    private sealed class Content : IMessageContent
    {
        public long Length => 5;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return "x: y\n"u8.ToArray();
        }
    }
}
