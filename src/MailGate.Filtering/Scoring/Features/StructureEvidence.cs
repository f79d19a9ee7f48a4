using System.Collections.Frozen;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Html;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>How a message is built and what it carries.</summary>
internal static class StructureEvidence
{
    private const int MaxParts = 40;

    private static readonly FrozenDictionary<string, EvidenceKind> ByExtension = Extensions(
        (EvidenceKind.AttachmentExecutable, "exe scr pif com bat cmd vbs vbe js jse wsf wsh hta jar lnk ps1 msi cpl reg dll scf url application appref-ms one chm"),
        (EvidenceKind.AttachmentArchive, "zip rar 7z gz tar tgz ace arj cab iso img vhd vhdx xz z lzh uue uu r00 daa bz2"),
        (EvidenceKind.AttachmentHtml, "htm html shtml xhtml svg mht mhtml"),
        (EvidenceKind.AttachmentOffice, "doc docx docm dot dotm xls xlsx xlsm xlsb xlam ppt pptx pptm pps rtf odt ods csv"),
        (EvidenceKind.AttachmentPdf, "pdf"));

    public static void Read(MessageContent content, int textLength, MessageFeatures features)
    {
        MimeFlags flags = content.Flags;
        bool attached = Attachments(content, features);
        features.Set(EvidenceKind.AttachmentWithoutText, attached && textLength < 200);
        features.Set(EvidenceKind.StructureAmbiguous, (flags & MimeFlags.Ambiguous & ~(MimeFlags.MissingMimeVersion | MimeFlags.UnclosedMultipart)) != 0);
        features.Set(EvidenceKind.SignedMultipart, (flags & (MimeFlags.Signed | MimeFlags.SmimeOpaque)) != 0);
        features.Set(EvidenceKind.Report, content.Index.Parts[0].MediaType == "multipart/report");
        Texts(content, textLength, features);
    }

    private static bool Attachments(MessageContent content, MessageFeatures features)
    {
        bool any = false;
        Span<char> lower = stackalloc char[16];
        IReadOnlyList<ContentPart> parts = content.Parts;
        for (int i = 0; i < Math.Min(parts.Count, MaxParts); i++)
        {
            foreach (string name in parts[i].Header.Names)
            {
                any |= parts[i].Header.Disposition != "inline";
                ReadOnlySpan<char> extension = name.AsSpan(name.LastIndexOf('.') + 1);
                if (extension.Length is > 0 and <= 16 && ByExtension.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(lower[..extension.ToLowerInvariant(lower)], out EvidenceKind kind))
                {
                    features.Set(kind, true);
                }
            }
        }

        return any;
    }

    private static void Texts(MessageContent content, int textLength, MessageFeatures features)
    {
        int visible = 0, hidden = 0, images = 0;
        bool html = false, plain = false, plainEmpty = false;
        HtmlFlags found = 0;
        foreach (TextPart text in TextSample.Choose(content.Texts))
        {
            features.Set(EvidenceKind.CharsetMismatch, features.Evidence[(int)EvidenceKind.CharsetMismatch] > 0 || (text.Problems & MimeFlags.CharsetMismatch) != 0);
            bool needless = text.Part.Mime.Encoding == TransferEncoding.Base64 && !text.IsHtml && System.Text.Ascii.IsValid(text.Text);
            features.Set(EvidenceKind.EncodedPlainText, features.Evidence[(int)EvidenceKind.EncodedPlainText] > 0 || needless);
            if (text.Html is not { } analysis)
            {
                plain |= text.MediaType == "text/plain";
                plainEmpty |= text.MediaType == "text/plain" && text.Text.AsSpan().Trim().Length < 10;
                continue;
            }

            html = true;
            found |= analysis.Flags;
            visible += analysis.Text.Length;
            hidden += analysis.HiddenLength;
            images += analysis.Images;
        }

        features.Set(EvidenceKind.HtmlOnly, html && !plain);
        features.Set(EvidenceKind.HtmlEmptyPlain, html && plainEmpty);
        features.Set(EvidenceKind.HiddenText, html ? (double)hidden / (visible + hidden + 100) : 0);
        features.Set(EvidenceKind.HtmlForm, (found & (HtmlFlags.Form | HtmlFlags.PasswordField)) != 0);
        features.Set(EvidenceKind.HtmlScript, (found & (HtmlFlags.Script | HtmlFlags.EventHandler | HtmlFlags.MetaRefresh | HtmlFlags.Frame | HtmlFlags.Embed | HtmlFlags.Smuggling)) != 0);
        features.Set(EvidenceKind.HtmlImagesOnly, html && images > 0 && textLength < 150);
    }

    private static FrozenDictionary<string, EvidenceKind> Extensions(params (EvidenceKind Kind, string Names)[] kinds)
    {
        Dictionary<string, EvidenceKind> result = [];
        foreach ((EvidenceKind kind, string names) in kinds)
        {
            foreach (string name in names.Split(' '))
            {
                result[name] = kind;
            }
        }

        return result.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
