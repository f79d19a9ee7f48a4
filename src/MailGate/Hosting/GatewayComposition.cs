using MailGate.Handling;

namespace MailGate.Hosting;

/// <summary>The one place that says which parts the program runs.</summary>
internal static class GatewayComposition
{
    /// <summary>The parts, in the order in which they start; they drain together.</summary>
    public static IReadOnlyList<IGateway> Create(GatewayServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return [new SmtpGateway(services)];
    }
}
