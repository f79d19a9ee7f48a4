namespace MailGate.Mail.Dkim;

/// <summary>RFC 6376 §3.4.3: the body as it is, its last line ended, empty lines at its end dropped; an empty body is one CRLF.</summary>
internal sealed class SimpleBodyCanonicalizer(BodyDigest output) : BodyCanonicalizer(output)
{
    protected override void Canonicalize(ReadOnlySpan<byte> chunk) => WriteHoldingLineEnds(chunk);

    protected override void FinishBody() => Output.Write("\r\n"u8);
}
