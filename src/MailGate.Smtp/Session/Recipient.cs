using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session;

/// <summary>One recipient of a transaction.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Parameters">Its DSN parameters.</param>
public sealed record Recipient(ForwardPath Path, RcptParameters Parameters);
