namespace MailGate.Smtp.Session;

/// <summary>The client's side of a SASL exchange (RFC 4954 §4), its blobs relayed as they are.</summary>
public interface IAuthenticationDialogue
{
    /// <summary>The mechanism that the client chose, in capitals.</summary>
    string Mechanism { get; }

    /// <summary>The initial response in base64, <c>=</c> for an empty one, or null when there is none.</summary>
    string? InitialResponse { get; }

    /// <summary>Sends a challenge and returns the client's response, both in base64; null when the client cancelled or went away.</summary>
    ValueTask<string?> ChallengeAsync(string challenge, CancellationToken cancellationToken);
}
