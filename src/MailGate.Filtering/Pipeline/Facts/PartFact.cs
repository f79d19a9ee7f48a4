namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Fields of an element of <c>parts</c>.</summary>
public static class PartFact
{
    public static readonly FactObjectType Type = new("part");
    public static readonly FactField MediaType = Type.Add("type", FactType.String, "media type in lower case: text/html");
    public static readonly FactField Charset = Type.Add("charset", FactType.String, "charset parameter in lower case; empty without one");
    public static readonly FactField Encoding = Type.Add("encoding", FactType.String, "transfer encoding: identity (7bit, 8bit, binary), base64, quoted-printable, uuencode or yenc");
    public static readonly FactField Disposition = Type.Add("disposition", FactType.String, "inline, attachment or empty");
    public static readonly FactField Depth = Type.Add("depth", FactType.Int, "0 for the message itself, 1 for the parts of its multipart, and so on");
    public static readonly FactField Size = Type.Add("size", FactType.Int, "octets as they were sent, encoded");
}
