using MailGate.Mail.Crypto;
using MailGate.Mail.TagLists;

namespace MailGate.Mail.Dkim;

/// <summary>A public-key record (RFC 6376 §3.6.1, RFC 8463 §4).</summary>
public sealed class DkimKeyRecord
{
    private DkimKeyRecord(string keyType) => KeyType = keyType;

    /// <summary>k=: <c>rsa</c>, <c>ed25519</c>, or what a newer standard may bring.</summary>
    public string KeyType { get; }

    /// <summary>False when h= leaves out SHA-256, the only hash there is left.</summary>
    public bool AllowsSha256 { get; private init; } = true;

    /// <summary>False when s= says that the key is for other services than mail.</summary>
    public bool IsForMail { get; private init; } = true;

    /// <summary>t=y: the domain is only testing.</summary>
    public bool IsTesting { get; private init; }

    /// <summary>t=s: the domain of i= must equal that of d=.</summary>
    public bool IsStrict { get; private init; }

    /// <summary>True when p= is empty: the key was revoked.</summary>
    public bool IsRevoked { get; private init; }

    /// <summary>Size of the key; 0 when there is no usable one.</summary>
    public int Bits => Key?.Bits ?? 0;

    /// <summary>Why p= holds no usable key, for people; null when it does or the key is revoked.</summary>
    public string? KeyError { get; private init; }

    internal VerificationKey? Key { get; private init; }

    /// <summary>
    /// Reads the text of a TXT record. False, with a reason for people, for what is no key record: malformed tags, another version,
    /// no p=. A record with a key that cannot be used is a record, with <see cref="KeyError"/>.
    /// </summary>
    public static bool TryParse(string text, out DkimKeyRecord? record, out string? error, int maxRsaBits = 8192)
    {
        record = null;
        if (!TagList.TryParse(text, out TagList? tags, out error))
        {
            return false;
        }

        if (tags.TryGet("v"u8, out Tag version) && (tags[0].Name != "v" || !version.Value.SequenceEqual("DKIM1"u8)))
        {
            error = "its version is not DKIM1, first of all tags";
            return false;
        }

        if (!tags.TryGet("p"u8, out Tag p))
        {
            error = "it has no p= tag";
            return false;
        }

        bool hasFlags = tags.TryGet("t"u8, out Tag flags);
        string keyType = tags.TryGet("k"u8, out Tag k) ? k.Text.ToLowerInvariant() : "rsa";
        VerificationKey? key = ReadKey(keyType, p, maxRsaBits, out string? keyError);
        record = new DkimKeyRecord(keyType)
        {
            AllowsSha256 = !tags.TryGet("h"u8, out Tag hashes) || DkimWords.ListHolds(hashes.Value, "sha256"u8),
            IsForMail = !tags.TryGet("s"u8, out Tag services)
                || DkimWords.ListHolds(services.Value, "*"u8) || DkimWords.ListHolds(services.Value, "email"u8),
            IsTesting = hasFlags && DkimWords.ListHolds(flags.Value, "y"u8),
            IsStrict = hasFlags && DkimWords.ListHolds(flags.Value, "s"u8),
            IsRevoked = p.Value.IsEmpty,
            Key = key,
            KeyError = keyError,
        };
        return true;
    }

    private static VerificationKey? ReadKey(string keyType, in Tag p, int maxRsaBits, out string? error)
    {
        error = null;
        if (p.Value.IsEmpty)
        {
            return null;
        }

        if (!Base64Value.TryDecode(p.Value, out byte[]? octets))
        {
            error = "p= is not base64";
            return null;
        }

        if (keyType == "rsa")
        {
            return RsaVerificationKey.TryImport(octets, maxRsaBits, out error);
        }

        if (keyType == "ed25519" && Ed25519.ImportPublicKey(octets) is { } key)
        {
            return new Ed25519VerificationKey(key);
        }

        error = keyType == "ed25519" ? "p= is not an Ed25519 public key" : "the key type of k= is not known";
        return null;
    }
}
