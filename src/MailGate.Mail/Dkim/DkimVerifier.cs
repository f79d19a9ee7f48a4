using System.Text;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Dkim;

/// <summary>
/// Verifies the DKIM signatures of one message (RFC 6376 §6, 8301, 8463, 8616) in one pass: made from the header section, fed the body
/// as it streams in, completed when it has ended. Nothing in a message makes it throw.
/// </summary>
public sealed class DkimVerifier : IDisposable
{
    private readonly SignatureContext _context;
    private readonly bool _ownsContext;
    private readonly List<MessageSignature> _signatures = [];
    private readonly int _skipped;

    /// <summary>Reads the signatures.</summary>
    public DkimVerifier(HeaderSection headers, DkimOptions? options = null)
        : this(new SignatureContext(headers, new BodyHasher(), options ?? DkimOptions.Default)) => _ownsContext = true;

    internal DkimVerifier(SignatureContext context)
    {
        _context = context;
        for (int index = 0; index < context.Section.Fields.Count; index++)
        {
            if (!context.Section.Fields[index].Is("DKIM-Signature"u8))
            {
                continue;
            }

            if (_signatures.Count == context.Options.MaxSignatures)
            {
                _skipped++;
                continue;
            }

            MessageSignature signature = MessageSignature.ReadDkim(context.Section, index, context.Options);
            _signatures.Add(signature);
            if (signature.Failure == DkimResult.None)
            {
                context.Body.Request(signature.BodyCanonicalization, signature.BodyLength);
            }
        }
    }

    /// <summary>The next octets of the body, with CRLF line ends and dots unstuffed.</summary>
    public void Append(ReadOnlySpan<byte> chunk) => _context.Body.Append(chunk);

    /// <summary>Ends the body, fetches the keys, all at once, and judges every signature.</summary>
    /// <param name="now">The time that t= and x= are judged by.</param>
    public ValueTask<DkimVerification> CompleteAsync(IDnsResolver resolver, DateTimeOffset now, CancellationToken cancellationToken) =>
        CompleteAsync(new KeyFetcher(resolver, _context.Options, cancellationToken), now);

    public void Dispose()
    {
        if (_ownsContext)
        {
            _context.Body.Dispose();
            _context.Dispose();
        }
    }

    internal async ValueTask<DkimVerification> CompleteAsync(KeyFetcher keys, DateTimeOffset now)
    {
        _context.Body.Finish();
        DkimSignatureResult[] results = new DkimSignatureResult[_signatures.Count];
        Task<KeyLookup>?[] lookups = new Task<KeyLookup>?[_signatures.Count];
        for (int i = 0; i < results.Length; i++)
        {
            MessageSignature signature = _signatures[i];
            if (SignatureVerifier.JudgeBeforeKey(_context, signature, now) is { } verdict)
            {
                results[i] = Report(signature, verdict);
            }
            else
            {
                lookups[i] = keys.FetchAsync(signature.Selector!, signature.Domain!);
            }
        }

        for (int i = 0; i < results.Length; i++)
        {
            if (lookups[i] is { } lookup)
            {
                results[i] = Report(_signatures[i], SignatureVerifier.Verify(_context, _signatures[i], await lookup));
            }
        }

        return new DkimVerification(results, _skipped);
    }

    private DkimSignatureResult Report(MessageSignature signature, SignatureVerdict verdict)
    {
        bool coversWholeBody = signature.BodyLength is null
            || (signature.Failure == DkimResult.None
                && signature.BodyLength >= _context.Body.Get(signature.BodyCanonicalization).CanonicalOctets);
        return new DkimSignatureResult
        {
            Result = verdict.Result,
            Reason = verdict.Reason,
            Domain = signature.Domain,
            Selector = signature.Selector?.Ascii,
            Identity = signature.Identity,
            Algorithm = signature.AlgorithmWord,
            HeaderB = signature.HeaderB,
            KeyBits = verdict.KeyBits,
            IsTesting = verdict.IsTesting,
            BodyLength = signature.BodyLength,
            CoversWholeBody = coversWholeBody,
            AuthenticatesDomain = verdict.Result == DkimResult.Pass && (coversWholeBody || _context.Options.AcceptPartialBody),
            SignedFields = [.. signature.SignedNames.Select(static name => Encoding.ASCII.GetString(name.Span))],
            SignedAt = signature.SignedAt,
            ExpiresAt = signature.ExpiresAt,
        };
    }
}
