namespace MailGate.Tests.Handling;

/// <summary>
/// What MailGate answers, step by step, where the file leaves a choice or words it for people. An entry is a list of replies by their first characters
/// in the order of the wire, parted by blanks; "close" at its end says that the connection is closed then. The third column says why the choice is
/// what it is: each of them is what the case allows, or stricter.
/// </summary>
internal static class SmtpCaseReplies
{
    private static readonly (string Id, string Replies, string Why)[] Rows =
    [
        ("SMUG", "550 close", "stricter: refused at the first octet that could smuggle, answered once, and the session ends with the message's end (or at once when none comes)"),
        ("DOT-02", "250", "an empty message is a message"),
        ("PIPE-01", "220 250", "an early talker is counted and served; `pipelining: strict` answers 554, see StrictPipelining"),
        ("PIPE-02", "354 250", "what is sent ahead of the 354 is the message, since DATA was accepted"),
        ("PIPE-03", "550 554 503 550 554 500 221", "after a refused DATA the lines are commands and go through the whole policy; the server behind knows nobody here"),
        ("PIPE-04", "220 250 250 250 354", "in order; `pipelining: strict` answers 554"),
        ("PIPE-05", "250 250", "what follows the dot is read after the reply, with a policy run of its own"),
        ("PIPE-06", "250*100 421 close", "stricter: a hundred commands that bring no mail are enough"),
        ("TLS-01", "554 close", "stricter: octets behind STARTTLS end the session"),
        ("TLS-02", "554 close", "stricter: the same for half a command"),
        ("TLS-03", "250 220 503", "the transaction is dropped with all else that was said in clear, so RCPT is out of place then"),
        ("TLS-04", "503", "not offered a second time"),
        ("TLS-06", "503", "stricter: EHLO first"),
        ("TLS-07", "220 close", "the handshake fails and that is the end"),
        ("TLS-08", "220 500 close", "a ClientHello on a clear port is not an SMTP command"),
        ("BDAT-02", "550 close", "stricter: bare LF is refused in chunks as in DATA"),
        ("BDAT-05", "501 close", "stricter: where a chunk ends is unknown, so nothing after it can be read; the later steps have sessions of their own"),
        ("LINE-01", "500", "the line is skipped, not buffered"),
        ("LINE-02", "250", "the line has 2054 octets and is one command: NOOP; a longer one is skipped whole, see LongLine"),
        ("LINE-03", "554", "stricter: 1 MiB is the longest line (`line_length`)"),
        ("LINE-04", "500 close", "strict: CRLF ends a command and nothing else"),
        ("LINE-05", "501", "a CR within a command is a control character"),
        ("LINE-06", "554", "a continuation of nothing would continue the field that is put above it"),
        ("BYTE-05", "501", "not a domain"),
        ("BYTE-06", "250", "sent on as it is: the body is never encoded again"),
        ("ADDR-02", "250", "the blank after the colon is harmless and common"),
        ("ADDR-03", "501", "stricter: no brackets, no address"),
        ("ADDR-04", "250", "the route is dropped (RFC 5321 appendix C)"),
        ("ADDR-08", "501 503", "the line ended at its CRLF; the second line is a RCPT outside a transaction"),
        ("ADDR-09", "250", "address literals are addresses"),
        ("ADDR-10", "250", "address literals are addresses"),
        ("ADDR-13", "250", "one canonical form, without the dot, for policy and for the server behind"),
        ("ADDR-15", "501", "stricter: not a dot-string; quoted it would be one"),
        ("ADDR-16", "250", "underscores are in use and mean nothing special here"),
        ("ADDR-21", "250", "return addresses of bulk senders and SRS are longer than 64 octets every day (RFC 5321 §4.5.3.1: no limits where they can be avoided)"),
        ("ADDR-23", "552", "larger than any limit"),
        ("STATE-01", "503", "stricter: EHLO first"),
        ("STATE-03", "554", "no valid recipients"),
        ("STATE-07", "252 502 502 500 550 500", "neither tells who exists; XCLIENT and PROXY are commands for configured peers only"),
        ("STATE-08", "221 close", "nothing after 221"),
        ("STATE-09", "250", "a client that closes its side right behind the dot may be waiting for the reply"),
        ("PROXY-01", "220 500 500 500 501 500 close", "not a configured peer, so it is an unknown command, blank lines, a control character, and at last a bare LF"),
        ("INJ-02", "501 500", "not a domain; the second line is no command"),
        ("AUTH-01", "503 503", "this listener does not offer AUTH"),
    ];

    /// <summary>The replies to all steps of a case, or null when the file's own words are exact.</summary>
    public static string? For(string id) => Rows.FirstOrDefault(row => row.Id == id || (row.Id == "SMUG" && id.StartsWith("SMUG-", StringComparison.Ordinal))).Replies;

    /// <summary>The ids that have a row of their own.</summary>
    public static IEnumerable<string> Ids => Rows.Select(row => row.Id).Where(id => id != "SMUG");
}
