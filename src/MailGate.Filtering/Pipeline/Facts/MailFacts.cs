using T = MailGate.Filtering.Pipeline.Facts.FactType;

namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>
/// The facts of a mail transaction: the contract between checks, which fill <see cref="FactSet"/>s by these fields, and rules, which name them.
/// A new fact is one line here, and the list in <c>rules/README.md</c> follows from this file. Conventions: an absent string or domain is the empty
/// string, an absent list an empty list; a slot is left <see cref="FactKind.Missing"/> only where nothing could be found out. Domains are in lower case
/// with A-labels (<c>Domain.Ascii</c>), results are the words of RFC 8601.
/// </summary>
public static class MailFacts
{
    /// <summary>The "check" of what the session knows anyway.</summary>
    public const string Session = "session";

    private static readonly FactSchemaBuilder Builder = new();

    // The client.
    public static readonly Fact Ip = Builder.Add("ip", T.Ip, Session, Stage.Connect, "the client's address; the same as client.ip");
    public static readonly Fact ClientIp = Builder.Add("client.ip", T.Ip, Session, Stage.Connect, "the client's address, after PROXY or XCLIENT");
    public static readonly Fact ClientPort = Builder.Add("client.port", T.Int, Session, Stage.Connect, "the client's port");
    public static readonly Fact ClientHostname = Builder.Add("client.hostname", T.Domain, "iprev", Stage.Connect, "the client's verified host name (PTR, and back to its address); empty without one");
    public static readonly Fact ClientListener = Builder.Add("client.listener", T.String, Session, Stage.Connect, "the listener that took the connection, as in the configuration: 0.0.0.0:25");
    public static readonly Fact ClientTls = Builder.Add("client.tls", T.Bool, Session, Stage.Connect, "the connection is encrypted");
    public static readonly Fact ClientTlsVersion = Builder.Add("client.tls_version", T.String, Session, Stage.Connect, "TLSv1.2, TLSv1.3 or empty");
    public static readonly Fact ClientAuthenticated = Builder.Add("client.authenticated", T.Bool, Session, Stage.Connect, "the client has logged in");
    public static readonly Fact ClientLogin = Builder.Add("client.login", T.String, Session, Stage.Connect, "the name that it logged in with; empty without one");
    public static readonly Fact ClientTrusted = Builder.Add("client.trusted", T.Bool, Session, Stage.Connect, "the address is in relay.from of the configuration");
    public static readonly Fact IprevResult = Builder.Add("iprev.result", T.String, "iprev", Stage.Connect, "pass, fail, temperror or permerror (RFC 8601 §2.7.3); none where auth.iprev is off");
    public static readonly Fact IprevHostname = Builder.Add("iprev.hostname", T.Domain, "iprev", Stage.Connect, "the name in the PTR record, verified or not; empty without one");

    // HELO.
    public static readonly Fact HeloName = Builder.Add("helo.name", T.String, Session, Stage.Helo, "what the client called itself in EHLO or HELO");
    public static readonly Fact HeloIsLiteral = Builder.Add("helo.is_literal", T.Bool, Session, Stage.Helo, "an address literal: [192.0.2.1]");
    public static readonly Fact HeloIsBareIp = Builder.Add("helo.is_bare_ip", T.Bool, Session, Stage.Helo, "an address without brackets, which no mail server sends");
    public static readonly Fact HeloIsFqdn = Builder.Add("helo.is_fqdn", T.Bool, Session, Stage.Helo, "a domain name of at least two labels");
    public static readonly Fact SpfHeloResult = Builder.Add("spf_helo.result", T.String, "spf_helo", Stage.Helo, "SPF of the HELO name: pass, fail, softfail, neutral, none, temperror or permerror");

