namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>An object held as an array of its fields; fields that were not set are <see cref="FactKind.Missing"/>.</summary>
public sealed class FactRecord(FactObjectType type) : FactObject
{
    private readonly FactValue[] _values = new FactValue[type.Fields.Count];

    public override FactObjectType Type => type;

    public override FactValue Get(int index) => _values[index];

    /// <summary>Sets a field of this type; gives back the record so that calls can be chained.</summary>
    /// <exception cref="ArgumentException">The field belongs to another object type.</exception>
    public FactRecord Set(FactField field, FactValue value)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (field.Owner != type)
        {
            throw new ArgumentException($"'{field.Name}' is a field of {field.Owner.Name}, not of {type.Name}", nameof(field));
        }

        _values[field.Index] = value;
        return this;
    }
}
