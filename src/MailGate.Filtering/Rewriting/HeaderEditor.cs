using System.Diagnostics.CodeAnalysis;
using System.Text;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// Applies edits to a header section as operations on byte ranges. All edits are done or none: a rewrite that is half applied must never be
/// forwarded (ATTACKS D04), so one that fails gives no header at all and the caller answers with a temporary failure.
/// </summary>
public static class HeaderEditor
{
    /// <summary>Applies the edits in order. False, with the reason, when one of them cannot be done or the result would be too large.</summary>
    public static bool TryApply(
        HeaderSection section,
        IReadOnlyList<HeaderEdit> edits,
        HeaderEditLimits limits,
        [NotNullWhen(true)] out EditedHeader? edited,
        [NotNullWhen(false)] out HeaderEditError? error)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(edits);
        ArgumentNullException.ThrowIfNull(limits);
        edited = null;
        HeaderDraft draft = new(section);
        foreach (HeaderEdit edit in edits)
        {
            if (Apply(draft, edit, limits) is { } problem)
            {
                error = new HeaderEditError(edit.FieldName, problem);
                return false;
            }
        }

        EditedHeader result = draft.Build();
        if (result.Octets > Math.Max(limits.MaxHeaderOctets, section.BodyOffset))
        {
            error = new HeaderEditError("header", $"the header would have {result.Octets} octets, the limit is {limits.MaxHeaderOctets}");
            return false;
        }

        edited = result;
        error = null;
        return true;
    }

    /// <summary>What is wrong with an edit whatever the message, or null: for the check of a configuration. Facts in templates are not known yet.</summary>
    public static HeaderEditError? Check(HeaderEdit edit, HeaderEditLimits limits)
    {
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentNullException.ThrowIfNull(limits);
        string? problem = edit switch
        {
            HeaderEdit.Add add => WriteProblem(add.Name, add.Value, limits),
            HeaderEdit.AddField add => FieldSyntax.CheckField(add.Field.Span, limits.MaxLineOctets, limits.MaxFieldOctets),
            HeaderEdit.Replace replace => WriteProblem(replace.Name, replace.Value, limits),
            HeaderEdit.Remove remove => NameProblem(remove.Name.EndsWith('*') ? remove.Name[..^1] : remove.Name),
            HeaderEdit.Rename rename => NameProblem(rename.Name) ?? NameProblem(rename.NewName),
            HeaderEdit.PrefixSubject prefix => SubjectPrefix.Check(prefix.Prefix),
            HeaderEdit.RemoveWhere or HeaderEdit.RewriteAddresses => null,
            _ => throw new ArgumentException($"unknown edit {edit.GetType().Name}", nameof(edit)),
        };
        return problem is null ? null : new HeaderEditError(edit.FieldName, problem);
    }

    private static string? Apply(HeaderDraft draft, HeaderEdit edit, HeaderEditLimits limits) => edit switch
    {
        HeaderEdit.Add add => Add(draft, add.Name, add.Value, limits),
        HeaderEdit.AddField add => AddField(draft, add.Field, limits),
        HeaderEdit.Remove remove => Remove(draft, remove.Name),
        HeaderEdit.RemoveWhere remove => RemoveWhere(draft, remove.Predicate),
        HeaderEdit.Replace replace => Replace(draft, replace, limits),
        HeaderEdit.Rename rename => Rename(draft, rename, limits),
        HeaderEdit.PrefixSubject prefix => Prefix(draft, prefix.Prefix, limits),
        HeaderEdit.RewriteAddresses rewrite => HeaderAddressEdit.Apply(draft, rewrite.Rewriter, limits),
        _ => $"unknown edit {edit.GetType().Name}",
    };

    private static string? Add(HeaderDraft draft, string name, string value, HeaderEditLimits limits)
    {
        if (FieldWriter.TryWrite(name, value, limits, out string? problem) is not { } field)
        {
            return problem;
        }

        draft.Add(field);
        return null;
    }

    private static string? AddField(HeaderDraft draft, ReadOnlyMemory<byte> field, HeaderEditLimits limits)
    {
        string? problem = FieldSyntax.CheckField(field.Span, limits.MaxLineOctets, limits.MaxFieldOctets);
        if (problem is null)
        {
            draft.Add(field.ToArray());
        }

        return problem;
    }

    private static string? Remove(HeaderDraft draft, string name)
    {
        bool isPrefix = name.EndsWith('*');
        if (NameProblem(isPrefix ? name[..^1] : name) is { } problem)
        {
            return problem;
        }

        byte[] octets = Encoding.ASCII.GetBytes(isPrefix ? name[..^1] : name);
        return RemoveWhere(draft, field => isPrefix
            ? field.NameLength >= octets.Length && Ascii.EqualsIgnoreCase(field.NameBytes[..octets.Length], octets)
            : field.Is(octets));
    }

    private static string? RemoveWhere(HeaderDraft draft, Func<HeaderField, bool> predicate)
    {
        foreach (DraftField field in draft.Fields)
        {
            if (!field.IsRemoved && predicate(field.Current))
            {
                field.Remove();
            }
        }

        return null;
    }

    private static string? Replace(HeaderDraft draft, HeaderEdit.Replace edit, HeaderEditLimits limits)
    {
        if (FieldWriter.TryWrite(edit.Name, edit.Value, limits, out string? problem) is not { } written)
        {
            return problem;
        }

        bool isDone = false;
        foreach (DraftField field in Named(draft, edit.Name))
        {
            if (isDone)
            {
                field.Remove();
                continue;
            }

            if (field.Change(written, limits) is { } changeProblem)
            {
                return changeProblem;
            }

            isDone = true;
        }

        if (!isDone)
        {
            draft.Add(written);
        }

        return null;
    }

    private static string? Rename(HeaderDraft draft, HeaderEdit.Rename edit, HeaderEditLimits limits)
    {
        string? problem = NameProblem(edit.Name) ?? NameProblem(edit.NewName);
        if (problem is not null)
        {
            return problem;
        }

        foreach (DraftField field in Named(draft, edit.Name))
        {
            problem ??= field.Change(field.Renamed(edit.NewName), limits);
        }

        return problem;
    }

    private static string? Prefix(HeaderDraft draft, string prefix, HeaderEditLimits limits)
    {
        string? problem = SubjectPrefix.Check(prefix);
        if (problem is not null)
        {
            return problem;
        }

        bool hasSubject = false;
        foreach (DraftField field in Named(draft, "Subject"))
        {
            hasSubject = true;
            if (SubjectPrefix.Write(field.Current, prefix) is { } written)
            {
                problem ??= field.Change(written, limits);
            }
        }

        return hasSubject ? problem : Add(draft, "Subject", prefix, limits);
    }

    private static IEnumerable<DraftField> Named(HeaderDraft draft, string name)
    {
        byte[] octets = Encoding.ASCII.GetBytes(name);
        return draft.Fields.Where(field => !field.IsRemoved && field.Current.Is(octets));
    }

    private static string? WriteProblem(string name, string value, HeaderEditLimits limits) =>
        FieldWriter.TryWrite(name, value, limits, out string? problem) is null ? problem : null;

    private static string? NameProblem(string name) => FieldSyntax.IsName(name) ? null : "it is not a field name";
}
