namespace MailGate.Mail.Messages.Mime;

/// <summary>A multipart or message whose body is being read.</summary>
internal sealed class OpenContainer(MimePart part, List<byte[]> boundaries, bool isMultipart)
{
    public MimePart Part { get; } = part;

    public List<byte[]> Boundaries { get; } = boundaries;

    public bool IsMultipart { get; } = isMultipart;

    public bool IsDigest { get; } = part.MediaType == "multipart/digest";

    /// <summary>A delimiter of its own has been seen.</summary>
    public bool IsDelimited { get; set; }

    /// <summary>The closing delimiter has been seen: what follows is epilogue, or a part that should not be there.</summary>
    public bool IsClosed { get; set; }
}
