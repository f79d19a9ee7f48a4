namespace MailGate.Filtering.Rewriting;

/// <summary>Where a rewriting applies.</summary>
[Flags]
public enum RewriteScopes
{
    None = 0,

    /// <summary>Reverse-path and forward-paths.</summary>
    Envelope = 1,

    /// <summary>The address fields of the header.</summary>
    Header = 2,

    Both = Envelope | Header,
}
