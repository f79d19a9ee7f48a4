using System.Diagnostics.CodeAnalysis;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// The Sender Rewriting Scheme: a forwarder's reverse-path that passes SPF, and leads a bounce back to the sender, once, for some days, and
/// only when this gateway made it (an address that anybody could make up would relay for anybody).
/// <code>
/// SRS0=hash=tt=domain=local@us          what we make of local@domain
/// SRS1=hash=first==hash=tt=...@us       what we make of SRS0=hash=tt=...@first, without growing further
/// </code>
/// </summary>
public sealed class SenderRewriting
{
    private const int TimestampDays = 1024;

    private readonly string _domain;
    private readonly SrsHash _hash;
    private readonly Func<Domain, bool> _isOwn;
    private readonly int _maxAgeDays;
    private readonly TimeProvider _time;

    private SenderRewriting(SrsOptions options, Domain domain, TimeProvider time)
    {
        _domain = domain.Ascii;
        _hash = new SrsHash([.. options.Keys.Select(key => (ReadOnlyMemory<byte>)key.ToArray())], options.HashCharacters);
        _isOwn = options.IsOwn;
        _maxAgeDays = (int)Math.Ceiling(options.MaxAge.TotalDays);
        _time = time;
    }

    /// <summary>The domain of the addresses that are made here.</summary>
    public string DomainName => _domain;

    /// <summary>Checks the settings; false with every error there is.</summary>
    public static bool TryCreate(SrsOptions options, TimeProvider time, [NotNullWhen(true)] out SenderRewriting? srs, out IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        List<string> problems = [];
        if (!Domain.TryParse(options.Domain, out Domain? domain))
        {
            problems.Add($"SRS domain '{options.Domain}' is not a domain");
        }

        if (options.Keys.Count == 0 || options.Keys.Any(key => key.Length < 16))
        {
            problems.Add("SRS needs at least one key, and at least 16 octets in each");
        }

        if (options.HashCharacters is < 4 or > 16)
        {
            problems.Add("an SRS hash has 4 to 16 characters");
        }

        if (options.MaxAge < TimeSpan.FromDays(1) || options.MaxAge > TimeSpan.FromDays(365))
        {
            problems.Add("an SRS address is valid for 1 to 365 days");
        }

        errors = problems;
        srs = problems.Count == 0 ? new SenderRewriting(options, domain!, time) : null;
        return srs is not null;
    }

    /// <summary>The reverse-path to forward with.</summary>
    /// <param name="reversePath">The mailbox without angle brackets; empty for the null reverse-path.</param>
    public SrsResult Forward(string reversePath)
    {
        ArgumentNullException.ThrowIfNull(reversePath);
        if (!EmailAddress.TrySplit(reversePath, out EmailAddress address)
            || address.Domain == _domain
            || (Domain.TryParse(address.Domain, out Domain? domain) && _isOwn(domain)))
        {
            return new SrsResult(SrsStatus.NotNeeded, reversePath);
        }

        // A quoted local part cannot stand inside another one.
        if (address.LocalPart[0] == '"' || address.Domain[0] == '[')
        {
            return new SrsResult(SrsStatus.NotNeeded, reversePath);
        }

        string result = $"{ForwardLocalPart(address)}@{_domain}";
        return EmailAddress.IsMailbox(result) ? new SrsResult(SrsStatus.Rewritten, result) : new SrsResult(SrsStatus.TooLong, reversePath);
    }

    /// <summary>The address that a bounce to <paramref name="recipient"/> is for.</summary>
    public SrsResult Reverse(string recipient)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        if (!EmailAddress.TrySplit(recipient, out EmailAddress address) || address.Domain != _domain)
        {
            return new SrsResult(SrsStatus.NotNeeded, recipient);
        }

        SrsResult result = IsSrs(address.LocalPart, '0') ? ReverseFirst(recipient, address.LocalPart)
            : IsSrs(address.LocalPart, '1') ? ReverseSecond(recipient, address.LocalPart)
            : new SrsResult(SrsStatus.NotNeeded, recipient);

        // Whoever has our key may still have signed nonsense: what leaves here is an address.
        return result.Status == SrsStatus.Rewritten && !EmailAddress.IsMailbox(result.Address) ? new SrsResult(SrsStatus.Forged, recipient) : result;
    }

    private static bool IsSrs(string localPart, char digit) =>
        localPart.Length >= 5 && localPart.StartsWith("SRS", StringComparison.OrdinalIgnoreCase) && localPart[3] == digit
        && localPart[4] is '=' or '+' or '-';

    private string ForwardLocalPart(EmailAddress address)
    {
        // A person may be called srs0-something: an address of another forwarder has all four parts.
        if (IsSrs(address.LocalPart, '0') && address.LocalPart.AsSpan(5).Count('=') >= 3)
        {
            string tail = address.LocalPart[4..];
            return $"SRS1={_hash.Compute("1", address.Domain, tail)}={address.Domain}={tail}";
        }

        // SRS1=hash=first=tail of another forwarder: only the hash is replaced, the first forwarder stays.
        if (IsSrs(address.LocalPart, '1') && address.LocalPart[5..].Split('=', 3) is [_, var first, var rest] && rest.Length > 0)
        {
            return $"SRS1={_hash.Compute("1", first, rest)}={first}={rest}";
        }

        string timestamp = Timestamp(Today());
        return $"SRS0={_hash.Compute("0", timestamp, address.Domain, address.LocalPart)}={timestamp}={address.Domain}={address.LocalPart}";
    }

    private SrsResult ReverseFirst(string recipient, string localPart)
    {
        if (localPart[5..].Split('=', 4) is not [var hash, var timestamp, var domain, var local]
            || !_hash.Verify(hash, "0", timestamp, domain, local)
            || ReadTimestamp(timestamp) is not { } day)
        {
            return new SrsResult(SrsStatus.Forged, recipient);
        }

        int age = (Today() - day + TimestampDays) % TimestampDays;
        return age <= _maxAgeDays
            ? new SrsResult(SrsStatus.Rewritten, $"{local}@{domain}")
            : new SrsResult(SrsStatus.Expired, recipient);
    }

    private SrsResult ReverseSecond(string recipient, string localPart) =>
        localPart[5..].Split('=', 3) is [var hash, var first, var tail] && _hash.Verify(hash, "1", first, tail)
            ? new SrsResult(SrsStatus.Rewritten, $"SRS0{tail}@{first}")
            : new SrsResult(SrsStatus.Forged, recipient);

    private int Today() => (int)(_time.GetUtcNow().ToUnixTimeSeconds() / 86_400 % TimestampDays);

    private static string Timestamp(int day) => string.Create(2, day, static (output, value) =>
    {
        output[0] = SrsHash.Alphabet[value >> 5];
        output[1] = SrsHash.Alphabet[value & 31];
    });

    private static int? ReadTimestamp(string text)
    {
        if (text.Length != 2)
        {
            return null;
        }

        int high = SrsHash.Alphabet.IndexOf(char.ToUpperInvariant(text[0]), StringComparison.Ordinal);
        int low = SrsHash.Alphabet.IndexOf(char.ToUpperInvariant(text[1]), StringComparison.Ordinal);
        return high < 0 || low < 0 ? null : (high << 5) | low;
    }
}
