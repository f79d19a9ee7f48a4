using System.Text;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules;

/// <summary>The list of facts for rule authors, made from the schema: what <c>rules/README.md</c> ends with.</summary>
public static class FactDocumentation
{
    /// <summary>Tables of all facts, of the fields of objects, and of functions, in Markdown.</summary>
    public static string ToMarkdown(FactSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        StringBuilder text = new();
        text.Append("| fact | type | from stage | check | |\n| --- | --- | --- | --- | --- |\n");
        foreach (Fact fact in schema.Facts)
        {
            text.Append($"| {fact.Path} | {fact.Type} | {Lower(fact.Stage)} | {fact.Check} | {fact.Doc} |\n");
        }

        foreach (FactObjectType type in ObjectsOf(schema))
        {
            text.Append($"\n| of a {type.Name} | type | |\n| --- | --- | --- |\n");
            foreach (FactField field in type.Fields)
            {
                text.Append($"| {field.Name} | {field.Type} | {field.Doc} |\n");
            }
        }

        text.Append("\n| function | gives | from stage | check | |\n| --- | --- | --- | --- | --- |\n");
        foreach (FactFunction function in schema.Functions)
        {
            text.Append($"| {function.Signature} | {function.Result} | {Lower(function.Stage)} | {function.Check} | {function.Doc} |\n");
        }

        return text.ToString();
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static IEnumerable<FactObjectType> ObjectsOf(FactSchema schema)
    {
        List<FactObjectType> types = [.. schema.Facts.Select(fact => fact.Type.Element?.Fields).OfType<FactObjectType>().Distinct()];
        // Objects within objects, such as the entries of an attachment; none lies deeper.
        return types.Concat(types.SelectMany(type => type.Fields).Select(field => field.Type.Element?.Fields).OfType<FactObjectType>()).Distinct();
    }
}
