namespace MailGate.Admin.Security;

/// <summary>How a request may do what it asks for.</summary>
internal enum AccessKind
{
    /// <summary>It has not given the token.</summary>
    None,

    /// <summary>No token is asked for.</summary>
    Open,

    /// <summary>The token in the Authorization header: no browser sends that by itself.</summary>
    Bearer,

    /// <summary>The cookie of a login.</summary>
    Session,
}
