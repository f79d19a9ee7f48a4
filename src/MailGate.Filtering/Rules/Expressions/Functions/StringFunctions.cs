using System.Text;
using MailGate.Filtering.Pipeline.Facts;
using T = MailGate.Filtering.Pipeline.Facts.FactType;

namespace MailGate.Filtering.Rules.Expressions.Functions;

/// <summary>Functions of strings, and <c>size</c>. Indices count code points (CEL, "String Functions", and its strings extension).</summary>
internal static class StringFunctions
{
    /// <summary>The functions that compare two texts, by name.</summary>
    public static IReadOnlyDictionary<string, Func<string, string, bool>> Tests { get; } = new Dictionary<string, Func<string, string, bool>>
    {
        ["contains"] = static (text, part) => text.Contains(part, StringComparison.Ordinal),
        ["startsWith"] = static (text, part) => text.StartsWith(part, StringComparison.Ordinal),
        ["endsWith"] = static (text, part) => text.EndsWith(part, StringComparison.Ordinal),
        ["under"] = IsUnder,
    };

    public static void AddTo(FunctionTable table)
    {
        AddSize(table);
        foreach ((string name, Func<string, string, bool> test) in Tests)
        {
            T type = name == "under" ? T.Domain : T.String;
            table.AddMember(name, [type, type], T.Bool, (a, _) => FactValue.Of(test(a[0].AsString, a[1].AsString)));
        }

        table.AddMember("lowerAscii", [T.String], T.String, (a, _) => FactValue.Of(MapAscii(a[0].AsString, 'A', 'Z', char.ToLowerInvariant)));
        table.AddMember("upperAscii", [T.String], T.String, (a, _) => FactValue.Of(MapAscii(a[0].AsString, 'a', 'z', char.ToUpperInvariant)));
        table.AddMember("trim", [T.String], T.String, (a, _) => FactValue.Of(a[0].AsString.Trim()));
        table.AddMember("reverse", [T.String], T.String, (a, _) => FactValue.Of(Reverse(a[0].AsString)));
        table.AddMember("charAt", [T.String, T.Int], T.String, (a, _) => CharAt(a[0].AsString, a[1].AsInt));
        table.AddMember("indexOf", [T.String, T.String], T.Int, (a, _) => IndexOf(a[0].AsString, a[1].AsString, 0));
        table.AddMember("indexOf", [T.String, T.String, T.Int], T.Int, (a, _) => IndexOf(a[0].AsString, a[1].AsString, a[2].AsInt));
        table.AddMember("lastIndexOf", [T.String, T.String], T.Int, (a, _) => LastIndexOf(a[0].AsString, a[1].AsString, CodePoints.Count(a[0].AsString)));
        table.AddMember("lastIndexOf", [T.String, T.String, T.Int], T.Int, (a, _) => LastIndexOf(a[0].AsString, a[1].AsString, a[2].AsInt));
        table.AddMember("substring", [T.String, T.Int], T.String, (a, _) => Substring(a[0].AsString, a[1].AsInt, CodePoints.Count(a[0].AsString)));
        table.AddMember("substring", [T.String, T.Int, T.Int], T.String, (a, _) => Substring(a[0].AsString, a[1].AsInt, a[2].AsInt));
        table.AddMember("replace", [T.String, T.String, T.String], T.String, (a, c) => StringEditing.Replace(a[0].AsString, a[1].AsString, a[2].AsString, -1, c));
        table.AddMember("replace", [T.String, T.String, T.String, T.Int], T.String, (a, c) => StringEditing.Replace(a[0].AsString, a[1].AsString, a[2].AsString, a[3].AsInt, c));
        table.AddMember("split", [T.String, T.String], T.Strings, (a, c) => StringEditing.Split(a[0].AsString, a[1].AsString, -1, c));
        table.AddMember("split", [T.String, T.String, T.Int], T.Strings, (a, c) => StringEditing.Split(a[0].AsString, a[1].AsString, a[2].AsInt, c));
        table.AddMember("join", [T.Strings], T.String, (a, c) => StringEditing.Join(a[0].AsList, "", c));
        table.AddMember("join", [T.Strings, T.String], T.String, (a, c) => StringEditing.Join(a[0].AsList, a[1].AsString, c));
    }

    private static void AddSize(FunctionTable table)
    {
        (T Type, Overload.Body Body)[] sizes =
        [
            (T.String, (a, _) => FactValue.Of((long)CodePoints.Count(a[0].AsString))),
            (T.Bytes, (a, _) => FactValue.Of((long)a[0].AsBytes.Length)),
            (T.List(T.Dyn), (a, _) => FactValue.Of((long)a[0].AsList.Count)),
            (T.Map(T.Dyn, T.Dyn), (a, _) => FactValue.Of((long)a[0].AsMap.Count)),
        ];
        foreach ((T type, Overload.Body body) in sizes)
        {
            table.AddGlobal("size", [type], T.Int, body);
            table.AddMember("size", [type], T.Int, body);
        }
    }

    // The same domain or one below it; nothing is under the empty name.
    private static bool IsUnder(string domain, string ancestor) =>
        ancestor.Length > 0
        && domain.EndsWith(ancestor, StringComparison.OrdinalIgnoreCase)
        && (domain.Length == ancestor.Length || domain[^(ancestor.Length + 1)] == '.');

    private static string MapAscii(string text, char first, char last, Func<char, char> map)
    {
        if (text.AsSpan().IndexOfAnyInRange(first, last) < 0)
        {
            return text;
        }

        return string.Create(text.Length, (text, first, last, map), static (span, state) =>
        {
            for (int index = 0; index < span.Length; index++)
            {
                char c = state.text[index];
                span[index] = c >= state.first && c <= state.last ? state.map(c) : c;
            }
        });
    }

    private static string Reverse(string text)
    {
        StringBuilder reversed = new(text.Length);
        for (int end = text.Length; end > 0;)
        {
            int length = end > 1 && char.IsSurrogatePair(text[end - 2], text[end - 1]) ? 2 : 1;
            end -= length;
            reversed.Append(text, end, length);
        }

        return reversed.ToString();
    }

    private static FactValue CharAt(string text, long at)
    {
        int index = CodePoints.ToIndex(text, at);
        return index < 0 ? EvaluationErrors.NoSuchIndex
            : index == text.Length ? FactValue.EmptyString
            : FactValue.Of(text.Substring(index, CodePoints.LengthAt(text, index)));
    }

    private static FactValue IndexOf(string text, string part, long from)
    {
        int start = CodePoints.ToIndex(text, from);
        return start < 0 ? EvaluationErrors.NoSuchIndex
            : FactValue.Of((long)CodePoints.FromIndex(text, text.IndexOf(part, start, StringComparison.Ordinal)));
    }

    private static FactValue LastIndexOf(string text, string part, long from)
    {
        int start = CodePoints.ToIndex(text, from);
        if (start < 0)
        {
            return EvaluationErrors.NoSuchIndex;
        }

        int end = Math.Min(text.Length, start + part.Length);
        return FactValue.Of((long)CodePoints.FromIndex(text, text.AsSpan(0, end).LastIndexOf(part)));
    }

    private static FactValue Substring(string text, long from, long to)
    {
        int start = CodePoints.ToIndex(text, from), end = CodePoints.ToIndex(text, to);
        return start < 0 || end < start ? EvaluationErrors.NoSuchIndex : FactValue.Of(text[start..end]);
    }
}
