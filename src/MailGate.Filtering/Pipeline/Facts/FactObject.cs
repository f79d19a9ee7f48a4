namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>The payload of an object value. Derive to answer from a parsed message without copying, or use <see cref="FactRecord"/>.</summary>
public abstract class FactObject
{
    public abstract FactObjectType Type { get; }

    /// <summary>The value of the field with this <see cref="FactField.Index"/>. Does not throw and has no side effect.</summary>
    public abstract FactValue Get(int index);
}
