using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions.Functions;
using MailGate.Filtering.Rules.Expressions.Nodes;
using MailGate.Filtering.Rules.Expressions.Syntax;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>Binds calls: regular expressions, functions of the schema, and functions of the language.</summary>
internal sealed class CallBinder(BindingState state, ExpressionBinder binder)
{
    private const string Matches = "matches";

    public Bound Bind(ExpressionSyntax.Call syntax)
    {
        FunctionTable table = FunctionTable.Instance;
        string name = syntax.Function;
        bool isMember = syntax.Target is not null;
        // A name with a dot, such as ip.isCanonical, looks like a call on a target.
        if (isMember && NameBinder.PathOf(syntax.Target!) is { } prefix && table.Find($"{prefix}.{name}", isMember: false) is not null)
        {
            name = $"{prefix}.{name}";
            isMember = false;
        }

        List<ExpressionSyntax> syntaxes = isMember ? [syntax.Target!, .. syntax.Arguments] : [.. syntax.Arguments];
        Bound[] arguments = [.. syntaxes.Select(binder.BindValue)];
        if (name == Matches && arguments.Length == 2)
        {
            return BindMatches(syntaxes, arguments);
        }

        if (!isMember && state.Scope.Schema.Functions.Any(function => function.Name == name))
        {
            return BindFactCall(syntax, name, syntaxes, arguments);
        }

        return table.Find(name, isMember) is { } overloads
            ? BindOverloads(syntax, name, overloads, syntaxes, arguments)
            : Unknown(syntax.Offset, name, isMember);
    }

    private Bound BindMatches(List<ExpressionSyntax> syntaxes, Bound[] arguments)
    {
        state.Expect(FactType.String, arguments[0], syntaxes[0].Offset);
        if (!arguments[1].IsText)
        {
            return state.Fail(syntaxes[1].Offset, "the regular expression must be a literal");
        }

        return RegexCompiler.TryCompile(arguments[1].Constant.AsString, out LinearRegex? regex, out string error)
            ? new Bound(new MatchesNode(arguments[0].Node, regex), FactType.Bool)
            : state.Fail(syntaxes[1].Offset, error);
    }

    private Bound BindFactCall(ExpressionSyntax.Call syntax, string name, List<ExpressionSyntax> syntaxes, Bound[] arguments)
    {
        List<FactFunction> candidates = [.. state.Scope.Schema.Functions.Where(function => function.Name == name)];
        FactFunction? function = candidates.Find(candidate => candidate.Parameters.Count == arguments.Length);
        if (function is null)
        {
            return state.Fail(syntax.Offset, $"write it as {string.Join(" or ", candidates.Select(candidate => candidate.Signature))}");
        }

        for (int index = 0; index < arguments.Length; index++)
        {
            CheckFactArgument(function, index, arguments[index], syntaxes[index].Offset);
        }

        state.Functions.Add(function);
        return new Bound(new FactCallNode(function, [.. arguments.Select(argument => argument.Node)]), function.Result);
    }

    private void CheckFactArgument(FactFunction function, int index, Bound argument, int offset)
    {
        FactType wanted = function.Parameters[index];
        if (function.Constants[index] && !argument.IsConstant)
        {
            state.Fail(offset, $"this argument of {function.Name}() must be a literal, so that it is known which check to run");
        }
        else if (!argument.IsConstant)
        {
            state.Expect(wanted, argument, offset);
        }
        else if (!Overload.Fits(argument.Constant, wanted))
        {
            state.Fail(offset, $"expected {wanted}, not {argument.Type}");
        }
        else if (function.Validate?.Invoke(index, argument.Constant) is { } problem)
        {
            state.Fail(offset, problem);
        }
    }

    private Bound BindOverloads(
        ExpressionSyntax.Call syntax, string name, IReadOnlyList<Overload> overloads, List<ExpressionSyntax> syntaxes, Bound[] arguments)
    {
        List<Overload> fitting = [.. overloads.Where(overload => Fits(overload, arguments))];
        if (arguments.Length > Overload.MaxParameters)
        {
            return state.FailName(syntax.Offset, $"{name}() does not take {arguments.Length} arguments");
        }

        if (fitting.Count == 0)
        {
            string types = string.Join(", ", arguments.Select(argument => argument.Type));
            string forms = string.Join(" or ", overloads.Select(overload => $"({string.Join(", ", overload.Parameters)})"));
            state.FailType(syntax.Offset, $"{name}() takes {forms}, not ({types})");
            return new Bound(new CallNode([.. overloads], [.. arguments.Select(argument => argument.Node)]), FactType.Dyn);
        }

        for (int index = 0; index < arguments.Length; index++)
        {
            arguments[index] = LiteralReading.As(fitting[0].Parameters[index], arguments[index], syntaxes[index].Offset, state);
        }

        if (arguments is [{ IsConstant: false } text, { IsText: true } literal] && StringFunctions.Tests.TryGetValue(name, out Func<string, string, bool>? test))
        {
            return new Bound(new TextTestNode(text.Node, literal.Constant.AsString, test), FactType.Bool);
        }

        CallNode call = new([.. fitting], [.. arguments.Select(argument => argument.Node)]);
        FactType type = fitting.TrueForAll(overload => overload.Result == fitting[0].Result) ? fitting[0].Result : FactType.Dyn;
        return Array.TrueForAll(arguments, argument => argument.IsConstant) ? Fold(syntax, name, call, type) : new Bound(call, type);
    }

    private static bool Fits(Overload overload, Bound[] arguments) =>
        overload.Parameters.Count == arguments.Length
        && overload.Parameters.Zip(arguments, (parameter, argument) => TypeRules.IsAssignable(argument.Type, parameter)).All(fits => fits);

    // Functions of literals are computed now; timestamp("yesterday") is found at load.
    private Bound Fold(ExpressionSyntax.Call syntax, string name, CallNode call, FactType type)
    {
        EvaluationContext context = new(new FactSet(state.Scope.Schema));
        context.Restart();
        FactValue value = call.Evaluate(context);
        if (!value.IsError)
        {
            return Bound.Of(value, type);
        }

        state.FailType(syntax.Offset, $"{name}(): {value.Reason}");
        return new Bound(call, type);
    }

    private Bound Unknown(int offset, string name, bool isMember)
    {
        FunctionTable table = FunctionTable.Instance;
        IEnumerable<string> known = isMember
            ? table.Members.Concat(MacroParser.Names).Append(Matches)
            : table.Globals.Concat(state.Scope.Schema.Functions.Select(function => function.Name)).Append("has").Append(Matches);
        string hint = MacroParser.Names.Contains(name) ? $"; write list.{name}(x, condition on x)"
            : table.Find(name, !isMember) is null ? NearestName.Suggest(name, known)
            : isMember ? $"; write {name}(x)"
            : $"; write x.{name}()";
        return state.FailName(offset, $"unknown function '{name}'{hint}");
    }
}
