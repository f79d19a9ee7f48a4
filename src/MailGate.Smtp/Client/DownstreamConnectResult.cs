namespace MailGate.Smtp.Client;

/// <summary>A connection that is ready for a transaction, or why there is none.</summary>
/// <param name="Connection">The connection, or null.</param>
/// <param name="Outcome">The last step: a positive reply, or what failed.</param>
public readonly record struct DownstreamConnectResult(DownstreamConnection? Connection, DownstreamOutcome Outcome);
