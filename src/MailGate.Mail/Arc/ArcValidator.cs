using System.Security.Cryptography;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Arc;

/// <summary>
/// Validates the ARC chain of one message (RFC 8617 §5.2): made from the header section, fed the body as it streams in, completed when it
/// has ended. Nothing in a message makes it throw.
/// </summary>
public sealed class ArcValidator : IDisposable
{
    private readonly SignatureContext _context;
    private readonly bool _ownsContext;
    private readonly ArcChain _chain;

    /// <summary>Reads the chain.</summary>
    public ArcValidator(HeaderSection headers, DkimOptions? options = null)
        : this(new SignatureContext(headers, new BodyHasher(), options ?? DkimOptions.Default)) => _ownsContext = true;

    internal ArcValidator(SignatureContext context)
    {
        _context = context;
        _chain = ArcChain.Read(context.Section, context.Options);
        if (!HasHopelessStructure)
        {
            foreach (ArcSet set in _chain.Sets)
            {
                if (set.Signature is { Failure: DkimResult.None } signature)
                {
                    context.Body.Request(signature.BodyCanonicalization, signature.BodyLength);
                }
            }
        }
    }

    private bool HasHopelessStructure => _chain.IsAbsent || _chain.StructureError is not null;

    /// <summary>The next octets of the body, with CRLF line ends and dots unstuffed.</summary>
    public void Append(ReadOnlySpan<byte> chunk) => _context.Body.Append(chunk);

    /// <summary>Ends the body, fetches keys and judges the chain.</summary>
    /// <param name="now">The time that t= and x= are judged by.</param>
    public ValueTask<ArcVerification> CompleteAsync(IDnsResolver resolver, DateTimeOffset now, CancellationToken cancellationToken) =>
        CompleteAsync(new KeyFetcher(resolver, _context.Options, cancellationToken), now);

    public void Dispose()
    {
        if (_ownsContext)
        {
            _context.Body.Dispose();
            _context.Dispose();
        }
    }

    /// <summary>Asks for the keys that are needed first, so that they come while something else is judged.</summary>
    internal void Prefetch(KeyFetcher keys)
    {
        if (!HasHopelessStructure)
        {
            FetchKeys(keys, _chain.Last);
        }
    }

    internal async ValueTask<ArcVerification> CompleteAsync(KeyFetcher keys, DateTimeOffset now)
    {
        _context.Body.Finish();
        if (_chain.IsAbsent)
        {
            return new ArcVerification { Result = ArcResult.None, Reason = "the message has no ARC chain" };
        }

        // Step 2: a chain that its last sealer found broken stays broken.
        if (_chain.Length > 0 && _chain.Last.Seal?.ChainStatus == ArcResult.Fail)
        {
            return Report(ArcResult.Fail, $"i={_chain.Length}: the seal says cv=fail");
        }

        string? structureError = _context.SectionFailure?.Reason ?? _chain.StructureError;
        if (structureError is not null)
        {
            return Report(ArcResult.Fail, structureError);
        }

        return await ValidateSignaturesAsync(keys, now);
    }

    // Steps 4 to 6. The newest set is judged before the keys of the others are asked for: a forged chain costs two questions, not a hundred.
    private async ValueTask<ArcVerification> ValidateSignaturesAsync(KeyFetcher keys, DateTimeOffset now)
    {
        FetchKeys(keys, _chain.Last);
        SignatureVerdict verdict = await JudgeMessageSignatureAsync(keys, _chain.Last, now);
        if (verdict.Result != DkimResult.Pass)
        {
            return Report(ArcResult.Fail, $"i={_chain.Length}: ARC-Message-Signature: {verdict.Reason}", verdict.Result == DkimResult.TempError);
        }

        using PooledBuffer sealedFields = new(16 * 1024);
        int[] ends = CanonicalizeSets(sealedFields);
        verdict = await JudgeSealAsync(keys, _chain.Last, sealedFields, ends, now);
        if (verdict.Result == DkimResult.Pass)
        {
            foreach (ArcSet set in _chain.Sets)
            {
                FetchKeys(keys, set);
            }
        }

        int failed = _chain.Length;
        for (int i = _chain.Length - 1; i >= 1 && verdict.Result == DkimResult.Pass; i--)
        {
            failed = i;
            verdict = await JudgeSealAsync(keys, GetSet(i), sealedFields, ends, now);
        }

        return verdict.Result == DkimResult.Pass
            ? Report(ArcResult.Pass, "the chain validated") with { OldestPass = await FindOldestPassAsync(keys, now) }
            : Report(ArcResult.Fail, $"i={failed}: ARC-Seal: {verdict.Reason}", verdict.Result == DkimResult.TempError);
    }

    private ArcSet GetSet(int instance) => _chain.Sets[instance - 1];

