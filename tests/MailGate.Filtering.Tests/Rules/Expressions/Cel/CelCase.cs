using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions;

namespace MailGate.Filtering.Tests.Rules.Expressions.Cel;

/// <summary>One of CEL's own test cases: an expression, what its variables are, and what must come out.</summary>
internal sealed class CelCase(string id, TextProto test)
{
    public string Id => id;

    public static IEnumerable<CelCase> ReadAll(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*.textproto").Order(StringComparer.Ordinal))
        {
            string file = Path.GetFileNameWithoutExtension(path);
            foreach (TextProto section in TextProto.Parse(File.ReadAllText(path)).Messages("section"))
            {
                foreach (TextProto test in section.Messages("test"))
                {
                    yield return new CelCase($"{file}/{section.Text("name")}/{test.Text("name")}", test);
                }
            }
        }
    }

    /// <summary>Runs the case; null when it passes, else what went wrong.</summary>
    public string? Run()
    {
        FactSchemaBuilder builder = new();
        Dictionary<string, Fact> variables = [];
        foreach (TextProto declaration in test.Messages("type_env"))
        {
            if (!declaration.Has("ident") || CelValues.ToType(declaration.Message("ident").Message("type")) is not { } type)
            {
                return $"the declaration of {declaration.Text("name")} is not understood";
            }

            variables[declaration.Text("name")] = builder.Add(declaration.Text("name"), type, "test", 0, "");
        }

        // What is bound without being declared may be anything.
        foreach (string name in test.Messages("bindings").Select(binding => binding.Text("key")).Where(name => !variables.ContainsKey(name)).ToList())
        {
            variables[name] = builder.Add(name, FactType.Dyn, "test", 0, "");
        }

        FactSet facts = new(builder.Build());
        foreach (TextProto binding in test.Messages("bindings"))
        {
            if (!CelValues.TryRead(binding.Message("value").MessageOrNull("value"), out FactValue bound))
            {
                return $"the binding of {binding.Text("key")} is not understood";
            }

            facts.Set(variables[binding.Text("key")], bound);
        }

        return Judge(facts);
    }

    private string? Judge(FactSet facts)
    {
        ExpressionScope scope = new(facts.Schema) { ChecksTypes = test.Text("disable_check") != "true" };
        bool wantsError = test.Has("eval_error") || test.Has("any_eval_errors");
        if (!Expression.TryCompile(test.Text("expr"), scope, out Expression? expression, out IReadOnlyList<ExpressionError> errors))
        {
            // A mistake that is found when the expression is loaded is as good as one that is found when it runs.
            return wantsError ? null : string.Join("; ", errors.Select(error => $"{error.Offset}: {error.Message}"));
        }

        if (test.MessageOrNull("typed_result") is { } typed)
        {
            string deduced = CelValues.ToType(typed.Message("deduced_type"))?.ToString() ?? "a type that is not understood";
            if (deduced != expression.Type.ToString())
            {
                return $"deduced {expression.Type}, not {deduced}";
            }

            return test.Text("check_only") == "true" || !typed.Has("result") ? null : Compare(expression.Evaluate(facts), typed.Message("result"));
        }

        FactValue value = expression.Evaluate(facts);
        if (wantsError)
        {
            return value.IsError ? null : $"{value.Kind} {value}, not an error";
        }

        return test.Has("value") ? Compare(value, test.Message("value"))
            : test.Has("unknown") ? "unknowns are not understood"
            : value.IsTrue ? null : $"{value.Kind} {value}, not true";
    }

    private static string? Compare(FactValue value, TextProto expected)
    {
        if (!CelValues.TryRead(expected, out FactValue wanted))
        {
            return "the expected value is not understood";
        }

        return CelValues.AreSame(value, wanted) ? null : $"{value.Kind} {value}, not {wanted.Kind} {wanted}";
    }
}
