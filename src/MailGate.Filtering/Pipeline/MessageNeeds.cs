namespace MailGate.Filtering.Pipeline;

/// <summary>What has to be worked out while a message streams in, since it cannot be made up for later without reading it again.</summary>
[Flags]
public enum MessageNeeds
{
    /// <summary>The header section only, which is always read.</summary>
    None = 0,

    /// <summary>Body hashes for DKIM signatures.</summary>
    Dkim = 1,

    /// <summary>Body hashes for ARC message signatures.</summary>
    Arc = 2,

    /// <summary>Where the MIME parts are.</summary>
    Mime = 4,
}
