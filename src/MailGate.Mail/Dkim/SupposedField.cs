using MailGate.Mail.Messages;

namespace MailGate.Mail.Dkim;

/// <summary>A guess about a field: that it was something else when it was signed, or was not there.</summary>
/// <param name="Index">Which field of the section.</param>
/// <param name="Original">What it may have been; null when it may have been added.</param>
internal sealed record SupposedField(int Index, HeaderField? Original);
