namespace MailGate.Mail.Dkim;

/// <summary>
/// Hashes a body once, while it streams past, for every DKIM signature, ARC message signature and signer that needs it: what is
/// asked for first decides which canonical forms are computed. Any split into chunks gives the same hashes.
/// </summary>
public sealed class BodyHasher : IDisposable
{
    private BodyCanonicalizer? _simple;
    private BodyCanonicalizer? _relaxed;
    private bool _started;
    private bool _finished;

    /// <summary>Octets of the body so far, as received.</summary>
    public long BodyOctets { get; private set; }

    /// <summary>True when somebody asked for a hash; where not, nothing needs to be appended.</summary>
    public bool IsNeeded => _simple is not null || _relaxed is not null;

    /// <summary>Asks for a hash, of the whole body or of its first <paramref name="length"/> canonical octets (l=).</summary>
    /// <exception cref="InvalidOperationException">The body has begun already.</exception>
    public void Request(Canonicalization canonicalization, long? length = null)
    {
        if (_started)
        {
            throw new InvalidOperationException("A hash must be asked for before the body begins.");
        }

        BodyCanonicalizer canonicalizer = canonicalization == Canonicalization.Simple
            ? _simple ??= new SimpleBodyCanonicalizer(new BodyDigest())
            : _relaxed ??= new RelaxedBodyCanonicalizer(new BodyDigest());
        if (length is { } octets)
        {
            canonicalizer.Output.RequestSnapshot(octets);
        }
    }

    /// <summary>The next octets of the body: lines end with CRLF, dots are unstuffed.</summary>
    /// <exception cref="InvalidOperationException">The body was finished already.</exception>
    public void Append(ReadOnlySpan<byte> chunk)
    {
        if (_finished)
        {
            throw new InvalidOperationException("The body was finished already.");
        }

        _started = true;
        BodyOctets += chunk.Length;
        _simple?.Append(chunk);
        _relaxed?.Append(chunk);
    }

    /// <summary>Ends the body. Ending it again does nothing.</summary>
    public void Finish()
    {
        if (!_finished)
        {
            _started = _finished = true;
            _simple?.Finish();
            _relaxed?.Finish();
        }
    }

    /// <summary>A hash that was asked for, after <see cref="Finish"/>.</summary>
    /// <exception cref="InvalidOperationException">It was not asked for, or the body is not finished.</exception>
    public BodyHash Get(Canonicalization canonicalization, long? length = null)
    {
        BodyDigest? output = (canonicalization == Canonicalization.Simple ? _simple : _relaxed)?.Output;
        if (!_finished || output is null)
        {
            throw new InvalidOperationException("This body hash was not asked for, or the body is not finished.");
        }

        return new BodyHash(length is { } octets ? output.Snapshot(octets) : output.Digest, output.Length);
    }

    public void Dispose()
    {
        _simple?.Dispose();
        _relaxed?.Dispose();
    }
}
