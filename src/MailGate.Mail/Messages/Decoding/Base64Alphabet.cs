using System.Buffers;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>The characters of base64 (RFC 2045 §6.8).</summary>
internal static class Base64Alphabet
{
    private static ReadOnlySpan<byte> Letters => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    private static readonly sbyte[] Values = Build();

    /// <summary>The 64 characters; padding is not among them.</summary>
    public static SearchValues<byte> Characters { get; } = SearchValues.Create(Letters);

    /// <summary>The six bits of a character, or -1.</summary>
    public static int Value(byte character) => Values[character];

    private static sbyte[] Build()
    {
        sbyte[] values = new sbyte[256];
        Array.Fill(values, (sbyte)-1);
        for (int i = 0; i < Letters.Length; i++)
        {
            values[Letters[i]] = (sbyte)i;
        }

        return values;
    }
}
