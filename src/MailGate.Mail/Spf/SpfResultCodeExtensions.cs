using System.Diagnostics;

namespace MailGate.Mail.Spf;

/// <summary>The words of RFC 7208 §9.1 and RFC 8601 §2.7.2.</summary>
public static class SpfResultCodeExtensions
{
    /// <summary>The result as header fields and replies spell it: lower case.</summary>
    public static string Word(this SpfResultCode code) => code switch
    {
        SpfResultCode.None => "none",
        SpfResultCode.Neutral => "neutral",
        SpfResultCode.Pass => "pass",
        SpfResultCode.Fail => "fail",
        SpfResultCode.Softfail => "softfail",
        SpfResultCode.Temperror => "temperror",
        SpfResultCode.Permerror => "permerror",
        _ => throw new UnreachableException(),
    };
}
