using MailGate.Mail.Messages.Decoding;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages;

/// <summary>
/// The parts of a message together with those of messages and multiparts inside encoded parts. RFC 2045 §6.4 forbids to encode those; clients decode
/// them all the same, and attached .eml files come so.
/// </summary>
internal sealed class ContentTree
{
    private const int PieceLength = 16 * 1024;

    private readonly ContentLimits _limits;
    private readonly List<ContentPart> _parts = [];

    private ContentTree(ContentLimits limits) => _limits = limits;

    public IReadOnlyList<ContentPart> Parts => _parts;

    public MimeFlags Flags { get; private set; }

    public static ContentTree Build(MimeIndex index, IMessageBytes octets, ContentLimits limits)
    {
        ContentTree tree = new(limits) { Flags = index.Flags };
        tree.Add(index, octets, parent: null, encodedDepth: 0, index.Headers);
        // The list grows while encoded containers are opened: parts of theirs may be encoded containers again.
        for (int i = 0; i < tree._parts.Count; i++)
        {
            tree.Open(tree._parts[i]);
        }

        return tree;
    }

    private void Add(MimeIndex index, IMessageBytes octets, ContentPart? parent, int encodedDepth, HeaderSection? rootHeader)
    {
        int first = _parts.Count;
        foreach (MimePart mime in index.Parts)
        {
            if (_parts.Count >= _limits.Mime.Parts && parent is not null)
            {
                Flags |= MimeFlags.TooManyParts;
                return;
            }

            ContentPart? container = mime.Parent is null ? parent : _parts[first + mime.Parent.Ordinal];
            if (container is not null)
            {
                container.HasParts = true;
            }

            _parts.Add(new ContentPart(_parts.Count, container, mime, octets, encodedDepth, mime.Ordinal == 0 ? rootHeader : null));
        }
    }

    private void Open(ContentPart part)
    {
        MimePart mime = part.Mime;
        bool isMultipart = mime.IsContainer && mime.Encoding != TransferEncoding.Identity && mime.MediaTypes.Any(type => type.StartsWith("multipart/", StringComparison.Ordinal));
        bool isMessage = !mime.IsContainer && mime.BodyLength > 0 && IsMessageFile(part);
        // The body of an encoded multipart stands for the multipart once more, without a header: it has been decoded.
        bool isDecodedBody = part.IsDecoded && mime is { Ordinal: 0, BodyOffset: 0 };
        if ((!isMultipart || isDecodedBody) && !isMessage)
        {
            return;
        }

        if (part.EncodedDepth >= _limits.EncodedDepth)
        {
            Flags |= MimeFlags.EncodedTooDeep;
            return;
        }

        DecodedContent content = new(part.Source, mime.BodyOffset, mime.BodyEnd, mime.Encoding);
        MimeIndex index = Read(content, isMultipart ? part : null);
        if (index.Parts.Count > 1 || isMessage)
        {
            Flags |= index.Flags | content.Problems;
            Add(index, content, part, part.EncodedDepth + 1, isMessage ? index.Headers : null);
        }

        if (isMessage && (content.Problems & (MimeFlags.MalformedBase64 | MimeFlags.MalformedQuotedPrintable)) != 0)
        {
            // The label does not fit: others take the message as it stands.
            MessageRange plain = new(part.Source, mime.BodyOffset, mime.BodyLength);
            index = Read(plain, multipart: null);
            Flags |= index.Flags;
            Add(index, plain, part, part.EncodedDepth + 1, index.Headers);
        }
    }

    private MimeIndex Read(IMessageBytes content, ContentPart? multipart)
    {
        MimeIndexer indexer = multipart is null
            ? new MimeIndexer(_limits.Mime)
            : new MimeIndexer(MimeStructure.InsideMultipart(_limits.Mime, multipart.ReadStructure(_limits.Mime)), _limits.Mime);
        byte[] piece = new byte[PieceLength];
        long position = 0;
        while (position < _limits.EncodedBytes && content.Read(position, piece) is var count and > 0)
        {
            count = (int)Math.Min(count, _limits.EncodedBytes - position);
            indexer.Append(piece.AsSpan(0, count));
            position += count;
        }

        Flags |= position >= _limits.EncodedBytes && content.Read(position, piece) > 0 ? MimeFlags.EncodedTooLong : 0;
        return indexer.Complete();
    }

    private static bool IsMessageFile(ContentPart part)
    {
        string type = part.Mime.MediaType;
        if (type.StartsWith("message/", StringComparison.Ordinal))
        {
            return part.Mime.Encoding != TransferEncoding.Identity && type is "message/rfc822" or "message/global" or "message/news" or "message/partial";
        }

        // A message attached as a file.
        return type.StartsWith("application/", StringComparison.Ordinal)
            && part.Header.Names.Any(name => name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".mht", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith(".mhtml", StringComparison.OrdinalIgnoreCase));
    }
}
