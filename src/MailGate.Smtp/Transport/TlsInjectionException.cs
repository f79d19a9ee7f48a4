namespace MailGate.Smtp.Transport;

/// <summary>Bytes arrived in clear where only a TLS handshake may follow: STARTTLS injection, by the peer or by somebody between.</summary>
public sealed class TlsInjectionException() : IOException("clear-text bytes were waiting at the start of TLS");
