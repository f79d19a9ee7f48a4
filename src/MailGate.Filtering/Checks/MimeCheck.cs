using System.Globalization;
using System.Text;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Filtering.Checks;

/// <summary>The structure of the message.</summary>
internal sealed class MimeCheck : ICheck
{
    private static readonly (MimeFlags Flag, string Name)[] FlagNames =
        [.. Enum.GetValues<MimeFlags>().Where(flag => BitOperationsCount(flag) == 1).Select(flag => (flag, SnakeCase(flag.ToString())))];

    public string Name => "mime";

    public Stage Stage => Stage.Message;

    public ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        if (context.Message?.Content is not { } content)
        {
            findings.NoteTrouble("the structure of the message was not read");
            return ValueTask.CompletedTask;
        }

        MimeFlags flags = content.Flags;
        findings.Set(MailFacts.Parts, FactValue.Of((IReadOnlyList<FactObject>)[.. content.Parts.Select(ToFact)]));
        findings.Set(MailFacts.MimeAmbiguous, (flags & MimeFlags.Ambiguous) != 0);
        findings.Set(MailFacts.MimeFlags, FactValue.Of((IReadOnlyList<string>)[.. FlagNames.Where(known => flags.HasFlag(known.Flag)).Select(known => known.Name)]));
        findings.Set(MailFacts.MimeDepth, content.Parts.Max(part => part.Depth));
        return ValueTask.CompletedTask;
    }

    private static FactRecord ToFact(ContentPart part) => new FactRecord(PartFact.Type)
        .Set(PartFact.MediaType, FactValue.Of(part.Mime.MediaType))
        .Set(PartFact.Charset, FactValue.Of((part.Header.Charset ?? "").ToLowerInvariant()))
        .Set(PartFact.Encoding, FactValue.Of(EncodingWord(part.Mime.Encoding)))
        .Set(PartFact.Disposition, FactValue.Of(part.Header.Disposition ?? ""))
        .Set(PartFact.Depth, FactValue.Of((long)part.Depth))
        .Set(PartFact.Size, FactValue.Of(part.Mime.BodyLength));

    private static string EncodingWord(TransferEncoding encoding) => encoding switch
    {
        TransferEncoding.QuotedPrintable => "quoted-printable",
        TransferEncoding.Base64 => "base64",
        _ => encoding.ToString().ToLowerInvariant(),
    };

    private static int BitOperationsCount(MimeFlags flag) => System.Numerics.BitOperations.PopCount((ulong)flag);

    private static string SnakeCase(string name)
    {
        StringBuilder text = new(name.Length + 8);
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLower(c, CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
