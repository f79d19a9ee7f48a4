using System.Net;
using System.Security.Cryptography;
using System.Text;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Values;

namespace MailGate.Admin.Security;

/// <summary>Who may ask: with a token everybody who has it, as a header or, after a login, as a cookie; without one everybody who can connect, from a page of ours.</summary>
internal sealed class AdminAccess(Func<AdminSettings> settings, TimeProvider time)
{
    private const string CookieName = "mailgate_session";
    private const string Scheme = "Bearer ";
    private const int KeyOctets = 32;

    private readonly LoginSessions _sessions = new(time);
    private readonly AttemptLimit _attempts = new(time);
    private readonly byte[] _formKey = RandomNumberGenerator.GetBytes(KeyOctets);

    /// <summary>What this request may. Wrong tokens are counted.</summary>
    public AccessKind Check(HttpContext context)
    {
        if (settings().Token is not { } token)
        {
            return AccessKind.Open;
        }

        string? given = context.Request.Headers.Authorization;
        if (given?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) is true)
        {
            return IsToken(context, given[Scheme.Length..].Trim(), token) ? AccessKind.Bearer : AccessKind.None;
        }

        return context.Request.Cookies[CookieName] is { } key && _sessions.IsValid(key, token.Value) ? AccessKind.Session : AccessKind.None;
    }

    /// <summary>True while this client has guessed too often.</summary>
    public bool IsBlocked(HttpContext context) => _attempts.IsBlocked(AddressOf(context));

    /// <summary>Logs in; false for a wrong token.</summary>
    public bool TryLogIn(HttpContext context, string given)
    {
        if (settings().Token is not { } token || !IsToken(context, given, token))
        {
            return false;
        }

        context.Response.Cookies.Append(CookieName, _sessions.Begin(token.Value), Cookie(context, LoginSessions.Lifetime));
        return true;
    }

    public void LogOut(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is { } key)
        {
            _sessions.End(key);
        }

        context.Response.Cookies.Delete(CookieName, Cookie(context, null));
    }

    /// <summary>The value that a form must bring back: another site can make a browser send a form, but cannot read this.</summary>
    public string FormToken(HttpContext context) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_formKey, Encoding.UTF8.GetBytes(context.Request.Cookies[CookieName] ?? "")));

    public bool IsFormToken(HttpContext context, string? given) => given is not null && AreEqual(given, FormToken(context));

    private static IPAddress AddressOf(HttpContext context) => context.Connection.RemoteIpAddress ?? IPAddress.None;

    private bool IsToken(HttpContext context, string given, Secret token)
    {
        IPAddress address = AddressOf(context);
        if (_attempts.IsBlocked(address))
        {
            return false;
        }

        bool isRight = AreEqual(given, token.Value);
        if (!isRight)
        {
            _attempts.NoteFailure(address);
        }

        return isRight;
    }

    // Secure where the browser came by TLS, which only the proxy in front knows.
    private CookieOptions Cookie(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"] == "https",
        Path = settings().BasePath ?? "/",
        MaxAge = lifetime,
    };

    // Hashed, so that neither contents nor length show in the time that it takes.
    private static bool AreEqual(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
