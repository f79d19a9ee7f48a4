using System.Diagnostics;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rules;
using MailGate.Handling;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;

namespace MailGate.Observability.Tracing;

/// <summary>
/// A transaction as a trace: one span for it, below it one for each stage with its checks, and one for each phase at the server behind. Spans below are made
/// when what they stand for has ended, from the time that was measured anyway; while nobody listens nothing is made at all. The stages connect and helo were
/// over before: they are below the first transaction that follows, with the times that they had. No address and no text of mail is in them:
/// <c>mailgate.transaction</c> is the way to the journal.
/// </summary>
internal static class TransactionSpans
{
    /// <summary>The source's name, for collectors in the process.</summary>
    public const string SourceName = "MailGate";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the span of a transaction, which is current from here on; null when nobody listens or chance is against it.</summary>
    public static Activity? Begin(SessionInfo session, Transaction transaction)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity.Current = null;
        Activity? span = Source.StartActivity("transaction", ActivityKind.Server);
        if (span is not { IsAllDataRequested: true })
        {
            span?.Dispose();
            return null;
        }

        span.SetTag("mailgate.transaction", transaction.Id);
        span.SetTag("mailgate.session", session.Id);
        span.SetTag("mailgate.listener", session.Listener.Name);
        return span;
    }

    /// <summary>Makes the span current again: each command of a session is a flow of its own.</summary>
    public static void Resume(Activity? span)
    {
        if (span is not null)
        {
            Activity.Current = span;
        }
    }

    /// <summary>True while somebody listens: whether a transaction to come is traced is not known before it begins.</summary>
    public static bool MayBeTraced => Source.HasListeners();

    /// <summary>A stage that has ended, with its checks, which ran side by side from its start.</summary>
    public static void Stage(StageResult result, DateTimeOffset end)
    {
        if (Parent is not { } parent)
        {
            return;
        }

        Verdict verdict = result.Verdict;
        DateTimeOffset start = end - result.Duration;
        using Activity? stage = Source.StartActivity("stage " + verdict.Stage.ToString().ToLowerInvariant(), ActivityKind.Internal, parent.Context, startTime: start);
        stage?.SetTag("mailgate.action", verdict.Action.ToString().ToLowerInvariant());
        stage?.SetTag("mailgate.score", verdict.Score);
        if (result.Reason is { } reason)
        {
            stage?.SetTag("mailgate.reason", reason);
        }

        foreach (CheckReport report in result.Checks)
        {
            using Activity? check = Source.StartActivity("check " + report.Check, ActivityKind.Internal, stage?.Context ?? parent.Context, startTime: start);
            check?.SetEndTime((start + report.Duration).UtcDateTime);
            if (report.IsInDoubt)
            {
                check?.SetStatus(ActivityStatusCode.Error, report.Error);
            }
        }

        stage?.SetEndTime(end.UtcDateTime);
        Activity.Current = parent;
    }

    /// <summary>A phase at the server behind that has just ended.</summary>
    /// <param name="reply">What it said; null for the connection itself.</param>
    public static void Downstream(DownstreamTarget target, DownstreamPhase phase, Reply? reply, TimeSpan elapsed, TimeProvider time)
    {
        if (Parent is not { } parent)
        {
            return;
        }

        DateTimeOffset end = time.GetUtcNow();
        using Activity? span = Source.StartActivity("downstream " + DownstreamSeries.Label(phase), ActivityKind.Client, parent.Context, startTime: end - elapsed);
        span?.SetTag("mailgate.target", target.Name);
        if (reply is { } said)
        {
            span?.SetTag("mailgate.reply_code", (int)said.Code);
        }

        span?.SetEndTime(end.UtcDateTime);
        Activity.Current = parent;
    }

    /// <summary>A phase at the server behind that failed.</summary>
    public static void DownstreamFailed(DownstreamTarget target, DownstreamPhase phase) =>
        Parent?.AddEvent(new ActivityEvent("downstream failed", tags: new ActivityTagsCollection { ["mailgate.target"] = target.Name, ["mailgate.phase"] = DownstreamSeries.Label(phase) }));

    /// <summary>Ends the span of a transaction.</summary>
    public static void End(Activity? span, string verdict, string? reason, Reply? lastReply)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag("mailgate.verdict", verdict);
        span.SetTag("mailgate.reason", reason);
        span.SetTag("mailgate.reply_code", (int?)lastReply?.Code);
        if (reason is "internal" or "downstream")
        {
            span.SetStatus(ActivityStatusCode.Error, reason);
        }

        span.Dispose();
    }

    private static Activity? Parent => Source.HasListeners() && Activity.Current is { } current && current.Source == Source && current.IsAllDataRequested ? current : null;
}
