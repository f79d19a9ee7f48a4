using System.Reflection;
using System.Text.Json;

namespace MailGate.Configuration.Model;

/// <summary>One setting as binder, schema and documentation see it: a property of a section type that carries a <see cref="SettingAttribute"/>.</summary>
internal sealed class SettingModel
{
    private readonly PropertyInfo _property;

    public SettingModel(PropertyInfo property, SettingAttribute attribute, object defaults)
    {
        _property = property;
        Attribute = attribute;
        Name = property.GetCustomAttribute<SettingNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Type type = property.PropertyType;
        IsNullable = Nullable.GetUnderlyingType(type) is not null
            || (!type.IsValueType && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable);
        type = Nullable.GetUnderlyingType(type) ?? type;
        bool isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        ElementType = isList ? type.GetGenericArguments()[0] : type;
        Scalar = ScalarTypes.Find(ElementType, attribute);
        Kind = (isList, Scalar) switch
        {
            (false, not null) => SettingKind.Scalar,
            (true, not null) => SettingKind.ScalarList,
            (false, null) => SettingKind.Section,
            (true, null) => SettingKind.SectionList,
        };
        Default = property.GetValue(defaults);
    }

    public string Name { get; }

    public SettingAttribute Attribute { get; }

    public SettingKind Kind { get; }

    /// <summary>The type of the value, or of one item of a list.</summary>
    public Type ElementType { get; }

    /// <summary>How one value is read and written; null for sections.</summary>
    public ScalarType? Scalar { get; }

    public bool IsNullable { get; }

    public object? Default { get; }

    public object? Get(object section) => _property.GetValue(section);

    public void Set(object section, object? value) => _property.SetValue(section, value);
}
