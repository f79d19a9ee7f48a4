using MailGate.Mail.Addresses;

namespace MailGate.Smtp.Tests.Client;

/// <summary>Addresses that must parse.</summary>
internal static class TestAddress
{
    public static Mailbox Mailbox(string text) => AddressParser.TryParseMailbox(text, out Mailbox? mailbox) ? mailbox : throw new FormatException(text);

    public static ForwardPath Forward(string text) => new(Mailbox(text));

    public static ReversePath Reverse(string text) => new(Mailbox(text));
}
