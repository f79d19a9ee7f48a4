using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using MailGate.Configuration.Sections;

namespace MailGate.Configuration;

/// <summary>TLS for the listeners.</summary>
/// <param name="Certificates">In the order of the file; a self-signed one when none is configured. Empty only where no listener has TLS.</param>
internal sealed record TlsSettings(ImmutableArray<CertificateSettings> Certificates, TlsVersion MinVersion);

/// <summary>A certificate with its private key, and the chain to send with it.</summary>
/// <param name="Source">The file that it was read from.</param>
internal sealed record CertificateSettings(string Source, X509Certificate2 Certificate, X509Certificate2Collection Chain);
