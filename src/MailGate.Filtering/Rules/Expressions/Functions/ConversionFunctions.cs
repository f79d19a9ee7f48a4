using System.Globalization;
using System.Text;
using System.Text.Unicode;
using MailGate.Filtering.Pipeline.Facts;
using T = MailGate.Filtering.Pipeline.Facts.FactType;

namespace MailGate.Filtering.Rules.Expressions.Functions;

/// <summary>Conversions between types (CEL, "Types and Conversions"); a value that the other type cannot hold is an error.</summary>
internal static class ConversionFunctions
{
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    public static void AddTo(FunctionTable table)
    {
        table.AddGlobal("dyn", [T.Dyn], T.Dyn, (a, _) => a[0]);
        table.AddGlobal("type", [T.Dyn], T.Type, (a, _) => FactValue.TypeOf(a[0].Kind));
        AddNumbers(table);
        AddText(table);
        table.AddGlobal("bool", [T.Bool], T.Bool, (a, _) => a[0]);
        table.AddGlobal("bool", [T.String], T.Bool, (a, _) => ToBool(a[0].AsString));
        table.AddGlobal("timestamp", [T.Timestamp], T.Timestamp, (a, _) => a[0]);
        table.AddGlobal("timestamp", [T.Int], T.Timestamp, (a, _) => ToTimestamp(a[0].AsInt));
        table.AddGlobal("timestamp", [T.String], T.Timestamp, (a, _) =>
            FactTime.TryParseTimestamp(a[0].AsString, out FactValue value) ? value : EvaluationErrors.BadConversion);
        table.AddGlobal("duration", [T.Duration], T.Duration, (a, _) => a[0]);
        table.AddGlobal("duration", [T.String], T.Duration, (a, _) =>
            FactTime.TryParseDuration(a[0].AsString, out FactValue value) ? value : EvaluationErrors.BadConversion);
    }

    private static void AddNumbers(FunctionTable table)
    {
        table.AddGlobal("int", [T.Int], T.Int, (a, _) => a[0]);
        table.AddGlobal("int", [T.UInt], T.Int, (a, _) => a[0].AsUInt <= long.MaxValue ? FactValue.Of((long)a[0].AsUInt) : EvaluationErrors.Overflow);
        table.AddGlobal("int", [T.Double], T.Int, (a, _) => ToInt(a[0].AsDouble));
        table.AddGlobal("int", [T.String], T.Int, (a, _) => ToInt(a[0].AsString));
        table.AddGlobal("int", [T.Timestamp], T.Int, (a, _) => FactValue.Of(a[0].UnixSeconds));
        table.AddGlobal("uint", [T.UInt], T.UInt, (a, _) => a[0]);
        table.AddGlobal("uint", [T.Int], T.UInt, (a, _) => a[0].AsInt >= 0 ? FactValue.Of((ulong)a[0].AsInt) : EvaluationErrors.Overflow);
        table.AddGlobal("uint", [T.Double], T.UInt, (a, _) => ToUInt(a[0].AsDouble));
        table.AddGlobal("uint", [T.String], T.UInt, (a, _) => ToUInt(a[0].AsString));
        table.AddGlobal("double", [T.Double], T.Double, (a, _) => a[0]);
        table.AddGlobal("double", [T.Int], T.Double, (a, _) => FactValue.Of((double)a[0].AsInt));
        table.AddGlobal("double", [T.UInt], T.Double, (a, _) => FactValue.Of((double)a[0].AsUInt));
        table.AddGlobal("double", [T.String], T.Double, (a, _) => ToDouble(a[0].AsString));
    }

    private static void AddText(FunctionTable table)
    {
        T[] sources = [T.Bool, T.Int, T.UInt, T.Double, T.Timestamp, T.Duration, T.Ip, T.Network];
        table.AddGlobal("string", [T.String], T.String, (a, _) => a[0]);
        table.AddGlobal("string", [T.Bytes], T.String, (a, _) =>
            Utf8.IsValid(a[0].AsBytes.Span) ? FactValue.Of(Encoding.UTF8.GetString(a[0].AsBytes.Span)) : EvaluationErrors.BadUtf8);
        table.AddGlobal("bytes", [T.Bytes], T.Bytes, (a, _) => a[0]);
        table.AddGlobal("bytes", [T.String], T.Bytes, (a, _) => FactValue.Of(Encoding.UTF8.GetBytes(a[0].AsString)));
        foreach (T source in sources)
        {
            table.AddGlobal("string", [source], T.String, (a, _) => FactValue.Of(FactText.Of(a[0])));
        }
    }

    private static FactValue ToBool(string text) => text switch
    {
        "true" or "True" or "TRUE" or "t" or "1" => FactValue.True,
        "false" or "False" or "FALSE" or "f" or "0" => FactValue.False,
        _ => EvaluationErrors.BadConversion,
    };

    private static FactValue ToInt(double value) =>
        value > -TwoTo63 && value < TwoTo63 ? FactValue.Of((long)value) : EvaluationErrors.Overflow;

    private static FactValue ToUInt(double value) =>
        value > -1 && value < TwoTo64 ? FactValue.Of((ulong)value) : EvaluationErrors.Overflow;

    private static FactValue ToInt(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? FactValue.Of(value)
            : EvaluationErrors.BadConversion;

    private static FactValue ToUInt(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? FactValue.Of(value) : EvaluationErrors.BadConversion;

    private static FactValue ToDouble(string text) =>
        double.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value)
            ? FactValue.Of(value)
            : EvaluationErrors.BadConversion;

    private static FactValue ToTimestamp(long seconds) =>
        seconds is >= FactTime.MinSeconds and <= FactTime.MaxSeconds ? FactValue.Timestamp(seconds, 0) : EvaluationErrors.Overflow;
}
