using MailGate.Smtp.Grammar;
using static MailGate.Smtp.Session.SessionState;

namespace MailGate.Smtp.Session;

/// <summary>Which verb is allowed when, and where a positive reply leads (RFC 5321 §4.1.4, RFC 3207 §4, RFC 3030 §2, RFC 4954 §4).</summary>
internal static class TransitionTable
{
    private static readonly Reply HelloFirst = Reply.Of(ReplyCode.BadSequence, 5, 1, "Say EHLO first");
    private static readonly Reply MailFirst = Reply.Of(ReplyCode.BadSequence, 5, 1, "Need MAIL first");
    private static readonly Reply NestedMail = Reply.Of(ReplyCode.BadSequence, 5, 1, "A transaction is under way: send RSET to drop it");
    private static readonly Reply NoRecipients = Reply.Of(ReplyCode.TransactionFailed, 5, 1, "No valid recipients");
    private static readonly Reply InTransaction = Reply.Of(ReplyCode.BadSequence, 5, 1, "Not during a transaction");
    private static readonly Reply InChunks = Reply.Of(ReplyCode.BadSequence, 5, 1, "Chunks are under way: send BDAT or RSET");

    // A row a verb. Columns: before EHLO, ready, after MAIL, after RCPT, between chunks. A cell is the next state, or the refusal.
    private static readonly Cell[][] Rows = Build(
        // verb          Connected     Ready        Mail             Rcpt             Bdat
        (Verb.Ehlo,       Ready,        Ready,       Ready,           Ready,           Ready),
        (Verb.Helo,       Ready,        Ready,       Ready,           Ready,           Ready),
        (Verb.Mail,       HelloFirst,   InMail,      NestedMail,      NestedMail,      InChunks),
        (Verb.Rcpt,       HelloFirst,   MailFirst,   InRcpt,          InRcpt,          InChunks),
        (Verb.Data,       HelloFirst,   MailFirst,   NoRecipients,    Ready,           InChunks),
        (Verb.Bdat,       HelloFirst,   MailFirst,   NoRecipients,    InBdat,          InBdat),
        (Verb.Rset,       Connected,    Ready,       Ready,           Ready,           Ready),
        (Verb.Noop,       Connected,    Ready,       InMail,          InRcpt,          InBdat),
        (Verb.Vrfy,       Connected,    Ready,       InMail,          InRcpt,          InBdat),
        (Verb.Expn,       Connected,    Ready,       InMail,          InRcpt,          InBdat),
        (Verb.Help,       Connected,    Ready,       InMail,          InRcpt,          InBdat),
        (Verb.Quit,       Connected,    Ready,       InMail,          InRcpt,          InBdat),
        (Verb.StartTls,   HelloFirst,   Connected,   Connected,       Connected,       InTransaction),
        (Verb.Auth,       HelloFirst,   Ready,       InTransaction,   InTransaction,   InTransaction),
        (Verb.XClient,    Connected,    Connected,   InTransaction,   InTransaction,   InTransaction));

    /// <summary>Looks a verb up. Verbs that nobody knows are allowed in any state: they get their 500 or 502 from elsewhere.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="state">The state that it meets.</param>
    /// <param name="next">The state after a positive reply.</param>
    /// <returns>Null when the verb is allowed, otherwise the refusal.</returns>
    public static Reply? Check(Verb verb, SessionState state, out SessionState next)
    {
        Cell[] row = Rows[(int)verb];
        next = row.Length == 0 ? state : row[(int)state].Next;
        return row.Length == 0 ? null : row[(int)state].Refusal;
    }

    private static Cell[][] Build(params (Verb Verb, Cell Connected, Cell Ready, Cell Mail, Cell Rcpt, Cell Bdat)[] rows)
    {
        Cell[][] table = new Cell[Enum.GetValues<Verb>().Length][];
        Array.Fill(table, []);
        foreach ((Verb verb, Cell connected, Cell ready, Cell mail, Cell rcpt, Cell bdat) in rows)
        {
            table[(int)verb] = [connected, ready, mail, rcpt, bdat];
        }

        return table;
    }

    private readonly record struct Cell(SessionState Next, Reply? Refusal)
    {
        public static implicit operator Cell(SessionState next) => new(next, null);

        public static implicit operator Cell(Reply refusal) => new(default, refusal);
    }
}
