using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace MailGate.Admin.Security;

/// <summary>Browsers that have given the token. Kept in memory, as hashes: a restart or another token logs everybody out.</summary>
internal sealed class LoginSessions(TimeProvider time)
{
    /// <summary>How long a login lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const int MaxSessions = 1000;
    private const int KeyOctets = 32;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Expires, string TokenHash)> _sessions = new(StringComparer.Ordinal);

    /// <summary>Begins a session; the result is the cookie's value.</summary>
    public string Begin(string token)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (string old in _sessions.Where(session => session.Value.Expires <= now).Select(session => session.Key))
        {
            _sessions.TryRemove(old, out _);
        }

        if (_sessions.Count >= MaxSessions)
        {
            _sessions.Clear();
        }

        string key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyOctets));
        _sessions[HashOf(key)] = (now + Lifetime, HashOf(token));
        return key;
    }

    /// <summary>True for the cookie of a session that was begun with this token and is not over.</summary>
    public bool IsValid(string key, string token) =>
        _sessions.TryGetValue(HashOf(key), out (DateTimeOffset Expires, string TokenHash) session) && session.Expires > time.GetUtcNow() && session.TokenHash == HashOf(token);

    public void End(string key) => _sessions.TryRemove(HashOf(key), out _);

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
