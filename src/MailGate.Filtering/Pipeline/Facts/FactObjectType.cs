namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>
/// What the elements of a list such as <c>attachments</c> are made of. Declared once, as the static field <c>Type</c> of a class that also
/// holds its <see cref="FactField"/>s, and complete when that class is initialised.
/// </summary>
public sealed class FactObjectType(string name)
{
    private readonly List<FactField> _fields = [];

    /// <summary>The name in documentation and messages, in the singular: <c>attachment</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The fields; each one's place here is its <see cref="FactField.Index"/>.</summary>
    public IReadOnlyList<FactField> Fields => _fields;

    /// <summary>The field of this name, or null.</summary>
    public FactField? Find(string name) => _fields.Find(field => field.Name == name);

    internal FactField Add(string name, FactType type, string doc)
    {
        FactField field = new(this, name, type, doc, _fields.Count);
        _fields.Add(field);
        return field;
    }
}
