using System.Threading.Channels;

namespace MailGate.Cli.Scanning;

/// <summary>Works on several items at once and gives the results in the order of the items. No more than a few items and results wait at a time.</summary>
internal static class OrderedWork
{
    /// <summary>Starts work on the items as it goes; what the work throws is thrown here.</summary>
    /// <param name="items">Read by one thread, while others work.</param>
    /// <param name="work">Done for each item.</param>
    /// <param name="jobs">How many at once.</param>
    /// <param name="take">Takes the results, one after the other.</param>
    /// <param name="cancellationToken">Ends it all.</param>
    public static async Task RunAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, Task<TResult>> work, int jobs, Action<TResult> take, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SemaphoreSlim free = new(jobs);
        // Results that wait for a slow one before them.
        Channel<Task<TResult>> started = Channel.CreateBounded<Task<TResult>>(jobs * 4);
        Task producer = Task.Run(() => StartAsync(items, work, free, started.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (Task<TResult> result in started.Reader.ReadAllAsync(cancellationToken))
            {
                take(await result);
            }

            await producer;
        }
        finally
        {
            await stop.CancelAsync();
            await producer.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            while (started.Reader.TryRead(out Task<TResult>? left))
            {
                await left.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private static async Task StartAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, Task<TResult>> work, SemaphoreSlim free, ChannelWriter<Task<TResult>> started, CancellationToken cancellationToken)
    {
        try
        {
            foreach (TItem item in items)
            {
                await free.WaitAsync(cancellationToken);
                await started.WriteAsync(Task.Run(() => WorkAsync(item, work, free), CancellationToken.None), cancellationToken);
            }

            started.Complete();
        }
        catch (Exception failure)
        {
            started.Complete(failure);
        }
    }

    private static async Task<TResult> WorkAsync<TItem, TResult>(TItem item, Func<TItem, Task<TResult>> work, SemaphoreSlim free)
    {
        try
        {
            return await work(item);
        }
        finally
        {
            free.Release();
        }
    }
}
