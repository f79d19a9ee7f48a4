using System.Text;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules.Expressions;
using MailGate.Filtering.Tests.Pipeline.Facts;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Expressions;

/// <summary>No text makes the parser, the checker or the evaluation throw, run long or overflow the stack; errors lie within the text.</summary>
public class ExpressionFuzzTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Pieces =
    [
        "spf.result", "==", "!=", "&&", "||", "!", "(", ")", "[", "]", "{", "}", "?", ":", ",", ".", "-", "+", "*", "/", "%", "<", ">=", " in ",
        "\"fail\"", "'x'", "r\"\\d+\"", "b'\\377'", "1", "-9223372036854775808", "0x7fffffffffffffff", "18446744073709551615u", "1.5e308", "true", "null",
        "ip", "\"10.0.0.0/8\"", "attachments", "attachments.exists(a, ", "a.size", "rcpts.map(r, r.domain)", "header(\"Subject\")", ".size()", ".matches(",
        "has(", "timestamp(\"2024-01-01T00:00:00Z\")", "duration(\"1h\")", "int(", "string(", "x", "a", ".replace(", ".split(", ".join()", "// c\n", "\\", "`a`",
        "message.headers", "spam.points", "dkim.domains", ".under(", "dyn(", "[1, 2, 3]", "{'a': 1}", ".map(i, i + i)", ".filter(i, true)", "é", "\ud83d", "\0",
    ];

    private static readonly ExpressionScope Scope = new(MailFacts.Schema);

    [Test]
    public void Pieces_of_expressions_in_any_order_are_values_or_errors()
    {
        Random random = new(41_001);
        FactSet facts = Facts();
        for (int round = 0; round < Rounds; round++)
        {
            StringBuilder text = new();
            for (int count = random.Next(1, 14); count > 0; count--)
            {
                text.Append(Pieces[random.Next(Pieces.Length)]);
            }

            Try(text.ToString(), facts, round % 2 == 0);
        }
    }

    [Test]
    public void Good_expressions_with_damage_are_values_or_errors()
    {
        string[] seeds =
        [
            """dmarc.result == "fail" && dmarc.policy == "reject" && arc.result != "pass" """,
            """attachments.exists(a, a.extension in ["exe", "scr"] && a.size > 1024 * 1024) ? rcpts.size() > 3 : !has(spf.domain)""",
            """header("Subject").lowerAscii().matches(r"^re:\s*(fw|aw)") || [1, 2, 3].map(x, x * 2).exists(y, y == 4)""",
            """{"a": [1.5, 2u, -3], 'b': b"\x00"}["a"][0] == 1.5 && timestamp("2024-01-01T00:00:00Z") + duration("1h30m") < message.date""",
        ];
        Random random = new(41_002);
        FactSet facts = Facts();
        for (int round = 0; round < Rounds / 10; round++)
        {
            StringBuilder text = new(seeds[random.Next(seeds.Length)]);
            for (int damage = random.Next(1, 4); damage > 0; damage--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text[at] = (char)random.Next(1, 128);
                        break;
                    case 1:
                        text.Remove(at, Math.Min(random.Next(1, 5), text.Length - at));
                        text.Append(' ');
                        break;
                    default:
                        text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                        break;
                }
            }

            Try(text.ToString(), facts, true);
        }
    }

    [TestCase("(", 50_000)]
    [TestCase("[", 50_000)]
    [TestCase("{1:", 20_000)]
    [TestCase("!", 60_000)]
    [TestCase("-", 60_000)]
    [TestCase("a.", 30_000)]
    [TestCase("a[", 30_000)]
    [TestCase("f(", 30_000)]
    [TestCase("true?", 13_000)]
    [TestCase("true?true:", 6_500)]
    [TestCase("1+", 30_000)]
    [TestCase("true&&", 10_000)]
    [TestCase("[1].map(x,", 6_000)]
    [TestCase("\"", 65_000)]
    [TestCase("x", 100_000)]
    public void Repetition_is_an_error_and_not_a_stack_overflow(string piece, int count)
    {
        Try(string.Concat(Enumerable.Repeat(piece, count)), Facts(), false);
        Try(string.Concat(Enumerable.Repeat(piece, count)) + "true", Facts(), false);
    }

    private static void Try(string text, FactSet facts, bool checksTypes)
    {
        if (Expression.TryCompile(text, Scope with { ChecksTypes = checksTypes }, out Expression? expression, out IReadOnlyList<ExpressionError> errors))
        {
            FactValue value = expression.Evaluate(facts);
            // A type that was deduced is the type that comes out.
            if (checksTypes && !value.IsError && expression.Type.Kind != FactKind.Dyn && expression.Type.Kind != FactKind.Domain && expression.Type.Kind != FactKind.Null)
            {
                Assert.That(value.Kind is var kind && (kind == expression.Type.Kind || kind == FactKind.Null), Is.True, $"{text}: {value.Kind}, not {expression.Type}");
            }
        }
        else
        {
            Assert.That(errors, Is.Not.Empty, text);
            Assert.That(errors.All(error => error.Offset >= 0 && error.Offset <= text.Length), Is.True, text);
        }
    }

    private static FactSet Facts()
    {
        FactSet facts = new();
        foreach (Fact fact in MailFacts.Schema.Facts.Where(fact => fact.Slot % 4 != 3))
        {
            facts.Set(fact, FactJsonTests.Sample(fact.Type));
        }

        return facts;
    }
}
