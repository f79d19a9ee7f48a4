using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Values;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Resolving;

/// <summary>Reads certificates and keys, and says what is wrong with them before a client has to.</summary>
internal static class CertificateResolver
{
    private static readonly TimeSpan SoonExpired = TimeSpan.FromDays(14);

    public static TlsSettings Resolve(RootSection root, Domain hostname, ResolverContext context)
    {
        var certificates = ImmutableArray.CreateBuilder<CertificateSettings>();
        for (int i = 0; i < root.Tls.Certificates.Count; i++)
        {
            if (Load(root.Tls.Certificates[i], $"tls.certificates[{i}]", context) is { } certificate)
            {
                certificates.Add(certificate);
            }
        }

        bool needed = root.Listeners.Any(l => l.Tls != ListenerTls.None);
        if (needed && root.Tls.Certificates.Count == 0)
        {
            const string Missing = "no certificate is configured";
            if (root.Tls.SelfSigned)
            {
                context.Warn("tls.certificates", $"{Missing}: listeners use a self-signed one");
                certificates.Add(new CertificateSettings("self-signed", SelfSignedCertificate.For(hostname, context.Time), []));
            }
            else
            {
                context.Error("tls.certificates", $"{Missing}, and listeners have TLS: add one, or set tls: none on the listeners");
            }
        }

        return new TlsSettings(certificates.ToImmutable(), root.Tls.MinVersion);
    }

    private static CertificateSettings? Load(CertificateSection section, string path, ResolverContext context)
    {
        if (section.Cert is null == section.Pfx is null)
        {
            context.Error(path, "needs either cert (PEM) or pfx (PKCS #12)");
            return null;
        }

        if (section is { Pfx: not null, Key: not null })
        {
            context.Error($"{path}.key", "a PKCS #12 file holds its key");
            return null;
        }

        return section.Pfx is FilePath pfx ? LoadPfx(section, pfx, path, context) : LoadPem(section, section.Cert!.Value, path, context);
    }

    private static CertificateSettings? LoadPem(CertificateSection section, FilePath cert, string path, ResolverContext context)
    {
        FilePath key = section.Key ?? cert;
        string keyPath = section.Key is null ? $"{path}.cert" : $"{path}.key";
        if (!context.IsReadable($"{path}.cert", cert.Full) | !context.IsReadable(keyPath, key.Full))
        {
            return null;
        }

        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPemFile(cert.Full);
        }
        catch (CryptographicException e)
        {
            context.Error($"{path}.cert", $"{cert}: {e.Message}");
            return null;
        }

        if (chain.Count == 0)
        {
            context.Error($"{path}.cert", $"{cert} holds no certificate in PEM form");
            return null;
        }

        try
        {
            X509Certificate2 certificate = section.Password is { } password
                ? X509Certificate2.CreateFromEncryptedPemFile(cert.Full, password.Value, key.Full)
                : X509Certificate2.CreateFromPemFile(cert.Full, key.Full);
            chain.RemoveAt(0);
            return Checked(new CertificateSettings(cert.Full, certificate, chain), $"{path}.cert", context);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            context.Error(keyPath, $"{key}: {e.Message}");
            return null;
        }
    }

    private static CertificateSettings? LoadPfx(CertificateSection section, FilePath pfx, string path, ResolverContext context)
    {
        if (!context.IsReadable($"{path}.pfx", pfx.Full))
        {
            return null;
        }

        try
        {
            X509Certificate2Collection all = X509CertificateLoader.LoadPkcs12CollectionFromFile(pfx.Full, section.Password?.Value ?? "", X509KeyStorageFlags.EphemeralKeySet);
            X509Certificate2? certificate = all.FirstOrDefault(c => c.HasPrivateKey);
            if (certificate is not null)
            {
                all.Remove(certificate);
                return Checked(new CertificateSettings(pfx.Full, certificate, all), $"{path}.pfx", context);
            }

            context.Error($"{path}.pfx", $"{pfx} holds no certificate with its key");
        }
        catch (CryptographicException e)
        {
            context.Error($"{path}.pfx", $"{pfx}: {e.Message}");
        }

        return null;
    }

    // An expired certificate is still the best there is: mail would stop if a reload refused it.
    private static CertificateSettings Checked(CertificateSettings loaded, string path, ResolverContext context)
    {
        DateTimeOffset now = context.Time.GetUtcNow();
        DateTimeOffset end = loaded.Certificate.NotAfter;
        if (end < now)
        {
            context.Warn(path, $"the certificate expired on {end:yyyy-MM-dd}");
        }
        else if (end - now < SoonExpired)
        {
            context.Warn(path, $"the certificate expires on {end:yyyy-MM-dd}");
        }

        if (loaded.Certificate.NotBefore > now)
        {
            context.Warn(path, $"the certificate is valid from {loaded.Certificate.NotBefore:yyyy-MM-dd} only");
        }

        return loaded;
    }
}
