using MailGate.Mail.Messages;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// One wish about a message's header. Removing, replacing, renaming, prefixing and rewriting concern the fields that were received;
/// fields that other edits of the same list add are out of their reach, so that "remove forged copies, add ours" works in any order.
/// </summary>
public abstract record HeaderEdit
{
    private HeaderEdit()
    {
    }

    /// <summary>The name of the field that the edit is about, for messages to the administrator.</summary>
    public abstract string FieldName { get; }

    /// <summary>Adds a field above the received ones; several stand in the order of the list.</summary>
    /// <param name="Value">Text without line breaks; it is folded, and written as encoded-words where it is not ASCII.</param>
    public sealed record Add(string Name, string Value) : HeaderEdit
    {
        public override string FieldName => Name;
    }

    /// <summary>Adds a field that is ready to be written, folded and ended by CRLF, such as a signature: not one octet of it changes.</summary>
    public sealed record AddField(ReadOnlyMemory<byte> Field) : HeaderEdit
    {
        public override string FieldName =>
            Field.Span.IndexOf((byte)':') is var colon and > 0 ? System.Text.Encoding.Latin1.GetString(Field.Span[..colon]) : "(no name)";
    }

    /// <summary>Removes every field of this name, in any case; a name that ends in <c>*</c> means all names that begin so.</summary>
    public sealed record Remove(string Name) : HeaderEdit
    {
        public override string FieldName => Name;
    }

    /// <summary>Removes the fields that the predicate picks.</summary>
    /// <param name="Description">What it picks, for messages to the administrator.</param>
    public sealed record RemoveWhere(string Description, Func<HeaderField, bool> Predicate) : HeaderEdit
    {
        public override string FieldName => Description;
    }

    /// <summary>Gives the topmost field of this name a new value and removes the others; without such a field it adds one.</summary>
    public sealed record Replace(string Name, string Value) : HeaderEdit
    {
        public override string FieldName => Name;
    }

    /// <summary>Gives every field of this name another name; the value's octets stay.</summary>
    public sealed record Rename(string Name, string NewName) : HeaderEdit
    {
        public override string FieldName => Name;
    }

    /// <summary>Puts text before the subject (every Subject field, since readers differ in which one they show), unless it is there already.</summary>
    public sealed record PrefixSubject(string Prefix) : HeaderEdit
    {
        public override string FieldName => "Subject";
    }

    /// <summary>Rewrites the addresses in From, Sender, Reply-To, To and Cc; display names, comments and folding stay as they are.</summary>
    public sealed record RewriteAddresses(AddressRewriter Rewriter) : HeaderEdit
    {
        public override string FieldName => "From, Sender, Reply-To, To, Cc";
    }
}
