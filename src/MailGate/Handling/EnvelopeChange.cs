using MailGate.Mail.Addresses;

namespace MailGate.Handling;

/// <summary>What rules of stage message make of an envelope that was accepted already.</summary>
/// <param name="Route">Where the message goes now.</param>
/// <param name="Sender">The reverse-path towards that server.</param>
/// <param name="Recipients">Who gets it, copies apart.</param>
/// <param name="Copies">Recipients more, of whom the client does not hear.</param>
/// <param name="IsRedirected"><paramref name="Recipients"/> stand in place of all that the client named.</param>
/// <param name="IsBegunAgain">What the server behind was told so far does not hold any more.</param>
internal sealed record EnvelopeChange(
    DownstreamRoute Route, ReversePath Sender, IReadOnlyList<ForwardedRecipient> Recipients, IReadOnlyList<ForwardedRecipient> Copies, bool IsRedirected, bool IsBegunAgain);
