using System.Formats.Asn1;
using System.Security.Cryptography;

namespace MailGate.Mail.Crypto;

/// <summary>An RSA public key with PKCS #1 v1.5 and SHA-256 (RFC 6376 §3.3.2).</summary>
internal sealed class RsaVerificationKey : VerificationKey
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    // An exponent above 64 bits makes one verification as dear as a private operation, and nobody has one.
    private const int MaxExponentBits = 64;

    private readonly RsaPool _pool;

    private RsaVerificationKey(RSAParameters parameters, int bits)
    {
        Bits = bits;
        _pool = new RsaPool(parameters);
    }

    public override int Bits { get; }

    public override bool Verify(ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature)
    {
        RSA rsa = _pool.Rent();
        try
        {
            return rsa.VerifyHash(sha256, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // A signature of the wrong length or form is a wrong signature.
            return false;
        }
        finally
        {
            _pool.Return(rsa);
        }
    }

    /// <summary>
    /// Reads a SubjectPublicKeyInfo, or a bare RSAPublicKey, which RFC 6376 §3.6.1 names and some publish. Null, with the reason, for anything
    /// else and for a key longer than <paramref name="maxBits"/>.
    /// </summary>
    public static RsaVerificationKey? TryImport(ReadOnlyMemory<byte> der, int maxBits, out string? error)
    {
        try
        {
            RSAParameters parameters = ReadParameters(der);
            int bits = BitLength(parameters.Modulus);
            int exponentBits = BitLength(parameters.Exponent);
            error = bits > maxBits ? $"the RSA key has {bits} bits, more than the {maxBits} that are tried"
                : exponentBits is < 2 or > MaxExponentBits || (parameters.Exponent![^1] & 1) == 0 ? "the RSA key has an unusable exponent"
                : null;
            if (error is not null)
            {
                return null;
            }

            RsaVerificationKey key = new(parameters, bits);
            // An import that fails must fail here, not at the first verification.
            key._pool.Return(key._pool.Rent());
            return key;
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            error = "p= is not an RSA public key";
            return null;
        }
    }

    private static RSAParameters ReadParameters(ReadOnlyMemory<byte> der)
    {
        AsnReader sequence = ReadWholeSequence(der);
        if (sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            AsnReader algorithm = sequence.ReadSequence();
            if (algorithm.ReadObjectIdentifier() != RsaEncryption)
            {
                throw new CryptographicException("The key is not RSA.");
            }

            byte[] bits = sequence.ReadBitString(out int unused);
            sequence.ThrowIfNotEmpty();
            sequence = unused == 0 ? ReadWholeSequence(bits) : throw new CryptographicException("The key is not whole octets.");
        }

        byte[] modulus = ReadUnsigned(sequence);
        byte[] exponent = ReadUnsigned(sequence);
        sequence.ThrowIfNotEmpty();
        return new RSAParameters { Modulus = modulus, Exponent = exponent };
    }

    private static AsnReader ReadWholeSequence(ReadOnlyMemory<byte> der)
    {
        AsnReader outer = new(der, AsnEncodingRules.BER);
        AsnReader sequence = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        return sequence;
    }

    private static byte[] ReadUnsigned(AsnReader reader)
    {
        ReadOnlySpan<byte> value = reader.ReadIntegerBytes().Span;
        return (value[0] & 0x80) == 0 ? value.TrimStart((byte)0).ToArray() : throw new CryptographicException("A negative number in a key.");
    }

    private static int BitLength(byte[]? unsigned) =>
        unsigned is null or [] ? 0 : unsigned.Length * 8 - (byte.LeadingZeroCount(unsigned[0]));
}
