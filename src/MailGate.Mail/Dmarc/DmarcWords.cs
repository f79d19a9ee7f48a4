using System.Diagnostics;

namespace MailGate.Mail.Dmarc;

/// <summary>The RFCs' words, in lower case.</summary>
public static class DmarcWords
{
    public static string Word(this DmarcResultCode code) => code switch
    {
        DmarcResultCode.None => "none",
        DmarcResultCode.Pass => "pass",
        DmarcResultCode.Fail => "fail",
        DmarcResultCode.Temperror => "temperror",
        DmarcResultCode.Permerror => "permerror",
        _ => throw new UnreachableException(),
    };

    public static string Word(this DmarcPolicy policy) => policy switch
    {
        DmarcPolicy.None => "none",
        DmarcPolicy.Quarantine => "quarantine",
        DmarcPolicy.Reject => "reject",
        _ => throw new UnreachableException(),
    };
}
