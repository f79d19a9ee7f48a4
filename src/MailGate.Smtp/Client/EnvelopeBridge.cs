using System.Diagnostics.CodeAnalysis;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>
/// From what a client has used to what its downstream can take: each parameter is passed on, turned into something the downstream knows, left out, or the
/// ground of a refusal. Pure functions; the table is SEMANTICS §3.3.
/// </summary>
public static class EnvelopeBridge
{
    private static readonly Reply NeedsUtf8 = Reply.Of(ReplyCode.MailboxUnavailable, 6, 7, "Non-ASCII addresses are not permitted for that recipient");
    private static readonly Reply TooLarge = Reply.Of(ReplyCode.ExceededStorage, 3, 4, "Message is larger than the destination takes");
    private static readonly Reply NoRequireTls = Reply.Of(ReplyCode.MailboxUnavailable, 7, 30, "REQUIRETLS support is required on the way to that recipient");
    private static readonly Reply EightBit = Reply.Of(ReplyCode.MailboxUnavailable, 6, 3, "8-bit data, and the destination takes 7-bit only");
    private static readonly Reply Utf8Header = Reply.Of(ReplyCode.MailboxUnavailable, 6, 7, "The header needs SMTPUTF8, which the destination does not have");

    /// <summary>MAIL for a downstream.</summary>
    /// <param name="reversePath">The reverse-path as the client gave it, or as it was rewritten.</param>
    /// <param name="used">The client's parameters.</param>
    /// <param name="downstream">What the downstream offers.</param>
    /// <param name="isUnderTls">True when the connection to it is under TLS.</param>
    /// <param name="policy">What to do where it lacks something.</param>
    /// <param name="mail">The command to send.</param>
    /// <param name="refusal">Or the reply for the recipient in hand: MAIL has been answered already.</param>
    /// <param name="dropped">What was left out.</param>
    public static bool TryBridge(
        ReversePath reversePath,
        MailParameters used,
        EhloKeywords downstream,
        bool isUnderTls,
        BridgePolicy policy,
        [NotNullWhen(true)] out MailCommand? mail,
        [NotNullWhen(false)] out Reply? refusal,
        out DroppedParameters dropped)
    {
        ArgumentNullException.ThrowIfNull(reversePath);
        ArgumentNullException.ThrowIfNull(used);
        ArgumentNullException.ThrowIfNull(downstream);
        ArgumentNullException.ThrowIfNull(policy);
        mail = null;
        dropped = DroppedParameters.None;
        bool carriesUtf8 = used.SmtpUtf8 && downstream.Has(Extensions.SmtpUtf8);
        string path = "";
        if (reversePath.Mailbox is { } mailbox && !TryCarry(mailbox, carriesUtf8, out path, ref dropped))
        {
            refusal = NeedsUtf8;
            return false;
        }

        bool carriesTls = isUnderTls && downstream.Has(Extensions.RequireTls);
        refusal = used.Size > downstream.MaxMessageOctets ? TooLarge
            : used.RequireTls && !carriesTls && !policy.TrustedPath ? NoRequireTls
            : null;
        if (refusal is not null)
        {
            return false;
        }

        MailParameters kept = Keep(used, downstream, carriesUtf8, carriesTls, ref dropped);
        mail = new MailCommand(path, kept);
        return true;
    }

    /// <summary>RCPT for a downstream.</summary>
    /// <param name="forwardPath">The forward-path as the client gave it, or as it was rewritten.</param>
    /// <param name="used">The client's parameters.</param>
    /// <param name="usesUtf8">True when the client's MAIL had SMTPUTF8.</param>
    /// <param name="downstream">What the downstream offers.</param>
    /// <param name="rcpt">The command to send.</param>
    /// <param name="refusal">Or the reply for the client.</param>
    /// <param name="dropped">What was left out.</param>
    public static bool TryBridge(
        ForwardPath forwardPath,
        RcptParameters used,
        bool usesUtf8,
        EhloKeywords downstream,
        [NotNullWhen(true)] out RcptCommand? rcpt,
        [NotNullWhen(false)] out Reply? refusal,
        out DroppedParameters dropped)
    {
        ArgumentNullException.ThrowIfNull(forwardPath);
        ArgumentNullException.ThrowIfNull(used);
        ArgumentNullException.ThrowIfNull(downstream);
        dropped = DroppedParameters.None;
        if (!TryCarry(forwardPath.Mailbox, usesUtf8 && downstream.Has(Extensions.SmtpUtf8), out string path, ref dropped))
        {
            rcpt = null;
            refusal = NeedsUtf8;
            return false;
        }

        RcptParameters kept = used;
        if (!downstream.Has(Extensions.Dsn) && used != RcptParameters.None)
        {
            // RFC 3461 §5.2.2: who asked to be told of success is to be told that the message left the world of such notices.
            dropped |= used.Notify?.Contains("SUCCESS", StringComparison.Ordinal) == true ? DroppedParameters.NotifySuccess : DroppedParameters.Dsn;
            kept = RcptParameters.None;
        }

        rcpt = new RcptCommand(path, kept);
        refusal = null;
        return true;
    }

