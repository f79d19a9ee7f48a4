using System.Globalization;
using System.Net;
using System.Text;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>
/// XCLIENT (Postfix's XCLIENT_README): a trusted peer says for whom it speaks. The session then begins anew, as that client's.
/// </summary>
internal static class XClientVerb
{
    /// <summary>The attributes that are understood.</summary>
    public const string Attributes = "NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT";

    private static readonly Reply NotAllowed = Reply.Of(ReplyCode.MailboxUnavailable, 7, 0, "XCLIENT is not for you");
    private static readonly Reply Syntax = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "Bad XCLIENT attribute");

    public static bool IsAllowed(SmtpSession session)
    {
        IPAddress peer = session.Info.Peer.Address;
        peer = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        foreach (IPNetwork network in session.Settings.XClientPeers)
        {
            if (network.Contains(peer))
            {
                return true;
            }
        }

        return false;
    }

    public static async ValueTask<Reply> HandleAsync(SmtpSession session, ReadOnlyMemory<byte> argument)
    {
        if (!IsAllowed(session))
        {
            return NotAllowed;
        }

        Claim claim = new() { Address = session.Info.Client.Address, Port = session.Info.Client.Port, LocalAddress = session.Info.Local.Address, LocalPort = session.Info.Local.Port };
        foreach (string attribute in Encoding.ASCII.GetString(argument.Span).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = attribute.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !XText.TryDecode(Encoding.ASCII.GetBytes(attribute[(equals + 1)..]), out string value)
                || !claim.TrySet(attribute[..equals].ToUpperInvariant(), value))
            {
                return Syntax;
            }
        }

        await session.EndTransactionAsync(TransactionEnd.Reset);
        session.ForgetClient();
        session.Info.Client = new IPEndPoint(claim.Address, claim.Port);
        session.Info.Local = new IPEndPoint(claim.LocalAddress, claim.LocalPort);
        session.Info.XClientName = claim.Name;
        session.Info.Login = claim.Login;
        return await session.GreetAsync();
    }

    /// <summary>What the attributes say so far.</summary>
    private sealed class Claim
    {
        public required IPAddress Address { get; set; }

        public required int Port { get; set; }

        public required IPAddress LocalAddress { get; set; }

        public required int LocalPort { get; set; }

        public string? Name { get; private set; }

        public string? Login { get; private set; }

        public bool TrySet(string attribute, string value)
        {
            bool isUnknown = value is "[UNAVAILABLE]" or "[TEMPUNAVAIL]" or "[unavailable]" or "[tempunavail]";
            switch (attribute)
            {
                case "ADDR":
                    return isUnknown || TryReadAddress(value, address => Address = address);
                case "PORT":
                    return isUnknown || TryReadPort(value, port => Port = port);
                case "DESTADDR":
                    return isUnknown || TryReadAddress(value, address => LocalAddress = address);
                case "DESTPORT":
                    return isUnknown || TryReadPort(value, port => LocalPort = port);
                case "NAME":
                    Name = isUnknown ? null : value;
                    return isUnknown || MailGate.Mail.Addresses.Domain.TryParse(value, out _);
                case "LOGIN":
                    Login = isUnknown ? null : value;
                    return value.Length is > 0 and <= 255 && !value.AsSpan().ContainsAnyInRange('\0', '\x1f');
                case "HELO":
                    // The client says EHLO itself again after XCLIENT.
                    return value.Length is > 0 and <= 255;
                case "PROTO":
                    return isUnknown || value.ToUpperInvariant() is "SMTP" or "ESMTP";
                default:
                    return false;
            }
        }

        private static bool TryReadAddress(string value, Action<IPAddress> set)
        {
            string text = value.StartsWith("IPV6:", StringComparison.OrdinalIgnoreCase) ? value[5..] : value;
            if (!IPAddress.TryParse(text, out IPAddress? address) || text.AsSpan().ContainsAny('%', '[', '/'))
            {
                return false;
            }

            set(address);
            return true;
        }

        private static bool TryReadPort(string value, Action<int> set)
        {
            if (!ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            {
                return false;
            }

            set(port);
            return true;
        }
    }
}
