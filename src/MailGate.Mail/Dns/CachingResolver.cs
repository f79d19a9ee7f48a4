namespace MailGate.Mail.Dns;

/// <summary>
/// The resolver of the program: asks the servers of its <see cref="DnsOptions"/>, keeps what they say, and asks once where many ask at a time.
/// What is kept is returned without waiting.
/// </summary>
/// <remarks>A caller who cancels leaves: the question goes on for the others and for the cache, to its deadline.</remarks>
public sealed class CachingResolver : IDnsResolver, IAsyncDisposable
{
    private readonly IDnsClient client;
    private readonly IDnsObserver? observer;
    private readonly DnsCache cache;
    private readonly Dictionary<DnsCacheKey, Task> questions = [];
    private readonly Lock gate = new();
    private readonly CancellationTokenSource lifetime = new();
    private bool isDisposed;

    /// <summary>Makes a resolver; nothing is asked yet.</summary>
    /// <param name="options">Servers and limits.</param>
    /// <param name="timeProvider">The clock of time-outs and of the cache.</param>
    /// <param name="observer">Told what happens, if anyone wants to know.</param>
    /// <exception cref="ArgumentException">There is no server, or a limit is not above zero.</exception>
    public CachingResolver(DnsOptions options, TimeProvider? timeProvider = null, IDnsObserver? observer = null)
        : this(new DnsClient(options, timeProvider ?? TimeProvider.System, observer), options, timeProvider ?? TimeProvider.System, observer)
    {
    }

    internal CachingResolver(IDnsClient client, DnsOptions options, TimeProvider timeProvider, IDnsObserver? observer)
    {
        this.client = client;
        this.observer = observer;
        cache = new DnsCache(options, timeProvider);
    }

    /// <summary>How many results are kept.</summary>
    public int CachedResults => cache.Count;

    public ValueTask<DnsResult<TxtRecord>> ResolveTxtAsync(string name, CancellationToken cancellationToken) => ResolveAsync(name, RecordKinds.Txt, cancellationToken);

    public ValueTask<DnsResult<MxRecord>> ResolveMxAsync(string name, CancellationToken cancellationToken) => ResolveAsync(name, RecordKinds.Mx, cancellationToken);

    public ValueTask<DnsResult<AddressRecord>> ResolveAAsync(string name, CancellationToken cancellationToken) => ResolveAsync(name, RecordKinds.A, cancellationToken);

    public ValueTask<DnsResult<AddressRecord>> ResolveAaaaAsync(string name, CancellationToken cancellationToken) => ResolveAsync(name, RecordKinds.Aaaa, cancellationToken);

    public ValueTask<DnsResult<NameRecord>> ResolvePtrAsync(string name, CancellationToken cancellationToken) => ResolveAsync(name, RecordKinds.Ptr, cancellationToken);

    public ValueTask<DnsResult<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken cancellationToken) => ResolveAsync(name, RecordKinds.Tlsa, cancellationToken);

    public ValueTask<DnsResult<NameRecord>> ResolveNsAsync(string name, CancellationToken cancellationToken) => ResolveAsync(name, RecordKinds.Ns, cancellationToken);

    public ValueTask<DnsResult<NameRecord>> ResolveCnameAsync(string name, CancellationToken cancellationToken) => ResolveAsync(name, RecordKinds.Cname, cancellationToken);

    public ValueTask<DnsResult<SrvRecord>> ResolveSrvAsync(string name, CancellationToken cancellationToken) => ResolveAsync(name, RecordKinds.Srv, cancellationToken);

    /// <summary>Cancels the questions under way and waits for them to end.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] underWay;
        lock (gate)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
            underWay = [.. questions.Values];
        }

        await lifetime.CancelAsync();
        await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        (client as IDisposable)?.Dispose();
        lifetime.Dispose();
    }

    private ValueTask<DnsResult<T>> ResolveAsync<T>(string name, RecordKind<T> kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<DnsResult<T>>(cancellationToken);
        }

        DnsCacheKey key = new(kind.Type, DnsName.TrimRoot(name));
        bool isHit = cache.TryGet(key, out DnsResult<T>? kept);
        if (isHit)
        {
            observer?.OnCacheLookup(kind.Type, isHit: true);
            return new ValueTask<DnsResult<T>>(kept!);
        }

        if (!DnsName.IsValid(key.Name))
        {
            return new ValueTask<DnsResult<T>>(new DnsResult<T>(DnsStatus.NxDomain, []));
        }

        observer?.OnCacheLookup(kind.Type, isHit: false);
        return new ValueTask<DnsResult<T>>(JoinOrAsk(key, kind).WaitAsync(cancellationToken));
    }

    private Task<DnsResult<T>> JoinOrAsk<T>(DnsCacheKey key, RecordKind<T> kind)
    {
        TaskCompletionSource<DnsResult<T>> answer;
        lock (gate)
        {
            if (questions.TryGetValue(key, out Task? underWay))
            {
                return (Task<DnsResult<T>>)underWay;
            }

            // It may have ended since the cache was looked into.
            if (cache.TryGet(key, out DnsResult<T>? kept))
            {
                return Task.FromResult(kept);
            }

            ObjectDisposedException.ThrowIf(isDisposed, this);
            answer = new TaskCompletionSource<DnsResult<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
            questions.Add(key, answer.Task);
        }

        // Awaited through the answer: by the callers and by DisposeAsync.
        _ = AskAsync(key, kind, answer);
        return answer.Task;
    }

    private async Task AskAsync<T>(DnsCacheKey key, RecordKind<T> kind, TaskCompletionSource<DnsResult<T>> answer)
    {
        try
        {
            DnsResult<T> result = await client.QueryAsync(key.Name, kind, lifetime.Token);
            cache.Set(key, result, kind);
            Forget(key);
            answer.SetResult(result);
        }
        catch (OperationCanceledException)
        {
            Forget(key);
            answer.SetCanceled(lifetime.Token);
        }
        catch (Exception e)
        {
            Forget(key);
            answer.SetException(e);
        }
    }

    private void Forget(DnsCacheKey key)
    {
        lock (gate)
        {
            questions.Remove(key);
        }
    }
}