    // MAIL FROM.
    public static readonly Fact MailFromAddress = Builder.Add("mail.from.address", T.String, Session, Stage.Mail, "the reverse-path without brackets; empty for <>");
    public static readonly Fact MailFromLocal = Builder.Add("mail.from.local", T.String, Session, Stage.Mail, "its local part");
    public static readonly Fact MailFromDomain = Builder.Add("mail.from.domain", T.Domain, Session, Stage.Mail, "its domain; empty for <>");
    public static readonly Fact MailFromIsNull = Builder.Add("mail.from.is_null", T.Bool, Session, Stage.Mail, "the reverse-path is <>: a bounce or an automatic reply");
    public static readonly Fact MailSize = Builder.Add("mail.size", T.Int, Session, Stage.Mail, "the size that the client declared in octets; 0 without one");
    public static readonly Fact MailBody = Builder.Add("mail.body", T.String, Session, Stage.Mail, "7bit, 8bitmime or empty");
    public static readonly Fact MailSmtpUtf8 = Builder.Add("mail.smtputf8", T.Bool, Session, Stage.Mail, "the client asked for SMTPUTF8");
    public static readonly Fact MailEnvid = Builder.Add("mail.envid", T.String, Session, Stage.Mail, "the envelope identifier (DSN); empty without one");
    public static readonly Fact SpfResult = Builder.Add("spf.result", T.String, "spf", Stage.Mail, "SPF of MAIL FROM, or of HELO for <>: pass, fail, softfail, neutral, none, temperror or permerror");
    public static readonly Fact SpfDomain = Builder.Add("spf.domain", T.Domain, "spf", Stage.Mail, "the domain that was checked");
    public static readonly Fact SpfMechanism = Builder.Add("spf.mechanism", T.String, "spf", Stage.Mail, "the mechanism that matched: ip4:192.0.2.0/24; empty without one");

    // RCPT TO.
    public static readonly Fact RcptAddress = Builder.Add("rcpt.address", T.String, Session, Stage.Rcpt, "the recipient being answered; at stage message use rcpts");
    public static readonly Fact RcptLocal = Builder.Add("rcpt.local", T.String, Session, Stage.Rcpt, "its local part");
    public static readonly Fact RcptDomain = Builder.Add("rcpt.domain", T.Domain, Session, Stage.Rcpt, "its domain");
    public static readonly Fact Rcpts = Builder.Add("rcpts", T.List(T.Object(RecipientFact.Type)), Session, Stage.Rcpt, "the recipients accepted so far");
    public static readonly Fact RcptCount = Builder.Add("rcpt_count", T.Int, Session, Stage.Rcpt, "how many recipients were accepted so far");

    // Authentication of the message.
    public static readonly Fact DkimResult = Builder.Add("dkim.result", T.String, "dkim", Stage.Message, "the best result of all signatures: pass, fail, policy, neutral, temperror, permerror or none");
    public static readonly Fact DkimDomains = Builder.Add("dkim.domains", T.Domains, "dkim", Stage.Message, "d= of the signatures that pass");
    public static readonly Fact DkimSelectors = Builder.Add("dkim.selectors", T.Strings, "dkim", Stage.Message, "s= of the signatures that pass");
    public static readonly Fact DkimSignatures = Builder.Add("dkim.signatures", T.List(T.Object(DkimSignatureFact.Type)), "dkim", Stage.Message, "all signatures that were looked at");
    public static readonly Fact DmarcResult = Builder.Add("dmarc.result", T.String, "dmarc", Stage.Message, "pass, fail, none, temperror or permerror");
    public static readonly Fact DmarcPolicy = Builder.Add("dmarc.policy", T.String, "dmarc", Stage.Message, "the policy to apply: none, quarantine or reject, one level less while the owner tests (t=y); empty without a record");
    public static readonly Fact DmarcDomain = Builder.Add("dmarc.domain", T.Domain, "dmarc", Stage.Message, "the author domain");
    public static readonly Fact DmarcOrgDomain = Builder.Add("dmarc.org_domain", T.Domain, "dmarc", Stage.Message, "its organizational domain");
    public static readonly Fact DmarcAlignedBy = Builder.Add("dmarc.aligned_by", T.Strings, "dmarc", Stage.Message, "spf and dkim as far as they pass in alignment");
    public static readonly Fact DmarcTesting = Builder.Add("dmarc.testing", T.Bool, "dmarc", Stage.Message, "the record says t=y");
    public static readonly Fact ArcResult = Builder.Add("arc.result", T.String, "arc", Stage.Message, "none, pass, fail or temperror");
    public static readonly Fact ArcSealers = Builder.Add("arc.sealers", T.Domains, "arc", Stage.Message, "d= of the seals, the newest first");
    public static readonly Fact ArcTrusted = Builder.Add("arc.trusted", T.Bool, "arc", Stage.Message, "the chain passes, and a trusted sealer says that DMARC passed");