    /// <summary>What there is to say of the message itself, before DATA: null, or the refusal.</summary>
    /// <param name="facts">What the message holds; see <see cref="NeedsFacts"/>.</param>
    /// <param name="used">The client's parameters of MAIL.</param>
    /// <param name="downstream">What the downstream offers.</param>
    /// <param name="policy">What to do where it lacks something.</param>
    public static Reply? Judge(ContentFacts facts, MailParameters used, EhloKeywords downstream, BridgePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(used);
        ArgumentNullException.ThrowIfNull(downstream);
        ArgumentNullException.ThrowIfNull(policy);
        return used.SmtpUtf8 && facts.HasNonAsciiHeader && !downstream.Has(Extensions.SmtpUtf8) ? Utf8Header
            : policy.RefuseEightBit && (facts.HasEightBitBody || facts.HasNonAsciiHeader) && !downstream.Has(Extensions.EightBitMime) ? EightBit
            : null;
    }

    /// <summary>True when <see cref="Judge"/> can refuse at all: otherwise the message need not be looked through.</summary>
    public static bool NeedsFacts(MailParameters used, EhloKeywords downstream, BridgePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(used);
        ArgumentNullException.ThrowIfNull(downstream);
        ArgumentNullException.ThrowIfNull(policy);
        return (used.SmtpUtf8 && !downstream.Has(Extensions.SmtpUtf8)) || (policy.RefuseEightBit && !downstream.Has(Extensions.EightBitMime));
    }

    private static MailParameters Keep(MailParameters used, EhloKeywords downstream, bool carriesUtf8, bool carriesTls, ref DroppedParameters dropped)
    {
        // RFC 1870 §3: a size of zero is no information, and some servers take it for one.
        bool carriesSize = used.Size is > 0 && downstream.Has(Extensions.Size);
        bool carriesBody = downstream.Has(Extensions.EightBitMime);
        bool carriesDsn = downstream.Has(Extensions.Dsn);
        bool carriesAuth = downstream.Has(Extensions.Auth);
        DroppedParameters lost =
            (used.Size is null || carriesSize ? 0 : DroppedParameters.Size)
            | (used.Body == BodyType.Unspecified || carriesBody ? 0 : DroppedParameters.Body)
            | (!used.SmtpUtf8 || carriesUtf8 ? 0 : DroppedParameters.SmtpUtf8)
            | (!used.RequireTls || carriesTls ? 0 : DroppedParameters.RequireTls)
            | ((used.Ret ?? used.EnvelopeId) is null || carriesDsn ? 0 : DroppedParameters.Dsn)
            | (used.Auth is null || carriesAuth ? 0 : DroppedParameters.Auth);
        dropped |= lost;
        return lost == DroppedParameters.None ? used : new MailParameters
        {
            Size = carriesSize ? used.Size : null,
            Body = carriesBody ? used.Body : BodyType.Unspecified,
            SmtpUtf8 = carriesUtf8,
            RequireTls = used.RequireTls && carriesTls,
            Ret = carriesDsn ? used.Ret : null,
            EnvelopeId = carriesDsn ? used.EnvelopeId : null,
            Auth = carriesAuth ? used.Auth : null,
        };
    }

    private static bool TryCarry(Mailbox mailbox, bool carriesUtf8, out string path, ref DroppedParameters dropped)
    {
        path = mailbox.Text;
        if (carriesUtf8 || mailbox.IsAscii)
        {
            return true;
        }

        path = mailbox.AsciiDomainText;
        dropped |= DroppedParameters.UnicodeDomain;
        return mailbox.IsLocalPartAscii;
    }
}
