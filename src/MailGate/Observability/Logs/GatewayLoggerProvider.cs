
namespace MailGate.Observability.Logs;

/// <summary>Brings what is logged through <see cref="ILogger"/>, ASP.NET Core's own lines included, into the same log.</summary>
internal sealed class GatewayLoggerProvider(LogOutput output) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, output);

    public void Dispose()
    {
        // The output belongs to who made it.
    }

    private sealed class Logger(string category, LogOutput output) : ILogger
    {
        // Libraries are quiet unless something is wrong.
        private readonly LogLevel _min = category.StartsWith("MailGate", StringComparison.Ordinal) ? LogLevel.Trace : LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _min && output.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            string what = eventId.Name is { Length: > 0 } name ? name : category[(category.LastIndexOf('.') + 1)..];
            output.Write(logLevel, what, (eventId, state, exception, Message: formatter(state, exception)), static (line, entry) =>
            {
                line.Add("event_id", entry.eventId.Id);
                line.Add("message", entry.Message);
                foreach ((string key, object? value) in entry.state as IEnumerable<KeyValuePair<string, object?>> ?? [])
                {
                    if (key != "{OriginalFormat}" && value is not null)
                    {
                        line.Add(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(key), value.ToString() ?? "");
                    }
                }

                line.AddIfAny("exception", entry.exception?.ToString());
            });
        }
    }
}