    // The message.
    public static readonly Fact AuthorAddress = Builder.Add("author.address", T.String, "headers", Stage.Message, "the first address of From");
    public static readonly Fact AuthorDomain = Builder.Add("author.domain", T.Domain, "headers", Stage.Message, "its domain; empty when From has none or cannot be read");
    public static readonly Fact AuthorDisplayName = Builder.Add("author.display_name", T.String, "headers", Stage.Message, "its display name, decoded");
    public static readonly Fact AuthorCount = Builder.Add("author.count", T.Int, "headers", Stage.Message, "addresses in all From fields together: 1 in honest mail");
    public static readonly Fact MessageSize = Builder.Add("message.size", T.Int, Session, Stage.Message, "octets received");
    public static readonly Fact MessageReceivedCount = Builder.Add("message.received_count", T.Int, "headers", Stage.Message, "Received fields");
    public static readonly Fact MessageSubject = Builder.Add("message.subject", T.String, "headers", Stage.Message, "the subject, decoded; empty without one");
    public static readonly Fact MessageMessageId = Builder.Add("message.message_id", T.String, "headers", Stage.Message, "the Message-ID without its angle brackets; empty without one");
    public static readonly Fact MessageDate = Builder.Add("message.date", T.Timestamp, "headers", Stage.Message, "the Date field; unknown when there is none or it cannot be read");
    public static readonly Fact MessageAge = Builder.Add("message.age", T.Duration, "headers", Stage.Message, "time from the Date field to now, negative for the future; unknown without a date");
    public static readonly Fact MessageHeaderSize = Builder.Add("message.header_size", T.Int, "headers", Stage.Message, "octets of the header section");
    public static readonly Fact MessageMalformedHeaders = Builder.Add("message.malformed_headers", T.Int, "headers", Stage.Message, "lines of the header section that are no header field");
    public static readonly Fact MessageHeaders = Builder.Add("message.headers", T.List(T.Object(HeaderFact.Type)), "headers", Stage.Message, "all fields from top to bottom; header() and its kin read them");
    public static readonly Fact MessageDuplicateHeaders = Builder.Add("message.duplicate_headers", T.Strings, "headers", Stage.Message, "fields that may stand once (RFC 5322 §3.6) and stand more often, in lower case");
    public static readonly Fact MessageMissingHeaders = Builder.Add("message.missing_headers", T.Strings, "headers", Stage.Message, "which of from, date and message-id are not there");
    public static readonly Fact MessageHas8BitHeaders = Builder.Add("message.has_8bit_headers", T.Bool, "headers", Stage.Message, "octets above 127 in the header section");
    public static readonly Fact MessageHasBareCr = Builder.Add("message.has_bare_cr", T.Bool, Session, Stage.Message, "a CR without LF came in (where the listener lets it)");
    public static readonly Fact MessageHasBareLf = Builder.Add("message.has_bare_lf", T.Bool, Session, Stage.Message, "an LF without CR came in (where the listener lets it)");
    public static readonly Fact ReplyToDomain = Builder.Add("reply_to.domain", T.Domain, "headers", Stage.Message, "the domain of the first Reply-To address; empty without one");

