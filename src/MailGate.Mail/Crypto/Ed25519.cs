using System.Security.Cryptography;

namespace MailGate.Mail.Crypto;

/// <summary>Ed25519 (RFC 8032) by OpenSSL's libcrypto.</summary>
internal static class Ed25519
{
    public const int KeyOctets = 32;
    public const int SignatureOctets = 64;

    /// <summary>False where libcrypto 3 is missing or has no Ed25519 (a FIPS build): signatures then cannot be judged.</summary>
    public static bool IsSupported { get; } = Probe();

    /// <summary>The key of 32 octets; null when it is no key.</summary>
    public static EvpKeyHandle? ImportPublicKey(ReadOnlySpan<byte> key) =>
        key.Length == KeyOctets && IsSupported ? Checked(LibCrypto.NewRawPublicKey(LibCrypto.Ed25519, 0, key, KeyOctets)) : null;

    /// <summary>The private key made from its seed of 32 octets.</summary>
    /// <exception cref="CryptographicException">libcrypto refuses it.</exception>
    public static EvpKeyHandle ImportSeed(ReadOnlySpan<byte> seed)
    {
        EvpKeyHandle? key = seed.Length == KeyOctets && IsSupported
            ? Checked(LibCrypto.NewRawPrivateKey(LibCrypto.Ed25519, 0, seed, KeyOctets))
            : null;
        return key ?? throw new CryptographicException(
            IsSupported ? "An Ed25519 private key has 32 octets." : "Ed25519 needs OpenSSL 3 (libcrypto.so.3), which is not here.");
    }

    /// <summary>The public key of 32 octets that belongs to a key.</summary>
    public static byte[] ExportPublicKey(EvpKeyHandle key)
    {
        byte[] output = new byte[KeyOctets];
        nuint length = KeyOctets;
        return LibCrypto.GetRawPublicKey(key, output, ref length) == 1 ? output : throw Failure();
    }

    public static bool Verify(EvpKeyHandle key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureOctets)
        {
            return false;
        }

        using EvpContextHandle context = LibCrypto.NewContext();
        bool valid = LibCrypto.VerifyInit(context, 0, 0, 0, key) == 1
            && LibCrypto.Verify(context, signature, (nuint)signature.Length, data, (nuint)data.Length) == 1;
        if (!valid)
        {
            // The error queue is the thread's: what stays in it would be blamed on whoever uses OpenSSL next.
            LibCrypto.ClearErrors();
        }

        return valid;
    }

    public static byte[] Sign(EvpKeyHandle key, ReadOnlySpan<byte> data)
    {
        byte[] signature = new byte[SignatureOctets];
        nuint length = SignatureOctets;
        using EvpContextHandle context = LibCrypto.NewContext();
        return LibCrypto.SignInit(context, 0, 0, 0, key) == 1
            && LibCrypto.Sign(context, signature, ref length, data, (nuint)data.Length) == 1
            ? signature
            : throw Failure();
    }

    private static EvpKeyHandle? Checked(EvpKeyHandle key)
    {
        if (!key.IsInvalid)
        {
            return key;
        }

        key.Dispose();
        LibCrypto.ClearErrors();
        return null;
    }

    private static CryptographicException Failure()
    {
        LibCrypto.ClearErrors();
        return new CryptographicException("OpenSSL refused an Ed25519 operation.");
    }

    private static bool Probe()
    {
        try
        {
            using EvpKeyHandle key = LibCrypto.NewRawPrivateKey(LibCrypto.Ed25519, 0, new byte[KeyOctets], KeyOctets);
            LibCrypto.ClearErrors();
            return !key.IsInvalid;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }
}
