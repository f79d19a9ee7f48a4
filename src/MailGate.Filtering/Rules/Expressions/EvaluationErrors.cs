using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>The ways in which an evaluation can fail (CEL, "Runtime Errors"). Constants, so that failing costs nothing.</summary>
internal static class EvaluationErrors
{
    public static readonly FactValue NoOverload = FactValue.Error("no such operation for values of these types");
    public static readonly FactValue DivisionByZero = FactValue.Error("division by zero");
    public static readonly FactValue Overflow = FactValue.Error("out of range");
    public static readonly FactValue NoSuchKey = FactValue.Error("no such key");
    public static readonly FactValue NoSuchField = FactValue.Error("no such field");
    public static readonly FactValue NoSuchIndex = FactValue.Error("index out of range");
    public static readonly FactValue DuplicateKey = FactValue.Error("a key stands twice in a map");
    public static readonly FactValue BadKey = FactValue.Error("keys of a map are int, uint, bool or string");
    public static readonly FactValue BadConversion = FactValue.Error("the value cannot be converted");
    public static readonly FactValue BadUtf8 = FactValue.Error("the octets are not UTF-8");
    public static readonly FactValue BadRegex = FactValue.Error("the regular expression is too large");
    public static readonly FactValue UnknownZone = FactValue.Error("unknown time zone");
    public static readonly FactValue UnknownName = FactValue.Error("no such name");
    public static readonly FactValue TooCostly = FactValue.Error("the expression costs too much with these facts");
}
