using System.Globalization;
using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>EHLO and HELO (RFC 5321 §4.1.1.1): names the client, drops a transaction under way, and tells what the server can do.</summary>
internal static class HelloVerb
{
    private static readonly Reply BadName = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "Say your domain name or address literal");

    public static ValueTask<Reply> HandleAsync(SmtpSession session, ReadOnlyMemory<byte> argument, bool isExtended)
    {
        string? name = ReadName(argument.Span);
        return name is null ? new ValueTask<Reply>(BadName) : GreetAsync(session, name, isExtended);
    }

    private static async ValueTask<Reply> GreetAsync(SmtpSession session, string name, bool isExtended)
    {
        await session.EndTransactionAsync(TransactionEnd.Reset);
        session.Info.HeloName = name;
        session.Info.IsExtended = isExtended;
        Reply? refusal = await session.Handler.OnHelloAsync(session.Info, session.Cut);
        if (refusal is not null)
        {
            session.Info.HeloName = null;
            return refusal;
        }

        string text = session.Settings.Hostname;
        return new Reply(ReplyCode.Ok, EnhancedStatusCode.None, isExtended ? text + Keywords(session) : text);
    }

    /// <summary>The extensions that this session may use now.</summary>
    public static Extensions OfferedBy(SmtpSession session)
    {
        const Extensions own = Extensions.Pipelining | Extensions.Size | Extensions.EnhancedStatusCodes | Extensions.Limits;
        Extensions offered = session.Handler.Offer.Extensions | own;
        bool canUpgrade = session.Info.Tls is null && session.Settings.TlsOptions is not null
            && session.Settings.Tls is TlsMode.StartTls or TlsMode.Require;
        offered = canUpgrade && session.Info.Tls is null ? offered | Extensions.StartTls : offered & ~Extensions.StartTls;

        // RFC 8689 §3 and RFC 4954 §4: neither is offered in clear.
        if (session.Info.Tls is null)
        {
            offered &= ~(Extensions.RequireTls | Extensions.Auth);
        }

        if (session.Settings.Auth == AuthMode.None || session.Handler.Offer.AuthMechanisms.Length == 0)
        {
            offered &= ~Extensions.Auth;
        }

        return XClientVerb.IsAllowed(session) ? offered | Extensions.XClient : offered & ~Extensions.XClient;
    }

    private static string Keywords(SmtpSession session)
    {
        Extensions offered = OfferedBy(session);
        StringBuilder text = new();
        Add(Extensions.Pipelining, "PIPELINING");
        Add(Extensions.Size, string.Create(CultureInfo.InvariantCulture, $"SIZE {session.MaxMessageOctets}"));
        Add(Extensions.StartTls, "STARTTLS");
        Add(Extensions.Auth, "AUTH " + session.Handler.Offer.AuthMechanisms);
        Add(Extensions.EightBitMime, "8BITMIME");
        Add(Extensions.SmtpUtf8, "SMTPUTF8");
        Add(Extensions.Chunking, "CHUNKING");
        Add(Extensions.Dsn, "DSN");
        Add(Extensions.RequireTls, "REQUIRETLS");
        Add(Extensions.Limits, LimitsKeyword(session.Settings.Limits));
        Add(Extensions.XClient, "XCLIENT " + XClientVerb.Attributes);
        Add(Extensions.EnhancedStatusCodes, "ENHANCEDSTATUSCODES");
        return text.ToString();

        void Add(Extensions extension, string keyword)
        {
            if ((offered & extension) != 0)
            {
                text.Append('\n').Append(keyword);
            }
        }
    }

    // RFC 9422 §4.
    private static string LimitsKeyword(SmtpLimits limits) => limits.MaxTransactions > 0
        ? string.Create(CultureInfo.InvariantCulture, $"LIMITS MAILMAX={limits.MaxTransactions} RCPTMAX={limits.MaxRecipients}")
        : string.Create(CultureInfo.InvariantCulture, $"LIMITS RCPTMAX={limits.MaxRecipients}");

    private static string? ReadName(ReadOnlySpan<byte> argument)
    {
        if (AddressLiteral.Parse(argument) is not null)
        {
            return Encoding.ASCII.GetString(argument);
        }

        // RFC 6531 §3.7.1: the name may be a U-label only after the server has said SMTPUTF8, so here it is ASCII.
        return Ascii.IsValid(argument) && Domain.TryParse(Encoding.ASCII.GetString(argument), out _) ? Encoding.ASCII.GetString(argument) : null;
    }
}
