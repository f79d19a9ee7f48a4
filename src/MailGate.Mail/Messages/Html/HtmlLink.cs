namespace MailGate.Mail.Messages.Html;

/// <summary>An address in HTML as written, with entities decoded.</summary>
/// <param name="Kind">What the address is for.</param>
/// <param name="Target">The address, cut at 2048 characters.</param>
/// <param name="Text">What the reader sees of a link, cut at 512 characters; empty for other kinds.</param>
/// <param name="IsHidden">True when it stands where nothing is shown.</param>
public sealed record HtmlLink(HtmlLinkKind Kind, string Target, string Text, bool IsHidden);
