using MailGate.Mail.Iprev;

namespace MailGate.Cli.Authentication;

/// <summary>An iprev check as it is printed.</summary>
/// <param name="Result">The result's word.</param>
/// <param name="Hostname">The name that leads back to the address; for another result than pass the name that the address claims, or null.</param>
/// <param name="Address">The client's address.</param>
internal sealed record IprevReport(string Result, string? Hostname, string Address)
{
    public static IprevReport Of(IprevResult result) => new(result.Code.Word(), result.Hostname?.Ascii, result.Address.ToString());

    public void Print(Output output) => output.Line($"iprev {Result}: " + Result switch
    {
        "pass" => $"{Address} is {Hostname}, which leads back to it",
        "fail" => $"{Address} claims to be {Hostname ?? "what is no domain name"}, which does not lead back to it",
        "temperror" => $"the DNS did not answer for {Address}",
        _ => $"{Address} has no name",
    });
}
