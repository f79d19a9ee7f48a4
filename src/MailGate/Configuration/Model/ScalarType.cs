using System.Text.Json.Nodes;

namespace MailGate.Configuration.Model;

/// <summary>How one kind of value is read from a file, written back and described in the schema.</summary>
internal abstract class ScalarType
{
    /// <summary>What is expected, to follow "expected ", such as <c>a time such as 30s or 5m</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>True for numbers and switches: in quotes they are text, and that is an error.</summary>
    public virtual bool IsPlainOnly => false;

    /// <summary>JSON Schema of the value.</summary>
    public abstract JsonObject Schema { get; }

    /// <summary>Reads a value. False with the reason, or with null when "expected ..." says it all.</summary>
    /// <param name="text">As written, with everything put in.</param>
    /// <param name="folder">The folder of the file that it stands in, for relative paths.</param>
    public abstract bool TryParse(string text, string folder, out object? value, out string? problem);

    /// <summary>The value as it can be written into a file; secrets are hidden.</summary>
    public virtual string Format(object value) => value.ToString()!;

    /// <summary>True when <see cref="Format"/> gives text that must stand in quotes to be read back.</summary>
    public virtual bool NeedsQuotes => false;
}

/// <summary>A <see cref="ScalarType"/> from three functions.</summary>
internal sealed class ScalarType<T>(string expected, JsonObject schema, ScalarType<T>.Parser parse, Func<T, string>? format = null) : ScalarType
    where T : notnull
{
    public delegate bool Parser(string text, string folder, out T? value, out string? problem);

    public override string Expected => expected;

    public override JsonObject Schema => (JsonObject)schema.DeepClone();

    public bool PlainOnly { get; init; }

    public bool Quoted { get; init; }

    public override bool IsPlainOnly => PlainOnly;

    public override bool NeedsQuotes => Quoted;

    public override bool TryParse(string text, string folder, out object? value, out string? problem)
    {
        bool parsed = parse(text, folder, out T? typed, out problem);
        value = typed;
        return parsed;
    }

    public override string Format(object value) => format is null ? base.Format(value) : format((T)value);
}
