using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <param name="Status">Complete, malformed or closed.</param>
/// <param name="Reply">The reply when complete.</param>
/// <param name="Detail">Otherwise what went wrong.</param>
internal readonly record struct ReplyReadResult(ReplyStatus Status, Reply? Reply, string Detail);
