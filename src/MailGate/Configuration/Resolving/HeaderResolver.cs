using System.Collections.Immutable;
using MailGate.Configuration.Sections;
using MailGate.Filtering.Rewriting;

namespace MailGate.Configuration.Resolving;

/// <summary>Makes edits of the <c>headers:</c> section. What would not be a well-formed field is an error here and never gets to a message.</summary>
internal static class HeaderResolver
{
    public static ImmutableArray<HeaderEdit> Resolve(RootSection root, ResolverContext context)
    {
        HeaderSettings headers = root.Headers;
        var edits = ImmutableArray.CreateBuilder<HeaderEdit>();
        HeaderEditLimits limits = HeaderEditLimits.Default with { MaxHeaderOctets = (int)root.Limits.HeaderSize.Bytes };
        Collect("remove", headers.Remove, name => new HeaderEdit.Remove(name));
        Collect("rename", headers.Rename, field => field is { Name: { } name, To: { } to } ? new HeaderEdit.Rename(name, to) : null);
        Collect("replace", headers.Replace, field => field is { Name: { } name, Value: { } value } ? new HeaderEdit.Replace(name, value) : null);
        Collect("add", headers.Add, field => field is { Name: { } name, Value: { } value } ? new HeaderEdit.Add(name, value) : null);
        if (headers.PrefixSubject is { } prefix)
        {
            Add("headers.prefix_subject", new HeaderEdit.PrefixSubject(prefix));
        }

        return edits.ToImmutable();

        void Collect<T>(string name, IReadOnlyList<T> written, Func<T, HeaderEdit?> read)
        {
            for (int i = 0; i < written.Count; i++)
            {
                // What lacks a part has its error already.
                if (read(written[i]) is { } edit)
                {
                    Add($"headers.{name}[{i}]", edit);
                }
            }
        }

        void Add(string path, HeaderEdit edit)
        {
            if (HeaderEditor.Check(edit, limits) is { } problem)
            {
                context.Error(path, $"'{problem.Field}': {problem.Reason}");
            }

            edits.Add(edit);
        }
    }
}
