using MailGate.Mail.Dkim;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Arc;

/// <summary>
/// Verifies the DKIM signatures and the ARC chain of one message together: one pass over the body, one fetch for each key. A signer
/// or sealer that will sign the message as it is can have its body hash from the same pass, through <see cref="Body"/>.
/// </summary>
public sealed class MessageVerifier : IDisposable
{
    private readonly SignatureContext _context;
    private readonly DkimVerifier? _dkim;
    private readonly ArcValidator? _arc;

    /// <summary>Reads what the header section holds.</summary>
    /// <param name="dkim">Whether DKIM is wanted.</param>
    /// <param name="arc">Whether ARC is wanted.</param>
    public MessageVerifier(HeaderSection headers, DkimOptions? options = null, bool dkim = true, bool arc = true)
    {
        _context = new SignatureContext(headers, new BodyHasher(), options ?? DkimOptions.Default);
        _dkim = dkim ? new DkimVerifier(_context) : null;
        _arc = arc ? new ArcValidator(_context) : null;
    }

    /// <summary>The one hasher; more hashes may be asked for before the body begins. It lives as long as this object.</summary>
    public BodyHasher Body => _context.Body;

    /// <summary>The next octets of the body, with CRLF line ends and dots unstuffed. May be left out when <see cref="BodyHasher.IsNeeded"/> is false.</summary>
    public void Append(ReadOnlySpan<byte> chunk) => _context.Body.Append(chunk);

    /// <summary>Ends the body, fetches the keys and judges.</summary>
    /// <param name="now">The time that t= and x= are judged by.</param>
    public async ValueTask<MessageVerification> CompleteAsync(IDnsResolver resolver, DateTimeOffset now, CancellationToken cancellationToken)
    {
        KeyFetcher keys = new(resolver, _context.Options, cancellationToken);
        _arc?.Prefetch(keys);
        DkimVerification? dkim = _dkim is null ? null : await _dkim.CompleteAsync(keys, now);
        ArcVerification? arc = _arc is null ? null : await _arc.CompleteAsync(keys, now);
        return new MessageVerification(dkim, arc);
    }

    public void Dispose()
    {
        _dkim?.Dispose();
        _arc?.Dispose();
        _context.Body.Dispose();
        _context.Dispose();
    }
}
