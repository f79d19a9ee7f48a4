using System.Buffers;
using System.Text;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Rewriting;

/// <summary>Rewrites the addresses in a header's address fields, in place: all octets around an address stay.</summary>
internal static class HeaderAddressEdit
{
    private static readonly (byte[] Name, AddressRoles Role)[] AddressFields =
    [
        ("From"u8.ToArray(), AddressRoles.Sender),
        ("Sender"u8.ToArray(), AddressRoles.Sender),
        ("Reply-To"u8.ToArray(), AddressRoles.Sender),
        ("To"u8.ToArray(), AddressRoles.Recipient),
        ("Cc"u8.ToArray(), AddressRoles.Recipient),
    ];

    public static string? Apply(HeaderDraft draft, AddressRewriter rewriter, HeaderEditLimits limits)
    {
        foreach (DraftField field in draft.Fields)
        {
            if (!field.IsRemoved && RoleOf(field.Current) is { } role && Rewrite(field, role, rewriter, limits) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static AddressRoles? RoleOf(HeaderField field)
    {
        foreach ((byte[] name, AddressRoles role) in AddressFields)
        {
            if (field.Is(name))
            {
                return role;
            }
        }

        return null;
    }

    private static string? Rewrite(DraftField field, AddressRoles role, AddressRewriter rewriter, HeaderEditLimits limits)
    {
        HeaderField current = field.Current;
        ReadOnlySpan<byte> value = current.ValueBytes;
        ArrayBufferWriter<byte>? output = null;
        int position = 0;
        foreach (Range range in HeaderAddresses.Find(value))
        {
            string address = HeaderText.Decode(value[range]);
            AddressRewriteResult result = rewriter.RewriteHeader(address, role);
            if (result.Error is not null)
            {
                return result.Error;
            }

            if (result.Addresses[0] == address)
            {
                continue;
            }

            output ??= Begin(current);
            output.Write(value[position..range.Start.Value]);
            output.Write(Encoding.UTF8.GetBytes(result.Addresses[0]));
            position = range.End.Value;
        }

        if (output is null)
        {
            return null;
        }

        output.Write(value[position..]);
        output.Write("\r\n"u8);
        return field.Change(output.WrittenSpan.ToArray(), limits);
    }

    private static ArrayBufferWriter<byte> Begin(HeaderField field)
    {
        ArrayBufferWriter<byte> output = new(field.Raw.Length + 64);
        output.Write(field.Raw.Span[..field.ValueOffset]);
        return output;
    }
}
