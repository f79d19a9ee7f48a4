using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Urls;

namespace MailGate.Mail.Messages;

/// <summary>Addresses in header fields.</summary>
internal static class HeaderUrls
{
    private const int MaxValueLength = 4096;

    public static void AddTo(UrlCollector collector, HeaderSection headers)
    {
        foreach (HeaderField field in headers.Fields)
        {
            ReadOnlySpan<byte> raw = field.Raw.Span;
            bool mayHideUrl = raw.IndexOf("=?"u8) >= 0;
            if (!mayHideUrl && raw.IndexOf("://"u8) < 0 && raw.IndexOf("www."u8) < 0)
            {
                continue;
            }

            string value = field.Value;
            value = value.Length > MaxValueLength ? value[..MaxValueLength] : value;
            collector.AddText(mayHideUrl ? EncodedWords.Decode(value) : value, UrlSources.Header);
        }
    }
}
