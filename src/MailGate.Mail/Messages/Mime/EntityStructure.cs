using System.Text;
using MailGate.Mail.Messages.Decoding;

namespace MailGate.Mail.Messages.Mime;

/// <summary>What a header section says about the shape of its entity: media types, boundaries and transfer encodings in every reading.</summary>
internal sealed class EntityStructure
{
    private const int MaxBoundaries = 6;
    private const int MaxBoundaryOctets = 998;
    private const int MaxStructuredField = 16 * 1024;
    private const int LongestValidBoundary = 70;

    // RFC 2046 §5.1.1 bchars; the grammar allows more than every reader copes with.
    private static readonly System.Buffers.SearchValues<char> BoundaryCharacters =
        System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=? ");

    private static readonly string[] PlainText = ["text/plain"];
    private static readonly string[] Rfc822 = ["message/rfc822"];
    private static readonly TransferEncoding[] IdentityOnly = [TransferEncoding.Identity];

    private readonly List<byte[]> _boundaries = [];
    private List<string>? _mediaTypes;
    private List<TransferEncoding>? _encodings;

    private EntityStructure()
    {
    }

    public MimeFlags Flags { get; private set; }

    public int FirstMalformedOffset { get; private init; } = -1;

    public IReadOnlyList<string> MediaTypes { get; private set; } = PlainText;

    public IReadOnlyList<TransferEncoding> Encodings => _encodings ?? (IReadOnlyList<TransferEncoding>)IdentityOnly;

    public IReadOnlyList<byte[]> Boundaries => _boundaries;