    private async ValueTask<int> FindOldestPassAsync(KeyFetcher keys, DateTimeOffset now)
    {
        for (int i = _chain.Length - 1; i >= 1; i--)
        {
            if ((await JudgeMessageSignatureAsync(keys, GetSet(i), now)).Result != DkimResult.Pass)
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static void FetchKeys(KeyFetcher keys, ArcSet set)
    {
        if (set.Seal is { Failure: DkimResult.None } seal)
        {
            _ = keys.FetchAsync(seal.Selector!, seal.Domain!);
        }

        if (set.Signature is { Failure: DkimResult.None } signature)
        {
            _ = keys.FetchAsync(signature.Selector!, signature.Domain!);
        }
    }

    private async ValueTask<SignatureVerdict> JudgeMessageSignatureAsync(KeyFetcher keys, ArcSet set, DateTimeOffset now)
    {
        MessageSignature signature = set.Signature!;
        // RFC 8617 §4.1.2: seals must not be signed; a signature that does sign them could never be made again by another sealer.
        if (signature.SignedNames.Exists(static name => System.Text.Ascii.EqualsIgnoreCase(name.Span, "arc-seal"u8)))
        {
            return new SignatureVerdict(DkimResult.PermError, "h= names ARC-Seal");
        }

        return SignatureVerifier.JudgeBeforeKey(_context, signature, now)
            ?? SignatureVerifier.Verify(_context, signature, await keys.FetchAsync(signature.Selector!, signature.Domain!));
    }

    private async ValueTask<SignatureVerdict> JudgeSealAsync(KeyFetcher keys, ArcSet set, PooledBuffer sealedFields, int[] ends, DateTimeOffset now)
    {
        ArcSeal seal = set.Seal!;
        SignatureVerdict? early = seal.Failure != DkimResult.None
            ? new SignatureVerdict(seal.Failure, seal.Reason!)
            : SignatureVerifier.JudgeAlgorithm(seal.Algorithm!.Value)
                ?? SignatureVerifier.JudgeTimes(seal.SealedAt, null, now, _context.Options.ClockSkew);
        if (early is { } verdict)
        {
            return verdict;
        }

        KeyLookup lookup = await keys.FetchAsync(seal.Selector!, seal.Domain!);
        if (lookup.Failure != DkimResult.None)
        {
            return new SignatureVerdict(lookup.Failure, lookup.Reason!);
        }

        byte[] hash = HashSeal(seal, sealedFields.Written[..ends[set.Instance - 1]]);
        SignatureVerdict result = default;
        foreach (DkimKeyRecord record in lookup.Records)
        {
            result = SignatureVerifier.JudgeKey(record, seal.Algorithm!.Value, _context.Options)
                ?? (record.Key!.Verify(hash, seal.Signature)
                    ? new SignatureVerdict(DkimResult.Pass, "the seal verified")
                    : new SignatureVerdict(DkimResult.Fail, "the seal did not verify: a field of this set or of an older one was changed"));
            if (result.Result == DkimResult.Pass)
            {
                break;
            }
        }

        return result;
    }

    private static byte[] HashSeal(ArcSeal seal, ReadOnlySpan<byte> before)
    {
        using PooledBuffer unsigned = new(2048);
        HeaderCanonicalizer.AppendUnsigned(unsigned, seal.Field, seal.SignatureStart, seal.SignatureEnd, Canonicalization.Relaxed);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(unsigned.Written);
        return hash.GetHashAndReset();
    }

    // RFC 8617 §5.1.1: sets in increasing order, each as results, signature, seal. Returns where each set's seal begins.
    private int[] CanonicalizeSets(PooledBuffer target)
    {
        int[] ends = new int[_chain.Length];
        foreach (ArcSet set in _chain.Sets)
        {
            _context.Headers.AppendField(target, set.ResultsIndex, Canonicalization.Relaxed);
            _context.Headers.AppendField(target, set.SignatureIndex, Canonicalization.Relaxed);
            ends[set.Instance - 1] = target.Length;
            _context.Headers.AppendField(target, set.SealIndex, Canonicalization.Relaxed);
        }

        return ends;
    }

    private ArcVerification Report(ArcResult result, string reason, bool isTemporary = false)
    {
        List<ArcInstance> instances = [];
        foreach (ArcSet set in _chain.Sets)
        {
            if (set.ResultsIndex >= 0 || set.SealIndex >= 0 || set.SignatureIndex >= 0)
            {
                instances.Add(new ArcInstance(
                    set.Instance, set.Seal?.ChainStatus, set.Seal?.Domain, set.Seal?.Selector?.Ascii, set.Signature?.Domain, set.Payload, set.Seal?.SealedAt));
            }
        }

        return new ArcVerification
        {
            Result = result,
            Reason = reason,
            Instances = instances,
            HighestInstance = _chain.Length,
            IsSealedAsFailed = _chain.Length > 0 && _chain.Last.Seal?.ChainStatus == ArcResult.Fail,
            IsTemporaryFailure = isTemporary,
        };
    }
}
