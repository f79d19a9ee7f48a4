using MailGate.Cli;
using MailGate.Configuration;
using MailGate.Configuration.Sections;
using MailGate.Filtering.Pipeline;
using MailGate.Mail.Addresses;
using MailGate.Mail.Arc;
using MailGate.Mail.Dkim;

namespace MailGate.Handling.Policy;

/// <summary>The keys that sign and seal (RFC 6376, RFC 8617), read when the configuration is loaded.</summary>
internal sealed class MessageSigning
{
    private readonly Dictionary<Domain, DkimSigner> _signers;

    /// <exception cref="CliException">A key file cannot be read.</exception>
    public MessageSigning(GatewaySettings settings)
    {
        _signers = settings.Signing.GroupBy(key => key.Domain).ToDictionary(group => group.Key, group => new DkimSigner([.. group.Select(Load)]));
        Sealer = settings.Sealing is { } sealing ? new ArcSealer(Load(sealing)) : null;
    }

    public bool IsConfigured => _signers.Count > 0 || Sealer is not null;

    /// <summary>Seals messages that go on, or null.</summary>
    public ArcSealer? Sealer { get; }

    /// <summary>The signer for an author's domain: its own, or that of the nearest domain above it; null when there is none.</summary>
    public DkimSigner? SignerOf(Domain? author)
    {
        for (Domain? domain = author; domain is not null; domain = domain.Parent)
        {
            if (_signers.TryGetValue(domain, out DkimSigner? signer))
            {
                return signer;
            }
        }

        return null;
    }

    /// <summary>What has to be hashed while the body streams past.</summary>
    public void Request(MessageAnalysis analysis)
    {
        if (analysis.Verifier is not { } verifier || !IsConfigured)
        {
            return;
        }

        foreach (DkimSigner signer in _signers.Values)
        {
            signer.Request(verifier.Body);
        }

        if (Sealer is not null)
        {
            ArcSealer.Request(verifier.Body);
        }
    }

    private static DkimSigningKey Load(SigningKeySettings settings)
    {
        string pem;
        try
        {
            pem = File.ReadAllText(settings.KeyPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{settings.KeyPath}: {failure.Message}");
        }

        if (!DkimPrivateKey.TryFromPem(pem, out DkimPrivateKey? key, out string? error))
        {
            throw new CliException($"{settings.KeyPath}: {error}");
        }

        bool isWanted = settings.Algorithm switch
        {
            SigningAlgorithm.Auto => true,
            SigningAlgorithm.RsaSha256 => key.Algorithm == DkimAlgorithm.RsaSha256,
            SigningAlgorithm.Ed25519Sha256 => key.Algorithm == DkimAlgorithm.Ed25519Sha256,
            _ => throw new ArgumentOutOfRangeException(nameof(settings)),
        };
        return !isWanted ? throw new CliException($"{settings.KeyPath}: the key is not for {settings.Algorithm}")
            : Domain.TryParse(settings.Selector, out Domain? selector) ? new DkimSigningKey(settings.Domain, selector, key)
            : throw new CliException($"'{settings.Selector}' is no selector");
    }
}