    /// <summary>True when what stands after the dashes of a line begins with one of <see cref="Boundaries"/>.</summary>
    public bool DeclaresBoundaryOf(ReadOnlySpan<byte> text)
    {
        foreach (byte[] boundary in _boundaries)
        {
            if (boundary.Length > 0 && text.StartsWith(boundary))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsMultipart { get; private set; }

    public bool IsMessage { get; private set; }

    /// <param name="defaultIsMessage">In multipart/digest a part without Content-Type is a message (RFC 2046 §5.1.5).</param>
    public static EntityStructure Read(HeaderSection headers, MimeLimits limits, bool isRoot, bool defaultIsMessage)
    {
        EntityStructure structure = new() { FirstMalformedOffset = headers.FirstMalformedOffset };
        int contentTypes = 0, encodings = 0, dispositions = 0, versions = 0;
        foreach (HeaderField field in headers.WithFirstLine(limits.HeaderFields).Fields)
        {
            switch (field.NameLength)
            {
                case 12 when field.Is("Content-Type"u8):
                    structure.AddContentType(structure.Text(field), limits, contentTypes++ > 0);
                    break;
                case 25 when field.Is("Content-Transfer-Encoding"u8):
                    structure.AddEncoding(structure.Text(field), encodings++ > 0);
                    break;
                case 19 when field.Is("Content-Disposition"u8):
                    structure.Text(field);
                    dispositions++;
                    break;
                case 12 when field.Is("MIME-Version"u8):
                    versions++;
                    break;
                default:
                    structure.Flags |= HasBlankContinuation(field.Raw.Span) ? MimeFlags.BlankContinuationLine : 0;
                    break;
            }
        }

        structure.Flags |= (dispositions > 1 ? MimeFlags.DuplicateContentDisposition : 0) | (versions > 1 ? MimeFlags.DuplicateMimeVersion : 0)
            | (headers.MalformedLines > 0 ? MimeFlags.MalformedHeaderLine : 0) | (headers.IsTruncated ? MimeFlags.TooManyHeaderFields : 0)
            | (isRoot && versions == 0 && contentTypes + encodings > 0 ? MimeFlags.MissingMimeVersion : 0)
            | (headers.Raw.Span.Contains((byte)0) ? MimeFlags.NulInHeader : 0);
        structure.Settle(defaultIsMessage);
        return structure;
    }

    private string Text(HeaderField field)
    {
        ReadOnlySpan<byte> raw = field.Raw.Span;
        if (field.ValueOffset > field.NameLength + 1)
        {
            Flags |= MimeFlags.SpaceBeforeColon;
        }

        string value = field.Value;
        Flags |= HasBlankContinuation(raw) ? MimeFlags.BlankContinuationLine : 0;

        if (value.Length > MaxStructuredField)
        {
            Flags |= MimeFlags.TooManyParameters;
            value = value[..MaxStructuredField];
        }

        return value;
    }

    private void AddContentType(string field, MimeLimits limits, bool another)
    {
        FieldParameters parsed = FieldParameters.Parse(field, limits.Parameters);
        string value = parsed.Value;
        if (EncodedWords.MayContain(value))
        {
            Flags |= MimeFlags.EncodedWordInStructure;
            value = EncodedWords.Decode(value);
        }

        string? type = MediaTypeText.Normalize(value, out bool valid);
        Flags |= (another ? MimeFlags.DuplicateContentType : 0) | (parsed.ValueHadComment ? MimeFlags.CommentInContentType : 0)
            | (valid && !parsed.IsMalformed ? 0 : MimeFlags.InvalidContentType) | (parsed.Truncated ? MimeFlags.TooManyParameters : 0);
        type ??= "text/plain";
        _mediaTypes ??= new List<string>(1);
        if (!_mediaTypes.Contains(type) && _mediaTypes.Count < 4)
        {
            _mediaTypes.Add(type);
        }

        List<string> views = parsed.Views("boundary", out bool conflicting);
        Flags |= conflicting ? MimeFlags.DuplicateParameter : 0;
        if (type.StartsWith("multipart/", StringComparison.Ordinal))
        {
            AddBoundaries(views);
        }
    }

    private void AddBoundaries(List<string> views)
    {
        foreach (string view in views)
        {
            // RFC 2046 §5.1.1: a boundary does not end with white space, which transport may have added or dropped.
            ReadOnlySpan<char> boundary = view.AsSpan().TrimEnd(" \t\r\n");
            Flags |= boundary.Length is 0 or > LongestValidBoundary || boundary.ContainsAnyExcept(BoundaryCharacters) || boundary.Length != view.Length
                ? MimeFlags.InvalidBoundary : 0;
            byte[] octets = Encoding.UTF8.GetBytes(boundary.ToString());
            if (octets.Length <= MaxBoundaryOctets && _boundaries.Count < MaxBoundaries && !_boundaries.Exists(b => b.AsSpan().SequenceEqual(octets)))
            {
                _boundaries.Add(octets);
            }
        }

        Flags |= _boundaries.Count > 1 ? MimeFlags.AmbiguousBoundary : 0;
    }

    private void AddEncoding(string field, bool another)
    {
        Flags |= another ? MimeFlags.DuplicateTransferEncoding : 0;
        if (EncodedWords.MayContain(field))
        {
            Flags |= MimeFlags.EncodedWordInStructure;
        }

        TransferEncodingText.Read(EncodedWords.Decode(field), out TransferEncoding encoding, out bool exact);
        _encodings ??= new List<TransferEncoding>(1);
        Add(encoding);
        if (!exact || EncodedWords.MayContain(field))
        {
            Flags |= MimeFlags.InvalidTransferEncoding;
            Add(TransferEncoding.Identity);
        }

        void Add(TransferEncoding reading)
        {
            if (!_encodings.Contains(reading))
            {
                _encodings.Add(reading);
            }
        }
    }

    private void Settle(bool defaultIsMessage)
    {
        MediaTypes = _mediaTypes is { } given ? given : defaultIsMessage ? Rfc822 : PlainText;
        foreach (string type in MediaTypes)
        {
            if (type.StartsWith("multipart/", StringComparison.Ordinal))
            {
                IsMultipart = true;
                Flags |= type is "multipart/signed" ? MimeFlags.Signed : type is "multipart/encrypted" ? MimeFlags.Encrypted : 0;
                continue;
            }

            IsMessage |= type is "message/rfc822" or "message/global" or "message/news" or "message/partial";
            Flags |= type switch
            {
                "message/partial" => MimeFlags.Partial,
                "message/external-body" => MimeFlags.ExternalBody,
                "application/pkcs7-mime" or "application/x-pkcs7-mime" => MimeFlags.SmimeOpaque,
                "application/ms-tnef" or "application/vnd.ms-tnef" => MimeFlags.Tnef,
                _ => 0,
            };
        }

        if ((IsMultipart || IsMessage) && Encodings[0] != TransferEncoding.Identity)
        {
            Flags |= MimeFlags.EncodedContainer;
        }

        Flags |= IsMultipart && _boundaries.Count == 0 ? MimeFlags.MissingBoundary : 0;
    }

    private static bool HasBlankContinuation(ReadOnlySpan<byte> raw)
    {
        for (int feed = raw.IndexOf((byte)'\n'); feed >= 0 && feed < raw.Length - 1; feed = raw.IndexOf((byte)'\n'))
        {
            raw = raw[(feed + 1)..];
            if (raw.IndexOfAnyExcept((byte)' ', (byte)'\t') is var end && (end < 0 || raw[end..] is [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..]))
            {
                return true;
            }
        }

        return false;
    }
}
