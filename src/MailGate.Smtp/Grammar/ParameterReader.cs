using System.Globalization;
using System.Text;

namespace MailGate.Smtp.Grammar;

/// <summary>
/// Reads the <c>KEYWORD=value</c> parameters of MAIL and RCPT (RFC 5321 §4.1.2). What was not advertised is not known: 555. A bad value or a
/// parameter given twice: 501.
/// </summary>
public static class ParameterReader
{
    private static readonly Reply Duplicate = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "Parameter given twice");

    /// <summary>Reads the parameters of MAIL.</summary>
    /// <param name="input">What follows the path.</param>
    /// <param name="offered">The extensions that this session was offered.</param>
    /// <param name="parameters">What was read.</param>
    /// <returns>Null when all is well, otherwise the refusal.</returns>
    public static Reply? ReadMail(ReadOnlySpan<byte> input, Extensions offered, out MailParameters parameters)
    {
        parameters = MailParameters.None;
        uint seen = 0;
        while (TryNext(ref input, out ReadOnlySpan<byte> keyword, out ReadOnlySpan<byte> value, out bool hasValue))
        {
            int index = 0;
            Reply? refusal = 0 switch
            {
                _ when Is(keyword, "SIZE"u8, 1, ref index, offered, Extensions.Size) => ReadSize(value, ref parameters),
                _ when Is(keyword, "BODY"u8, 2, ref index, offered, Extensions.EightBitMime) => ReadBody(value, ref parameters),
                _ when Is(keyword, "SMTPUTF8"u8, 3, ref index, offered, Extensions.SmtpUtf8) => ReadFlag(hasValue, parameters with { SmtpUtf8 = true }, ref parameters),
                _ when Is(keyword, "REQUIRETLS"u8, 4, ref index, offered, Extensions.RequireTls) => ReadFlag(hasValue, parameters with { RequireTls = true }, ref parameters),
                _ when Is(keyword, "RET"u8, 5, ref index, offered, Extensions.Dsn) => ReadRet(value, ref parameters),
                _ when Is(keyword, "ENVID"u8, 6, ref index, offered, Extensions.Dsn) => ReadXText(value, parameters with { EnvelopeId = Text(value) }, ref parameters),
                _ when Is(keyword, "AUTH"u8, 7, ref index, offered, Extensions.Auth) => ReadXText(value, parameters with { Auth = Text(value) }, ref parameters),
                _ => Unknown(keyword),
            };
            if (refusal is not null)
            {
                return refusal;
            }

            if ((seen & 1u << index) != 0)
            {
                return Duplicate;
            }

            seen |= 1u << index;
        }

        return null;
    }

    /// <summary>Reads the parameters of RCPT.</summary>
    /// <inheritdoc cref="ReadMail"/>
    public static Reply? ReadRcpt(ReadOnlySpan<byte> input, Extensions offered, out RcptParameters parameters)
    {
        parameters = RcptParameters.None;
        while (TryNext(ref input, out ReadOnlySpan<byte> keyword, out ReadOnlySpan<byte> value, out _))
        {
            int index = 0;
            if (Is(keyword, "NOTIFY"u8, 1, ref index, offered, Extensions.Dsn))
            {
                string notify = Text(value).ToUpperInvariant();
                if (parameters.Notify is not null || !IsNotify(notify))
                {
                    return parameters.Notify is not null ? Duplicate : Bad("NOTIFY");
                }

                parameters = parameters with { Notify = notify };
            }
            else if (Is(keyword, "ORCPT"u8, 2, ref index, offered, Extensions.Dsn))
            {
                int semicolon = value.IndexOf((byte)';');
                if (parameters.OriginalRecipient is not null || semicolon <= 0 || value.Length > 500 || !XText.IsValid(value[(semicolon + 1)..]) || !IsAtom(value[..semicolon]))
                {
                    return parameters.OriginalRecipient is not null ? Duplicate : Bad("ORCPT");
                }

                parameters = parameters with { OriginalRecipient = Text(value) };
            }
            else
            {
                return Unknown(keyword);
            }
        }

        return null;
    }

    private static bool TryNext(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> keyword, out ReadOnlySpan<byte> value, out bool hasValue)
    {
        input = input.TrimStart((byte)' ');
        int end = input.IndexOf((byte)' ');
        ReadOnlySpan<byte> token = end < 0 ? input : input[..end];
        input = input[token.Length..];
        int equals = token.IndexOf((byte)'=');
        hasValue = equals >= 0;
        keyword = hasValue ? token[..equals] : token;
        value = hasValue ? token[(equals + 1)..] : default;
        return !token.IsEmpty;
    }

    private static bool Is(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> name, int index, ref int found, Extensions offered, Extensions needed)
    {
        if (!Ascii.EqualsIgnoreCase(keyword, name) || (offered & needed) == 0)
        {
            return false;
        }

        found = index;
        return true;
    }

    private static Reply? ReadSize(ReadOnlySpan<byte> value, ref MailParameters parameters)
    {
        // RFC 1870 §3: up to 20 digits. One that overflows is larger than any limit.
        if (value.Length is 0 or > 20 || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return Bad("SIZE");
        }

        parameters = parameters with { Size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : long.MaxValue };
        return null;
    }

    private static Reply? ReadBody(ReadOnlySpan<byte> value, ref MailParameters parameters)
    {
        BodyType body = Ascii.EqualsIgnoreCase(value, "8BITMIME"u8) ? BodyType.EightBitMime
            : Ascii.EqualsIgnoreCase(value, "7BIT"u8) ? BodyType.SevenBit
            : BodyType.Unspecified;
        parameters = parameters with { Body = body };
        return body == BodyType.Unspecified ? Bad("BODY") : null;
    }

    private static Reply? ReadFlag(bool hasValue, MailParameters read, ref MailParameters parameters)
    {
        parameters = read;
        return hasValue ? Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "This parameter takes no value") : null;
    }

    private static Reply? ReadRet(ReadOnlySpan<byte> value, ref MailParameters parameters)
    {
        string ret = Text(value).ToUpperInvariant();
        parameters = parameters with { Ret = ret };
        return ret is "FULL" or "HDRS" ? null : Bad("RET");
    }

    private static Reply? ReadXText(ReadOnlySpan<byte> value, MailParameters read, ref MailParameters parameters)
    {
        parameters = read;
        // RFC 3461 §4.4: at most 100 characters.
        return value.Length is 0 or > 100 * 3 || !XText.IsValid(value) ? Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "Malformed xtext") : null;
    }

    private static bool IsNotify(string notify)
    {
        if (notify == "NEVER")
        {
            return true;
        }

        foreach (Range range in notify.AsSpan().Split(','))
        {
            if (notify.AsSpan(range) is not ("SUCCESS" or "FAILURE" or "DELAY"))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAtom(ReadOnlySpan<byte> value) =>
        !value.ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"u8);

    private static string Text(ReadOnlySpan<byte> value) => Encoding.Latin1.GetString(value);

    private static Reply Bad(string name) => Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, $"Bad value of {name}");

    private static Reply Unknown(ReadOnlySpan<byte> keyword)
    {
        // esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
        bool wellFormed = keyword.Length is > 0 and < 64 && IsAtom(keyword);
        return wellFormed
            ? Reply.Of(ReplyCode.ParametersNotRecognized, 5, 4, $"Parameter {Text(keyword)} is not offered here")
            : Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "Malformed parameter");
    }
}
