namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Fields of an element of <c>dkim.signatures</c>.</summary>
public static class DkimSignatureFact
{
    public static readonly FactObjectType Type = new("signature");
    public static readonly FactField Result = Type.Add("result", FactType.String, "pass, fail, policy, neutral, temperror or permerror (RFC 8601)");
    public static readonly FactField Domain = Type.Add("domain", FactType.Domain, "d=");
    public static readonly FactField Selector = Type.Add("selector", FactType.String, "s=");
    public static readonly FactField Algorithm = Type.Add("algorithm", FactType.String, "a=: rsa-sha256, ed25519-sha256 or what was written");
    public static readonly FactField Reason = Type.Add("reason", FactType.String, "why it does not pass; empty when it does");
    public static readonly FactField WholeBody = Type.Add("whole_body", FactType.Bool, "false when l= leaves a part of the body unsigned");
}
