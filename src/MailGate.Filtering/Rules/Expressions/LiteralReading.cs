using System.Net;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Rules.Expressions;

/// <summary>Reads a literal as what stands beside it: <c>ip == "192.0.2.1"</c>, <c>author.domain == "Example.com"</c>, <c>spam.points > 5</c>.</summary>
internal static class LiteralReading
{
    /// <summary>The literal as a value of this type, or the part unchanged. Text that is no address or domain is reported.</summary>
    public static Bound As(FactType type, Bound part, int offset, BindingState state) => type.Kind switch
    {
        FactKind.Ip when part.IsText => Address(part, offset, state),
        FactKind.Domain when part.IsText => DomainName(part, offset, state),
        FactKind.Double when part.IsConstant && part.Type.Kind == FactKind.Int => Bound.Of(FactValue.Of((double)part.Constant.AsInt), FactType.Double),
        _ => part,
    };

    /// <summary>A domain literal in the form that facts have; the empty string stays, since it stands for an absent domain.</summary>
    public static bool TryNormalizeDomain(string text, out string normalized)
    {
        normalized = text;
        if (text.Length == 0)
        {
            return true;
        }

        if (!Domain.TryParse(text, out Domain? domain))
        {
            return false;
        }

        normalized = domain.Ascii;
        return true;
    }

    private static Bound Address(Bound part, int offset, BindingState state)
    {
        string text = part.Constant.AsString;
        if (Networks.TryParseAddress(text, out IPAddress address))
        {
            return Bound.Of(FactValue.Of(address), FactType.Ip);
        }

        string hint = text.Contains('/', StringComparison.Ordinal) ? "; for a range write: in \"" + text + "\"" : "";
        return state.Fail(offset, $"'{text}' is not an IP address{hint}");
    }

    private static Bound DomainName(Bound part, int offset, BindingState state)
    {
        string text = part.Constant.AsString;
        if (TryNormalizeDomain(text, out string normalized))
        {
            return Bound.Of(FactValue.Of(normalized), FactType.Domain);
        }

        string hint = text.StartsWith('.') || text.StartsWith("*.", StringComparison.Ordinal)
            ? $"; for it and all below write: .under(\"{text.TrimStart('*', '.')}\")"
            : "";
        return state.Fail(offset, $"'{text}' is not a domain name{hint}");
    }
}
