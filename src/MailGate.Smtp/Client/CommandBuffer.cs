using System.Globalization;
using System.Text;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>
/// Commands to be sent in one write. Each ends in <see cref="TryEndLine"/>: the one place that sees to it that no CR, LF or NUL stands inside a
/// command, whatever its arguments were made of (ATTACKS A05).
/// </summary>
internal sealed class CommandBuffer
{
    private byte[] _octets = new byte[512];
    private int _length;
    private int _lineStart;

    /// <summary>The commands so far.</summary>
    public ReadOnlyMemory<byte> Octets => _octets.AsMemory(0, _length);

    /// <summary>Makes the buffer empty.</summary>
    public void Clear() => _length = _lineStart = 0;

    public CommandBuffer Add(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Reserve(octets.Length));
        _length += octets.Length;
        return this;
    }

    /// <summary>Adds text as UTF-8, which is ASCII unless SMTPUTF8 is in use.</summary>
    public CommandBuffer Add(string text)
    {
        _length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));
        return this;
    }

    /// <summary>Ends the line. False, with the line taken back, when it holds an octet that no command may.</summary>
    public bool TryEndLine()
    {
        if (_octets.AsSpan(_lineStart, _length - _lineStart).IndexOfAny((byte)'\r', (byte)'\n', (byte)0) >= 0)
        {
            _length = _lineStart;
            return false;
        }

        Add("\r\n"u8);
        _lineStart = _length;
        return true;
    }

    /// <summary>Adds a command that is nothing but its verb.</summary>
    public void AddVerb(ReadOnlySpan<byte> verb)
    {
        Add(verb).Add("\r\n"u8);
        _lineStart = _length;
    }

    /// <summary>Adds MAIL.</summary>
    public bool TryAddMail(MailCommand mail)
    {
        Add("MAIL FROM:<"u8).Add(mail.ReversePath).Add(">"u8);
        MailParameters parameters = mail.Parameters;
        if (parameters.Size is { } size)
        {
            Add(" SIZE="u8);
            size.TryFormat(Reserve(20), out int written, provider: CultureInfo.InvariantCulture);
            _length += written;
        }

        Add(parameters.Body switch
        {
            BodyType.EightBitMime => " BODY=8BITMIME"u8,
            BodyType.SevenBit => " BODY=7BIT"u8,
            _ => default,
        });
        Add(parameters.SmtpUtf8 ? " SMTPUTF8"u8 : default).Add(parameters.RequireTls ? " REQUIRETLS"u8 : default);
        AddParameter(" RET="u8, parameters.Ret);
        AddParameter(" ENVID="u8, parameters.EnvelopeId);
        AddParameter(" AUTH="u8, parameters.Auth);
        return TryEndLine();
    }

    /// <summary>Adds RCPT.</summary>
    public bool TryAddRcpt(RcptCommand rcpt)
    {
        Add("RCPT TO:<"u8).Add(rcpt.ForwardPath).Add(">"u8);
        AddParameter(" NOTIFY="u8, rcpt.Parameters.Notify);
        AddParameter(" ORCPT="u8, rcpt.Parameters.OriginalRecipient);
        return TryEndLine();
    }

    private void AddParameter(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            Add(name).Add(value);
        }
    }

    private Span<byte> Reserve(int octets)
    {
        if (_octets.Length - _length < octets)
        {
            Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _length + octets));
        }

        return _octets.AsSpan(_length);
    }
}
