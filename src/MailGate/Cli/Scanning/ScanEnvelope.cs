using System.Net;
using System.Text;
using MailGate.Filtering.Pipeline;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;

namespace MailGate.Cli.Scanning;

/// <summary>How a stored message is supposed to have come: what the command line says, else what the delivery noted in the message.</summary>
/// <param name="Client">Who sent it.</param>
/// <param name="Helo">What the client called itself.</param>
/// <param name="From">The reverse-path; null: that of the message's Return-Path, else the null one.</param>
/// <param name="To">The recipients; empty: those of Delivered-To and X-Original-To, else the postmaster.</param>
internal sealed record ScanEnvelope(MailClient Client, string Helo, ReversePath? From, IReadOnlyList<ForwardPath> To)
{
    private const int MaxRecipients = 100;

    /// <summary>A client of which nothing but the address is known.</summary>
    public static MailClient ClientAt(IPAddress address, bool isTrusted) => new() { Address = address, IsTrusted = isTrusted, Listener = "scan" };

    /// <summary>The reverse-path for this message.</summary>
    public ReversePath ReversePathOf(HeaderSection header) =>
        From ?? (Values(header, "Return-Path"u8).Select(ReversePathOf).FirstOrDefault() ?? ReversePath.Null);

    /// <summary>The recipients of this message; at least one.</summary>
    public IReadOnlyList<Mailbox> RecipientsOf(HeaderSection header)
    {
        if (To.Count > 0)
        {
            return [.. To.Select(path => path.Mailbox)];
        }

        List<Mailbox> noted = [];
        foreach (string value in Values(header, "Delivered-To"u8).Concat(Values(header, "X-Original-To"u8)).Take(MaxRecipients))
        {
            if (AddressParser.TryParseMailbox(value.Trim('<', '>'), out Mailbox? mailbox) && !noted.Contains(mailbox))
            {
                noted.Add(mailbox);
            }
        }

        return noted.Count > 0 ? noted : [Postmaster()];
    }

    /// <summary>Reads a reverse-path, with or without angle brackets; null for what is none.</summary>
    public static ReversePath? ReversePathOf(string text) =>
        AddressParser.TryParseReversePath(Encoding.UTF8.GetBytes(Bracketed(text)), allowUtf8: true, out ReversePath? path, out int consumed, out _)
        && consumed == Encoding.UTF8.GetByteCount(Bracketed(text)) ? path : null;

    /// <summary>Reads a forward-path, with or without angle brackets; null for what is none.</summary>
    public static ForwardPath? ForwardPathOf(string text) =>
        AddressParser.TryParseForwardPath(Encoding.UTF8.GetBytes(Bracketed(text)), allowUtf8: true, out ForwardPath? path, out int consumed, out _)
        && consumed == Encoding.UTF8.GetByteCount(Bracketed(text)) ? path : null;

    private static string Bracketed(string text) => text.StartsWith('<') ? text : $"<{text}>";

    private static IEnumerable<string> Values(HeaderSection header, ReadOnlySpan<byte> name)
    {
        List<string> values = [];
        foreach (HeaderField field in header.Fields)
        {
            if (field.Is(name))
            {
                values.Add(field.Value.Trim());
            }
        }

        return values;
    }

    // RFC 5321 §4.5.1: the one recipient that needs no domain.
    private static Mailbox Postmaster() => ForwardPathOf("postmaster")!.Mailbox;
}
