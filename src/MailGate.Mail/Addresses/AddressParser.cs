using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace MailGate.Mail.Addresses;

/// <summary>
/// The one reading of envelope addresses: the grammar of RFC 5321 §4.1.2 with RFC 6531 §3.3. Pure functions over octets; no obsolete forms but
/// source routes, which are parsed and dropped (RFC 5321 appendix C, F.2).
/// </summary>
public static class AddressParser
{
    /// <summary>Reads <c>&lt;address&gt;</c> or <c>&lt;&gt;</c> at the start of <paramref name="input"/>.</summary>
    /// <param name="input">The command's argument.</param>
    /// <param name="allowUtf8">True when the transaction has SMTPUTF8.</param>
    /// <param name="path">The path read.</param>
    /// <param name="consumed">Octets up to and with the closing bracket.</param>
    /// <param name="error">What is wrong, when the result is false.</param>
    public static bool TryParseReversePath(
        ReadOnlySpan<byte> input, bool allowUtf8, [NotNullWhen(true)] out ReversePath? path, out int consumed, out AddressError error)
    {
        path = null;
        if (input.StartsWith("<>"u8))
        {
            path = ReversePath.Null;
            consumed = 2;
            error = AddressError.None;
            return true;
        }

        if (!TryParsePath(input, allowUtf8, allowLonePostmaster: false, out Mailbox? mailbox, out consumed, out error))
        {
            return false;
        }

        path = new ReversePath(mailbox);
        return true;
    }

    /// <summary>Reads <c>&lt;address&gt;</c> or <c>&lt;postmaster&gt;</c> at the start of <paramref name="input"/>.</summary>
    /// <inheritdoc cref="TryParseReversePath"/>
    public static bool TryParseForwardPath(
        ReadOnlySpan<byte> input, bool allowUtf8, [NotNullWhen(true)] out ForwardPath? path, out int consumed, out AddressError error)
    {
        path = TryParsePath(input, allowUtf8, allowLonePostmaster: true, out Mailbox? mailbox, out consumed, out error) ? new ForwardPath(mailbox) : null;
        return path is not null;
    }

    /// <summary>Reads a whole mailbox without brackets, as in configuration and on the command line.</summary>
    public static bool TryParseMailbox(ReadOnlySpan<byte> input, bool allowUtf8, [NotNullWhen(true)] out Mailbox? mailbox, out AddressError error)
    {
        mailbox = null;
        if (!LocalPart.TryRead(input, allowUtf8, out int localPart, out error))
        {
            return false;
        }

        if (localPart + 1 >= input.Length || input[localPart] != (byte)'@')
        {
            error = localPart < input.Length && input[localPart] != (byte)'@' ? AddressError.BadLocalPart : AddressError.MissingDomain;
            return false;
        }

        return TryMake(input, localPart, allowUtf8, out mailbox, out error);
    }

    /// <summary>Reads a mailbox given as text.</summary>
    public static bool TryParseMailbox(string text, [NotNullWhen(true)] out Mailbox? mailbox) =>
        TryParseMailbox(Encoding.UTF8.GetBytes(text), allowUtf8: true, out mailbox, out _);

    private static bool TryParsePath(
        ReadOnlySpan<byte> input, bool allowUtf8, bool allowLonePostmaster, [NotNullWhen(true)] out Mailbox? mailbox, out int consumed, out AddressError error)
    {
        mailbox = null;
        consumed = 0;
        if (input.IsEmpty || input[0] != (byte)'<')
        {
            error = AddressError.MissingBrackets;
            return false;
        }

        int start = 1;
        if (input.Length > 1 && input[1] == (byte)'@' && !TrySkipSourceRoute(input, out start))
        {
            error = AddressError.BadSourceRoute;
            return false;
        }

        ReadOnlySpan<byte> address = input[start..];
        if (!LocalPart.TryRead(address, allowUtf8, out int localPart, out error))
        {
            return false;
        }

        int close = FindClose(address, localPart);
        if (close < 0)
        {
            error = AddressError.MissingBrackets;
            return false;
        }

        consumed = start + close + 1;
        if (consumed < input.Length && input[consumed] != (byte)' ')
        {
            error = AddressError.TrailingOctets;
            return false;
        }

        address = address[..close];
        if (localPart < close)
        {
            return TryMake(address, localPart, allowUtf8, out mailbox, out error);
        }

        if (!allowLonePostmaster || start > 1 || !System.Text.Ascii.EqualsIgnoreCase(address, "postmaster"u8))
        {
            error = AddressError.MissingDomain;
            return false;
        }

        mailbox = new Mailbox(Encoding.ASCII.GetString(address), localPart, domain: null, addressLiteral: null);
        return true;
    }

    // The bracket that ends the path: the first one after the local-part, since neither domain nor literal may hold one.
    private static int FindClose(ReadOnlySpan<byte> address, int localPart)
    {
        int close = address[localPart..].IndexOf((byte)'>');
        return close < 0 ? -1 : localPart + close;
    }

    private static bool TryMake(ReadOnlySpan<byte> address, int localPart, bool allowUtf8, [NotNullWhen(true)] out Mailbox? mailbox, out AddressError error)
    {
        mailbox = null;
        if (address[localPart] != (byte)'@')
        {
            error = AddressError.BadLocalPart;
            return false;
        }

        ReadOnlySpan<byte> host = address[(localPart + 1)..];
        if (host.IsEmpty)
        {
            error = AddressError.MissingDomain;
            return false;
        }

        if (host[0] == (byte)'[')
        {
            IPAddress? literal = AddressLiteral.Parse(host);
            error = literal is null ? AddressError.BadAddressLiteral : AddressError.None;
            mailbox = literal is null ? null : new Mailbox(Encoding.UTF8.GetString(address), localPart, domain: null, literal);
            return mailbox is not null;
        }

        if (!System.Text.Ascii.IsValid(host))
        {
            error = !allowUtf8 ? AddressError.NotAscii : System.Text.Unicode.Utf8.IsValid(host) ? AddressError.None : AddressError.BadUtf8;
            if (error != AddressError.None)
            {
                return false;
            }
        }

        string text = Encoding.UTF8.GetString(address);
        int localCharacters = Encoding.UTF8.GetCharCount(address[..localPart]);
        error = Domain.TryParse(text.AsSpan(localCharacters + 1), out Domain? domain) ? AddressError.None : AddressError.BadDomain;
        mailbox = domain is null ? null : new Mailbox(text, localCharacters, domain, addressLiteral: null);
        return mailbox is not null;
    }

    // A-d-l = At-domain *( "," At-domain ) ":"
    private static bool TrySkipSourceRoute(ReadOnlySpan<byte> input, out int start)
    {
        start = 1;
        int colon = input.IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        foreach (Range range in input[1..colon].Split((byte)','))
        {
            ReadOnlySpan<byte> hop = input[1..colon][range];
            if (hop.Length < 2 || hop[0] != (byte)'@' || !System.Text.Ascii.IsValid(hop) || !Domain.TryParse(Encoding.ASCII.GetString(hop[1..]), out _))
            {
                return false;
            }
        }

        start = colon + 1;
        return true;
    }
}
