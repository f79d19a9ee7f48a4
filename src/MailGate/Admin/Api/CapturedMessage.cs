using MailGate.Handling.Capture;

namespace MailGate.Admin.Api;

/// <summary>A message that was kept instead of being sent on.</summary>
/// <param name="Id">The transaction that brought it; empty when the file is not ours.</param>
internal sealed record CapturedMessage(string Name, string Id, DateTimeOffset Time, long Octets)
{
    public static CapturedMessage Of(StoredMail mail) => new(mail.Name, mail.Id, mail.Time, mail.Octets);
}
