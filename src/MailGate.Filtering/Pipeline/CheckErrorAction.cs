namespace MailGate.Filtering.Pipeline;

/// <summary>What happens to the mail when a check cannot find out what it should: <c>on_error</c>.</summary>
public enum CheckErrorAction
{
    /// <summary>Rules decide on what is known.</summary>
    Ignore,

    /// <summary>Unless a rule decides otherwise, the client is asked to come again: 451.</summary>
    Defer,

    /// <summary>Unless a rule decides otherwise, the message goes on marked.</summary>
    Tag,
}
