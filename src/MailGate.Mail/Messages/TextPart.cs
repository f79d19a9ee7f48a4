using System.Buffers;
using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Html;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages;

/// <summary>A text of a message, decoded when it is first asked for.</summary>
public sealed class TextPart
{
    private const int MaxEarlyOctets = 16 * 1024;

    private readonly Lock _gate;
    private readonly TransferEncoding _encoding;
    private readonly int _limit;
    private string? _text;
    private HtmlAnalysis? _html;
    private MimeFlags _problems;
    private bool _truncated;

    internal TextPart(ContentPart part, string mediaType, TransferEncoding encoding, bool isHtml, bool isAttachment, int limit, Lock gate)
    {
        Part = part;
        MediaType = mediaType;
        IsHtml = isHtml;
        IsAttachment = isAttachment;
        _encoding = encoding;
        _limit = limit;
        _gate = gate;
    }

    /// <summary>The part it is the content of; two texts have one part where its encoding is ambiguous.</summary>
    public ContentPart Part { get; }

    /// <summary>The media type it is read as.</summary>
    public string MediaType { get; }

    /// <summary>True for HTML, by label or by name.</summary>
    public bool IsHtml { get; }

    /// <summary>True for an attached file, which a reader sees only when he opens it.</summary>
    public bool IsAttachment { get; }

    /// <summary>The decoded text: for HTML its source. Line breaks as they came.</summary>
    public string Text
    {
        get
        {
            Decode();
            return _text!;
        }
    }

    /// <summary>What the HTML shows and holds; null for other text.</summary>
    public HtmlAnalysis? Html
    {
        get
        {
            if (!IsHtml || _html is not null)
            {
                return _html;
            }

            string source = Text;
            lock (_gate)
            {
                return _html ??= HtmlReader.Read(source);
            }
        }
    }

    /// <summary>What a reader sees: of HTML without markup and without what is hidden.</summary>
    public string VisibleText => Html?.Text ?? Text;

    /// <summary>True when the text exceeds what is looked at.</summary>
    public bool IsTruncated
    {
        get
        {
            Decode();
            return _truncated;
        }
    }

    /// <summary>What was wrong with its encoding or charset.</summary>
    public MimeFlags Problems
    {
        get
        {
            Decode();
            return _problems;
        }
    }

    private void Decode()
    {
        if (Volatile.Read(ref _text) is not null)
        {
            return;
        }

        lock (_gate)
        {
            if (_text is not null)
            {
                return;
            }

            int length = TransferDecoding.DecodeHead(
                Part.Source, Part.Mime.BodyOffset, Part.Mime.BodyEnd, _encoding, _limit, out byte[] buffer, out _problems, out _truncated);
            ReadOnlySpan<byte> octets = buffer.AsSpan(0, length);
            string? charset = Part.Header.Charset ?? (IsHtml ? HtmlCharset.Find(octets) : null);
            string text = Charsets.Decode(octets, charset, out bool mismatch);
            _problems |= mismatch ? MimeFlags.CharsetMismatch : 0;
            ArrayPool<byte>.Shared.Return(buffer);
            text = Part.Header.DropsFlowBlanks ? text.Replace(" \r\n", "", StringComparison.Ordinal) : text;
            if (Part.Mime.EarlyBodyOffset < Part.Mime.BodyOffset)
            {
                text = ReadEarly(charset) + text;
            }

            Volatile.Write(ref _text, text);
        }
    }

    // What stands in the header and is no field: some readers take it for the beginning of the body.
    private string ReadEarly(string? charset)
    {
        byte[] octets = new byte[(int)Math.Min(Part.Mime.BodyOffset - Part.Mime.EarlyBodyOffset, MaxEarlyOctets)];
        int length = Part.Source.Read(Part.Mime.EarlyBodyOffset, octets);
        return Charsets.Decode(octets.AsSpan(0, length), charset, out _);
    }
}
