namespace MailGate.Filtering.Rewriting;

/// <summary>Which of the headers that users of SpamAssassin and rspamd know are written.</summary>
[Flags]
public enum SpamHeaderKinds
{
    None = 0,

    /// <summary><c>X-Spam-Status: Yes, score=12.3 required=6.0 tests=NAME=3.5,...</c></summary>
    Status = 1,

    /// <summary><c>X-Spam-Score: 12.3</c></summary>
    Score = 2,

    /// <summary><c>X-Spam-Flag: YES</c>, on spam only: filters look for the field as often as for its value.</summary>
    Flag = 4,

    /// <summary><c>X-Spam-Level: ************</c></summary>
    Level = 8,

    /// <summary><c>X-Spamd-Result: default: True [12.30 / 15.00]; NAME(3.50)[option]; ...</c></summary>
    SpamdResult = 16,

    /// <summary><c>X-Spamd-Bar: ++++++++++++</c></summary>
    SpamdBar = 32,

    /// <summary><c>X-Rspamd-Action: add header</c></summary>
    RspamdAction = 64,

    /// <summary><c>X-Spam: Yes</c>, on spam only.</summary>
    Spam = 128,

    /// <summary>What SpamAssassin writes.</summary>
    SpamAssassin = Status | Score | Flag | Level,

    /// <summary>What rspamd's extended headers are.</summary>
    Rspamd = SpamdResult | SpamdBar | RspamdAction | Spam,
}
