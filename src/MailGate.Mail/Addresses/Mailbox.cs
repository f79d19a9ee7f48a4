using System.Net;

namespace MailGate.Mail.Addresses;

/// <summary>
/// An envelope mailbox (RFC 5321 §4.1.2, RFC 6531 §3.3). <see cref="Text"/> is exactly what the client wrote between the brackets, less a source
/// route; policy and forwarding read this one object, so that both see the same address.
/// </summary>
public sealed class Mailbox : IEquatable<Mailbox>
{
    internal Mailbox(string text, int localPartLength, Domain? domain, IPAddress? addressLiteral)
    {
        Text = text;
        _localPartLength = localPartLength;
        Domain = domain;
        AddressLiteral = addressLiteral;
    }

    private readonly int _localPartLength;

    /// <summary>The address as written: <c>"John Doe"@example.com</c>. A mailbox without a domain (postmaster) has no at-sign.</summary>
    public string Text { get; }

    /// <summary>The part before the last at-sign as written, quotes and backslashes kept.</summary>
    public string LocalPart => Text[.._localPartLength];

    /// <summary>The domain, or null where the mailbox has an address literal or, for postmaster, nothing.</summary>
    public Domain? Domain { get; }

    /// <summary>The host of an address literal such as <c>[192.0.2.1]</c>, or null.</summary>
    public IPAddress? AddressLiteral { get; }

    /// <summary>What stands after the at-sign, with A-labels and in lower case; empty for a lone postmaster.</summary>
    public string DomainText => Domain?.Ascii ?? (_localPartLength < Text.Length ? Text[(_localPartLength + 1)..] : "");

    /// <summary>True for a quoted local-part (RFC 5321 Quoted-string).</summary>
    public bool IsQuoted => Text.StartsWith('"');

    /// <summary>True when every character of the address is ASCII, so that it needs no SMTPUTF8.</summary>
    public bool IsAscii => System.Text.Ascii.IsValid(Text);

    /// <summary>True when the local-part is ASCII: with A-labels for its domain such an address needs no SMTPUTF8.</summary>
    public bool IsLocalPartAscii => System.Text.Ascii.IsValid(Text.AsSpan(0, _localPartLength));

    /// <summary>True for postmaster in any case, with or without a domain (RFC 5321 §4.5.1).</summary>
    public bool IsPostmaster => Text.AsSpan(0, _localPartLength).Equals("postmaster", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address with A-labels for its domain: the form for a downstream without SMTPUTF8.</summary>
    public string AsciiDomainText => Domain is null || System.Text.Ascii.IsValid(Text.AsSpan(_localPartLength)) ? Text : $"{LocalPart}@{Domain.Ascii}";

    /// <summary>Same local-part to the letter (RFC 5321 §2.4) at the same domain in any case.</summary>
    public bool Equals(Mailbox? other) =>
        other is not null
        && Text.AsSpan(0, _localPartLength).SequenceEqual(other.Text.AsSpan(0, other._localPartLength))
        && (Domain is null ? other.Domain is null && Equals(AddressLiteral, other.AddressLiteral) : Domain.Equals(other.Domain));

    public override bool Equals(object? obj) => Equals(obj as Mailbox);

    public override int GetHashCode() => HashCode.Combine(LocalPart, Domain, AddressLiteral);

    public override string ToString() => Text;
}
