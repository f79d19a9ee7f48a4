using System.Text;

namespace MailGate.Handling;

/// <summary>Reads the user's name off a SASL exchange that is only passed through, for logs and rules. Passwords are not kept.</summary>
internal sealed class SaslUser(string mechanism)
{
    private int _responses;

    /// <summary>The name, or <c>authenticated</c> where the mechanism does not show it.</summary>
    public string Name { get; private set; } = "authenticated";

    /// <summary>Takes note of a response in base64, or of none.</summary>
    public void Note(string? response)
    {
        if (response is null or "=" or "")
        {
            return;
        }

        _responses++;
        byte[] octets = new byte[response.Length];
        if (!Convert.TryFromBase64String(response, octets, out int length))
        {
            return;
        }

        string text = Encoding.UTF8.GetString(octets, 0, length);
        string? name = mechanism switch
        {
            // RFC 4616: authorization identity, NUL, user, NUL, password.
            "PLAIN" => text.Split('\0') is [_, var user, _] ? user : null,
            "LOGIN" => _responses == 1 ? text : null,
            // RFC 2195: user, space, digest.
            "CRAM-MD5" => text.LastIndexOf(' ') is var space and > 0 ? text[..space] : null,
            // RFC 5802 §7: the client's first message has n=user.
            _ when mechanism.StartsWith("SCRAM-", StringComparison.Ordinal) && _responses == 1 =>
                text.Split(',').FirstOrDefault(part => part.StartsWith("n=", StringComparison.Ordinal))?[2..],
            _ => null,
        };
        if (name is { Length: > 0 and <= 255 } && !name.Any(char.IsControl))
        {
            Name = name;
        }
    }
}
