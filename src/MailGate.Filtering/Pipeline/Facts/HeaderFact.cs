namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Fields of an element of <c>message.headers</c>.</summary>
public static class HeaderFact
{
    public static readonly FactObjectType Type = new("header");
    public static readonly FactField Name = Type.Add("name", FactType.String, "the field name as it was written");
    public static readonly FactField Value = Type.Add("value", FactType.String, "the value, unfolded and decoded (RFC 2047)");
}
