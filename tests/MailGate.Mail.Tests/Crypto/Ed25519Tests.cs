using MailGate.Mail.Crypto;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Crypto;

[TestFixture]
internal sealed class Ed25519Tests
{
    // RFC 8032 §7.1, test 3.
    private static readonly byte[] Seed = Convert.FromHexString("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
    private static readonly byte[] PublicKey = Convert.FromHexString("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    private static readonly byte[] Message = [0xaf, 0x82];
    private static readonly byte[] Signature = Convert.FromHexString(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");

    [Test]
    public void Rfc8032_7_1_the_test_vector_signs_and_verifies()
    {
        Assert.That(Ed25519.IsSupported, Is.True);
        using EvpKeyHandle key = Ed25519.ImportSeed(Seed);
        Assert.That(Ed25519.ExportPublicKey(key), Is.EqualTo(PublicKey));
        Assert.That(Ed25519.Sign(key, Message), Is.EqualTo(Signature));
        using EvpKeyHandle publicKey = Ed25519.ImportPublicKey(PublicKey)!;
        Assert.That(Ed25519.Verify(publicKey, Message, Signature), Is.True);
    }

    [Test]
    public void A_changed_bit_anywhere_is_a_wrong_signature()
    {
        using EvpKeyHandle key = Ed25519.ImportPublicKey(PublicKey)!;
        for (int bit = 0; bit < Signature.Length * 8; bit++)
        {
            byte[] changed = [.. Signature];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(Ed25519.Verify(key, Message, changed), Is.False);
        }
    }

    [TestCase(0)]
    [TestCase(31)]
    [TestCase(33)]
    [TestCase(44)]
    public void What_has_not_32_octets_is_no_key(int length) => Assert.That(Ed25519.ImportPublicKey(new byte[length]), Is.Null);

    [TestCase(0)]
    [TestCase(63)]
    [TestCase(65)]
    public void What_has_not_64_octets_is_no_signature(int length)
    {
        using EvpKeyHandle key = Ed25519.ImportPublicKey(PublicKey)!;
        Assert.That(Ed25519.Verify(key, Message, new byte[length]), Is.False);
    }
}
