using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Pipeline;

/// <summary>
/// Runs checks in parallel, each with its own time-out and all under one deadline, and puts what they found into the facts. Never throws: a check
/// that does, or that does not come back, is reported, and what it had written so far is thrown away.
/// </summary>
public sealed class CheckRunner(TimeProvider time, IReadOnlyDictionary<string, CheckSettings> settings)
{
    /// <summary>Runs those of the checks that can run at this stage.</summary>
    /// <param name="questions">What rules of this stage want answered.</param>
    /// <param name="deadline">The time for all of them together.</param>
    public async ValueTask<IReadOnlyList<CheckReport>> RunAsync(
        MailContext context, Stage stage, IReadOnlyList<ICheck> checks, IReadOnlyList<FactCall> questions, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (checks.Count == 0)
        {
            return [];
        }

        Task<(CheckFindings Findings, CheckReport Report)>[] running = new Task<(CheckFindings, CheckReport)>[checks.Count];
        for (int i = 0; i < running.Length; i++)
        {
            string name = checks[i].Name;
            FactCall[] own = [.. questions.Where(question => question.Function.Check == name)];
            running[i] = RunOneAsync(checks[i], context, stage, own, deadline);
        }

        CheckReport[] reports = new CheckReport[running.Length];
        for (int i = 0; i < running.Length; i++)
        {
            (CheckFindings findings, reports[i]) = await running[i];
            findings.MergeInto(context.Facts);
            context.MarkRan(checks[i].Name);
        }

        return reports;
    }

    private async Task<(CheckFindings Findings, CheckReport Report)> RunOneAsync(
        ICheck check, MailContext context, Stage stage, FactCall[] questions, TimeSpan deadline)
    {
        CheckSettings own = settings.GetValueOrDefault(check.Name, CheckSettings.Default);
        TimeSpan limit = own.Timeout < deadline ? own.Timeout : deadline;
        long start = time.GetTimestamp();
        CheckFindings findings = new(questions);
        CheckOutcome outcome;
        string? error;
        CancellationTokenSource timeout = new(limit, time);
        try
        {
            // A check that does not look at its token is left behind: what it still writes goes into findings that nobody reads.
            ValueTask run = check.RunAsync(context, findings, timeout.Token);
            if (!run.IsCompletedSuccessfully)
            {
                await run.AsTask().WaitAsync(timeout.Token);
            }

            outcome = findings.Trouble is null ? CheckOutcome.Completed : CheckOutcome.InDoubt;
            error = findings.Trouble;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            outcome = CheckOutcome.TimedOut;
            error = $"no result within {limit.TotalSeconds:0.###} s";
        }
        catch (Exception exception)
        {
            outcome = CheckOutcome.Failed;
            error = $"{exception.GetType().Name}: {exception.Message}";
        }

        timeout.Dispose();
        if (outcome is CheckOutcome.TimedOut or CheckOutcome.Failed)
        {
            findings = new CheckFindings(questions);
            check.Fail(findings);
        }

        return (findings, new CheckReport(check.Name, stage, outcome, time.GetElapsedTime(start), error, own.OnError));
    }
}
