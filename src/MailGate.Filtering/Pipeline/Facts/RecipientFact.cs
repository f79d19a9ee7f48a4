namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Fields of an element of <c>rcpts</c>.</summary>
public static class RecipientFact
{
    public static readonly FactObjectType Type = new("recipient");
    public static readonly FactField Address = Type.Add("address", FactType.String, "local@domain as it was sent, the domain in lower case with A-labels");
    public static readonly FactField Local = Type.Add("local", FactType.String, "what stands before the last @, unquoted");
    public static readonly FactField Domain = Type.Add("domain", FactType.Domain, "the domain; empty for <postmaster>");
}
