using System.Security.Cryptography;

namespace MailGate.Mail.Crypto;

/// <summary>
/// Imported objects of one key. An RSA object is promised to one thread at a time, and its import costs several verifications: so
/// each is used by one, then kept for the next, up to one a processor.
/// </summary>
internal sealed class RsaPool(RSAParameters parameters)
{
    private readonly RSA?[] _kept = new RSA?[Environment.ProcessorCount];

    public RSA Rent()
    {
        for (int i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] is not null && Interlocked.Exchange(ref _kept[i], null) is { } kept)
            {
                return kept;
            }
        }

        return RSA.Create(parameters);
    }

    public void Return(RSA rsa)
    {
        for (int i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] is null && Interlocked.CompareExchange(ref _kept[i], rsa, null) is null)
            {
                return;
            }
        }

        rsa.Dispose();
    }
}
