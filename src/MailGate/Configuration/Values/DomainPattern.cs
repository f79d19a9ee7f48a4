using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Values;

/// <summary>A domain, or with <c>*.</c> before it all domains below it and not the domain itself.</summary>
internal sealed record DomainPattern(Domain Domain, bool IsWildcard)
{
    public override string ToString() => IsWildcard ? "*." + Domain : Domain.ToString();

    internal static bool TryParse(string text, string folder, out DomainPattern? value, out string? problem)
    {
        (value, problem) = (null, null);
        bool wildcard = text.StartsWith("*.", StringComparison.Ordinal);
        if (!Domain.TryParse(wildcard ? text.AsSpan(2) : text, out Domain? domain))
        {
            problem = text == "*" ? "'*' alone would stand for every domain there is: name the domains, or use *.example.com" : null;
            return false;
        }

        value = new DomainPattern(domain, wildcard);
        return true;
    }
}
