namespace MailGate.Filtering.Scoring.Features;

/// <summary>The meaning of each kind of evidence, and its weight in log-odds. Weights are set by hand and not learnt: left to learn them, mail of sources that were left out is told apart worse.</summary>
internal static class EvidenceKinds
{
    private static readonly (EvidenceKind Kind, double Weight, string Meaning)[] Table =
    [
        (EvidenceKind.AuthorMissing, 1.0, "there is no author or it cannot be told"),
        (EvidenceKind.AuthorFreemail, 0.2, "the author writes from a free mail provider"),
        (EvidenceKind.AuthorNameIsAddress, 1.5, "the author's name shows another address"),
        (EvidenceKind.AuthorNameIsBrand, 1.8, "the author's name is a brand and the domain is not the brand's"),
        (EvidenceKind.AuthorDomainLikeBrand, 1.8, "the author's domain looks like a brand's"),
        (EvidenceKind.AuthorDomainPunycode, 1.0, "the author's domain is written with look-alike letters"),
        (EvidenceKind.AuthorDomainRandom, 0.7, "the author's domain reads like random letters"),
        (EvidenceKind.AuthorDomainCheap, 0.7, "the author's domain is under a top level that spam favours"),
        (EvidenceKind.AuthorLocalPartRandom, 0.4, "the author's local-part reads like random letters"),
        (EvidenceKind.SubjectIsBrand, 0.6, "the subject names a brand and the author's domain is not the brand's"),
        (EvidenceKind.TextIsBrand, 0.3, "the text names a brand and the author's domain is not the brand's"),
        (EvidenceKind.BrandWithoutItsLinks, 0.9, "a brand is named by sender or subject, and no link leads to it"),
        (EvidenceKind.ReplyToElsewhere, 0.4, "answers go to another organisation"),
        (EvidenceKind.ReplyToFreemail, 1.2, "answers go to a free mail provider, the author is elsewhere"),
        (EvidenceKind.ReplyToOtherMailbox, 1.0, "answers go to another free mailbox than the author's"),
        (EvidenceKind.MessageIdMissing, 0.6, "there is no Message-ID"),
        (EvidenceKind.MessageIdElsewhere, 0.1, "the Message-ID is another organisation's"),
        (EvidenceKind.DateMissing, 0.5, "there is no Date"),
        (EvidenceKind.RecipientMissing, 0.4, "there is no To and no Cc"),
        (EvidenceKind.RecipientUndisclosed, 0.5, "the recipients are not disclosed"),
        (EvidenceKind.RecipientIsAuthor, 0.5, "the author is the recipient"),
        (EvidenceKind.Threaded, -1.0, "it answers another message"),
        (EvidenceKind.ReplyWithoutThread, 0.3, "the subject is an answer's, and no field says what it answers"),
        (EvidenceKind.Unsubscribable, -0.4, "there is a List-Unsubscribe field"),
        (EvidenceKind.UnsubscribableByOneClick, -0.3, "there is a List-Unsubscribe-Post field"),
        (EvidenceKind.Signed, -0.1, "there is a DKIM-Signature"),
        (EvidenceKind.SignedByAuthor, -0.4, "the DKIM-Signature names the author's organisation"),
        (EvidenceKind.SignedElsewhere, 0.1, "no DKIM-Signature names the author's organisation"),
        (EvidenceKind.AutoSubmitted, -0.6, "there is an Auto-Submitted field"),
        (EvidenceKind.PriorityHigh, 0.3, "it claims high priority"),
        (EvidenceKind.SubjectMissing, 0.3, "there is no subject"),
        (EvidenceKind.SubjectCapitals, 0.4, "the subject is in capitals"),
        (EvidenceKind.SubjectMarks, 0.2, "exclamation marks and currency signs in the subject"),
        (EvidenceKind.SubjectObscured, 0.4, "the subject is encoded without need, or with look-alikes"),
        (EvidenceKind.LinkMany, 0.0, "number of links"),
        (EvidenceKind.LinkNone, 0.0, "there is no link"),
        (EvidenceKind.LinksToAuthor, -0.6, "share of links that lead to the author's organisation"),
        (EvidenceKind.LinksElsewhere, 0.3, "there are links, and none leads to the author's organisation"),
        (EvidenceKind.LinkOneForeign, 0.4, "all links lead to one organisation that is not the author's"),
        (EvidenceKind.LinkTextMisleads, 0.8, "a link shows another address than it leads to"),
        (EvidenceKind.LinkToAddress, 1.2, "a link leads to an IP address"),
        (EvidenceKind.LinkPunycode, 0.8, "a link's host is written with look-alike letters"),
        (EvidenceKind.LinkUserInfo, 1.0, "a link has a user name before its host"),
        (EvidenceKind.LinkShortened, 0.6, "a link leads to a shortener"),
        (EvidenceKind.LinkFreeHosting, 0.9, "a link leads to a free hosting or form service"),
        (EvidenceKind.LinkCheapDomain, 0.7, "a link leads under a top level that spam favours"),
        (EvidenceKind.LinkLikeBrand, 1.3, "a link's host contains a brand that does not own it"),
        (EvidenceKind.LinkRandomHost, 0.5, "a link's host reads like random letters"),
        (EvidenceKind.LinkRedirects, 0.1, "a link carries another address"),
        (EvidenceKind.LinkNamesRecipient, 0.3, "a link carries the recipient's address"),
        (EvidenceKind.LinkUnencrypted, 0.2, "share of links without TLS"),
        (EvidenceKind.HiddenText, 0.4, "share of the HTML text that is hidden"),
        (EvidenceKind.HtmlOnly, 0.2, "there is HTML and no plain text"),
        (EvidenceKind.HtmlForm, 0.6, "a form or a password field"),
        (EvidenceKind.HtmlScript, 0.6, "script, refresh or frames"),
        (EvidenceKind.HtmlImagesOnly, 0.6, "images and hardly any text"),
        (EvidenceKind.HtmlEmptyPlain, 0.2, "the plain text beside the HTML is empty"),
        (EvidenceKind.InvisibleInWords, 1.0, "invisible characters inside words"),
        (EvidenceKind.LookAlikesInWords, 1.5, "words mix letters of different scripts"),
        (EvidenceKind.AttachmentExecutable, 2.0, "a program or script is attached"),
        (EvidenceKind.AttachmentArchive, 0.5, "an archive or disk image is attached"),
        (EvidenceKind.AttachmentHtml, 1.2, "an HTML file is attached"),
        (EvidenceKind.AttachmentOffice, 0.2, "an office document is attached"),
        (EvidenceKind.AttachmentPdf, 0.2, "a PDF is attached"),
        (EvidenceKind.AttachmentWithoutText, 0.4, "something is attached and the text is short"),
        (EvidenceKind.StructureAmbiguous, 0.2, "the structure can be read in several ways"),
        (EvidenceKind.CharsetMismatch, 0.3, "the text is not in the charset it names"),
        (EvidenceKind.Report, -0.8, "it is a report of a mail system"),
        (EvidenceKind.SignedMultipart, -0.4, "the parts are signed (OpenPGP, S/MIME)"),
        (EvidenceKind.EncodedPlainText, 0.3, "ASCII text is base64"),
        (EvidenceKind.TextEmpty, 0.2, "there is hardly any text"),
        (EvidenceKind.TextLong, 0.0, "length of the text"),
        (EvidenceKind.TextForeignScript, 0.0, "share of letters that are not Latin"),
        (EvidenceKind.TextCapitals, 0.4, "share of capitals"),
        (EvidenceKind.TextDigits, 0.0, "share of digits"),
        (EvidenceKind.TextQuotes, -0.6, "share of lines that quote another message"),
        (EvidenceKind.TextPatch, -0.8, "lines of a patch or of program code"),
        (EvidenceKind.SpeaksOfAccount, 0.4, "words about accounts, passwords and blocking"),
        (EvidenceKind.SpeaksOfMoney, 0.5, "words about funds, prizes and payment"),
        (EvidenceKind.AccountElsewhere, 0.7, "it speaks of an account and its links do not lead to the author"),
        (EvidenceKind.MoneyByFreemail, 0.7, "it speaks of money and is to be answered to a free mail provider"),
        (EvidenceKind.WalletAddress, 1.0, "a crypto currency address"),
    ];

    /// <summary>How many there are.</summary>
    public static int Count { get; } = Enum.GetValues<EvidenceKind>().Length;

    /// <summary>The weight: what mail administrators know and old corpora cannot teach.</summary>
    public static double Weight(EvidenceKind kind) => Table[(int)kind].Weight;

    /// <summary>What all evidence says together, in log-odds.</summary>
    public static double LogOdds(ReadOnlySpan<float> evidence)
    {
        double sum = 0;
        for (int i = 0; i < evidence.Length; i++)
        {
            sum += evidence[i] * Table[i].Weight;
        }

        return sum;
    }

    /// <summary>In words.</summary>
    public static string Meaning(EvidenceKind kind) => Table[(int)kind].Meaning;
}