    // The content.
    public static readonly Fact Parts = Builder.Add("parts", T.List(T.Object(PartFact.Type)), "mime", Stage.Message, "the MIME parts in order");
    public static readonly Fact MimeAmbiguous = Builder.Add("mime.ambiguous", T.Bool, "mime", Stage.Message, "two mail readers could see different content");
    public static readonly Fact MimeFlags = Builder.Add("mime.flags", T.Strings, "mime", Stage.Message, "what is unusual in the structure, by name");
    public static readonly Fact MimeDepth = Builder.Add("mime.depth", T.Int, "mime", Stage.Message, "how deep parts are nested");
    public static readonly Fact Attachments = Builder.Add("attachments", T.List(T.Object(AttachmentFact.Type)), "attachments", Stage.Message, "attached files, whatever their disposition");
    public static readonly Fact Urls = Builder.Add("urls", T.List(T.Object(UrlFact.Type)), "urls", Stage.Message, "links and addresses of web pages, each once");
    public static readonly Fact UrlsOverLimit = Builder.Add("urls_over_limit", T.Bool, "urls", Stage.Message, "there are more than the 500 that urls lists");
    public static readonly Fact TextPlain = Builder.Add("text.plain", T.String, "text", Stage.Message, "the plain text parts, decoded, up to a limit");
    public static readonly Fact TextHtmlText = Builder.Add("text.html_text", T.String, "text", Stage.Message, "what a reader sees of the HTML parts, up to a limit");
    public static readonly Fact TextHiddenSize = Builder.Add("text.hidden_size", T.Int, "text", Stage.Message, "characters of HTML text that no reader sees");
    public static readonly Fact TextHasForm = Builder.Add("text.has_form", T.Bool, "text", Stage.Message, "the HTML holds a form");
    public static readonly Fact TextRemoteImages = Builder.Add("text.remote_images", T.Int, "text", Stage.Message, "images that are fetched when the message is read");
    public static readonly Fact TextOverLimit = Builder.Add("text.over_limit", T.Bool, "text", Stage.Message, "there is more text than is looked at: 256 KB of a part, 1 MB of all");
    public static readonly Fact SpamProbability = Builder.Add("spam.probability", T.Double, "spam", Stage.Message, "the spam model's calibrated probability, 0 to 1");
    public static readonly Fact SpamPoints = Builder.Add("spam.points", T.Double, "spam", Stage.Message, "the same as points on the scale of the thresholds");

    // Questions.
    public static readonly FactFunction Header = Builder.AddFunction("header(\"Name\")", [(T.String, true)], T.String, "headers", Stage.Message, "the first field of this name, unfolded and decoded; empty without one", FactArguments.CheckHeaderName);
    public static readonly FactFunction Headers = Builder.AddFunction("headers(\"Name\")", [(T.String, true)], T.Strings, "headers", Stage.Message, "all fields of this name from top to bottom", FactArguments.CheckHeaderName);
    public static readonly FactFunction HeaderCount = Builder.AddFunction("header_count(\"Name\")", [(T.String, true)], T.Int, "headers", Stage.Message, "how many fields of this name there are", FactArguments.CheckHeaderName);
    public static readonly FactFunction Dnsbl = Builder.AddFunction("dnsbl(\"zen.spamhaus.org\")", [(T.String, true)], T.Bool, "dnsbl", Stage.Connect, "the client's address is listed; zone=127.0.0.[2..11] counts only these answers", FactArguments.CheckDnsList);
    public static readonly FactFunction DnsblName = Builder.AddFunction("dnsbl(\"dbl.spamhaus.org\", author.domain)", [(T.String, true), (T.String, false)], T.Bool, "dnsbl", Stage.Connect, "the name is listed", FactArguments.CheckDnsList);
    public static readonly FactFunction Rate = Builder.AddFunction("rate(\"sender\", mail.from.domain, \"10m\")", [(T.String, true), (T.String, false), (T.String, true)], T.Int, "rate", Stage.Connect, "how often this key of this kind was seen in the last time, this one included", FactArguments.CheckRate);

    /// <summary>All of the above.</summary>
    public static readonly FactSchema Schema = Builder.Build();
}
