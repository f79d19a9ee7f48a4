using System.Text;

namespace MailGate.Tests.Common;

/// <summary>What a <see cref="FakeDownstream"/> does when it is its turn.</summary>
/// <param name="Octets">What it sends.</param>
/// <param name="After">What it does then.</param>
public sealed record FakeAnswer(byte[] Octets, FakeAnswer.Then After)
{
    public enum Then
    {
        /// <summary>Goes on with the dialogue.</summary>
        GoOn,

        /// <summary>Closes the connection.</summary>
        Close,

        /// <summary>Says nothing more until the peer leaves, and reads nothing.</summary>
        Stall,

        /// <summary>Waits for <see cref="FakeDownstream.Release"/>, then sends its octets and goes on.</summary>
        Wait,
    }

    /// <summary>Says nothing and waits.</summary>
    public static FakeAnswer Stall { get; } = new([], Then.Stall);

    /// <summary>Closes without a word.</summary>
    public static FakeAnswer Close { get; } = new([], Then.Close);

    /// <summary>A reply; lines parted by LF become a multi-line one as written, code and hyphen included.</summary>
    public static FakeAnswer Reply(string lines) => new(Encoding.UTF8.GetBytes(lines.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n"), Then.GoOn);

    /// <summary>A reply, and then the connection is closed.</summary>
    public static FakeAnswer ReplyAndClose(string lines) => Reply(lines) with { After = Then.Close };

    /// <summary>A reply that is held back until the test releases it.</summary>
    public static FakeAnswer Late(string lines) => Reply(lines) with { After = Then.Wait };

    /// <summary>Octets as they are, and then the connection is closed: half a reply, garbage.</summary>
    public static FakeAnswer RawAndClose(string octets) => new(Encoding.Latin1.GetBytes(octets), Then.Close);

    /// <summary>Octets as they are; then nothing more comes.</summary>
    public static FakeAnswer RawAndStall(string octets) => new(Encoding.Latin1.GetBytes(octets), Then.Stall);

    /// <summary>Octets as they are; the dialogue goes on.</summary>
    public static FakeAnswer Raw(string octets) => new(Encoding.Latin1.GetBytes(octets), Then.GoOn);
}
