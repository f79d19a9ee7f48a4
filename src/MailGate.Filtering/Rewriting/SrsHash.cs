using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MailGate.Filtering.Rewriting;

/// <summary>The keyed hash in an SRS address: a few characters of base32, since mail systems may fold the case of a local part.</summary>
internal sealed class SrsHash(IReadOnlyList<ReadOnlyMemory<byte>> keys, int characters)
{
    public const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The hash by the first key.</summary>
    public string Compute(params ReadOnlySpan<string> parts) => Compute(keys[0].Span, parts);

    /// <summary>True when one of the keys made the hash. Time does not depend on where it differs.</summary>
    public bool Verify(string hash, params ReadOnlySpan<string> parts)
    {
        byte[] given = Encoding.UTF8.GetBytes(hash.ToUpperInvariant());
        bool isValid = false;
        foreach (ReadOnlyMemory<byte> key in keys)
        {
            isValid |= CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Compute(key.Span, parts)));
        }

        return isValid;
    }

    private string Compute(ReadOnlySpan<byte> key, ReadOnlySpan<string> parts)
    {
        using IncrementalHash hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> length = stackalloc byte[4];
        foreach (string part in parts)
        {
            // Lengths keep the parts apart; case is folded because it may not survive the journey.
            byte[] octets = Encoding.UTF8.GetBytes(part.ToLowerInvariant());
            BinaryPrimitives.WriteInt32BigEndian(length, octets.Length);
            hmac.AppendData(length);
            hmac.AppendData(octets);
        }

        byte[] mac = hmac.GetHashAndReset();
        return string.Create(characters, mac, static (output, octets) =>
        {
            for (int i = 0; i < output.Length; i++)
            {
                int bit = i * 5;
                int pair = (octets[bit / 8] << 8) | octets[(bit / 8) + 1];
                output[i] = Alphabet[(pair >> (11 - (bit % 8))) & 31];
            }
        });
    }
}
