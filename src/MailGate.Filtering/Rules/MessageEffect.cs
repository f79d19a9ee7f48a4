using MailGate.Filtering.Rewriting;

namespace MailGate.Filtering.Rules;

/// <summary>Something that a rule wants done to a message that goes on, or on its way.</summary>
public abstract record MessageEffect
{
    private MessageEffect()
    {
    }

    /// <summary>A change of the header.</summary>
    public sealed record EditHeader(HeaderEdit Edit) : MessageEffect;

    /// <summary>Another reverse-path; empty for &lt;&gt;.</summary>
    public sealed record RewriteMailFrom(string Address) : MessageEffect;

    /// <summary>Another address for the recipient of a rule at stage rcpt.</summary>
    public sealed record RewriteRcpt(string Address) : MessageEffect;

    /// <summary>This recipient in place of all others.</summary>
    public sealed record Redirect(string Address) : MessageEffect;

    /// <summary>One more recipient, whom the message does not name.</summary>
    /// <param name="IsConstant">The rule names the address: no fact, and so no client, has a say in it.</param>
    public sealed record Bcc(string Address, bool IsConstant) : MessageEffect;

    /// <summary>The route of the configuration to take.</summary>
    public sealed record Route(string Name) : MessageEffect;

    /// <summary>Time to let pass before the reply.</summary>
    public sealed record Delay(TimeSpan Time) : MessageEffect;
}
