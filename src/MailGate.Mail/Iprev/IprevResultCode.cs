using System.Diagnostics;

namespace MailGate.Mail.Iprev;

/// <summary>Whether a client's address and name lead to each other (RFC 8601 §2.7.3).</summary>
public enum IprevResultCode
{
    /// <summary>Nobody looked: the method is switched off. RFC 8601 has no such result, so it is never written.</summary>
    None,

    /// <summary>A name of the address leads back to it.</summary>
    Pass,

    /// <summary>The address has names, but none leads back to it.</summary>
    Fail,

    /// <summary>The DNS did not answer: a later look may say more.</summary>
    Temperror,

    /// <summary>The address has no name.</summary>
    Permerror,
}

/// <summary>The words of RFC 8601.</summary>
public static class IprevResultCodeExtensions
{
    /// <summary>The result as header fields spell it: lower case.</summary>
    public static string Word(this IprevResultCode code) => code switch
    {
        IprevResultCode.None => "none",
        IprevResultCode.Pass => "pass",
        IprevResultCode.Fail => "fail",
        IprevResultCode.Temperror => "temperror",
        IprevResultCode.Permerror => "permerror",
        _ => throw new UnreachableException(),
    };
}
