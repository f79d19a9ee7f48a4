using System.Globalization;
using System.Text;

namespace MailGate.Filtering.Tests.Rules.Expressions.Cel;

/// <summary>A scalar in a <see cref="TextProto"/> message, as its octets.</summary>
internal sealed record TextProtoScalar(byte[] Octets)
{
    public string Text => Encoding.UTF8.GetString(Octets);

    public long Int => Text.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToInt64(Text, 16) : long.Parse(Text, CultureInfo.InvariantCulture);

    public ulong UInt => ulong.Parse(Text, CultureInfo.InvariantCulture);

    public double Double => Text switch
    {
        "inf" or "Infinity" or "infinity" => double.PositiveInfinity,
        "-inf" or "-Infinity" or "-infinity" => double.NegativeInfinity,
        "nan" or "NaN" => double.NaN,
        _ => double.Parse(Text, CultureInfo.InvariantCulture),
    };

    public bool Bool => Text == "true";
}
