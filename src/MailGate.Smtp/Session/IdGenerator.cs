using System.Security.Cryptography;

namespace MailGate.Smtp.Session;

/// <summary>Makes identifiers of sessions: 12 letters and digits that sort by time and repeat nowhere.</summary>
internal static class IdGenerator
{
    // Crockford's base 32: no letter that is read as another.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static int _sequence = RandomNumberGenerator.GetInt32(1 << 20);

    /// <summary>The next identifier: 40 bits of milliseconds, 20 bits of a counter that began at random.</summary>
    public static string Next(TimeProvider time)
    {
        long milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds();
        long value = ((milliseconds & ((1L << 40) - 1)) << 20) | (uint)(Interlocked.Increment(ref _sequence) & ((1 << 20) - 1));
        return string.Create(12, value, static (span, bits) =>
        {
            for (int i = span.Length - 1; i >= 0; i--)
            {
                span[i] = Alphabet[(int)(bits & 31)];
                bits >>= 5;
            }
        });
    }
}
