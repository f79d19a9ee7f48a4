namespace MailGate.Filtering.Scoring.Features;

/// <summary>What the sender's fields say about each other.</summary>
internal static class SenderEvidence
{
    private static readonly string[] ReplyPrefixes = ["re:", "aw:", "sv:", "antw:", "fwd:", "fw:", "rif:", "res:", "回复:", "回复："];

    /// <summary>Sets the evidence and returns the brand that sender or subject name without being it, or -1.</summary>
    public static int Read(HeaderFacts facts, string subject, MessageFeatures features)
    {
        string organization = facts.Organization;
        bool freemail = KnownNames.IsFreemail(organization);
        features.Set(EvidenceKind.AuthorMissing, facts.Author.Domain is null);
        features.Set(EvidenceKind.AuthorFreemail, freemail);
        int brand = AuthorName(facts, features);
        AuthorDomain(facts, features);
        ReplyTo(facts, freemail, features);
        Fields(facts, features);
        return Subject(facts, subject, features) is var named and >= 0 && brand < 0 ? named : brand;
    }

    private static int AuthorName(HeaderFacts facts, MessageFeatures features)
    {
        string name = facts.AuthorName;
        Span<char> folded = stackalloc char[128];
        folded = folded[..TextFolding.Fold(name, folded)];
        int at = name.IndexOf('@', StringComparison.Ordinal);
        if (at > 0 && facts.Author.Address is { } address)
        {
            string shown = HeaderFacts.FirstAddress(name);
            bool isAddress = shown.IndexOf('.', shown.IndexOf('@', StringComparison.Ordinal) + 1) > 0;
            features.Set(EvidenceKind.AuthorNameIsAddress, isAddress && HeaderFacts.OrganizationOf(shown) != facts.Organization && !shown.Equals(address, StringComparison.OrdinalIgnoreCase));
        }

        int brand = Brands.Find(folded);
        if (brand < 0 || Brands.Owns(brand, facts.Organization))
        {
            return -1;
        }

        features.Set(EvidenceKind.AuthorNameIsBrand, true);
        return brand;
    }

    private static void AuthorDomain(HeaderFacts facts, MessageFeatures features)
    {
        if (facts.Author.Domain is not { } domain || facts.Organization.EndsWith(".example", StringComparison.Ordinal))
        {
            return;
        }

        ReadOnlySpan<char> label = OrganizationalName.Label(facts.Organization);
        string looksLike = Mail.Messages.Urls.Confusables.Skeleton(domain.Unicode);
        features.Set(EvidenceKind.AuthorDomainLikeBrand, Brands.IsBorrowed(looksLike, facts.Organization));
        features.Set(EvidenceKind.AuthorDomainPunycode, domain.Ascii.Contains("xn--", StringComparison.Ordinal));
        features.Set(EvidenceKind.AuthorDomainRandom, NameShape.IsRandom(label));
        features.Set(EvidenceKind.AuthorDomainCheap, KnownNames.IsCheap(OrganizationalName.TopLevel(domain.Ascii)));
        features.Set(EvidenceKind.AuthorLocalPartRandom, NameShape.IsRandom(facts.Author.LocalPart));
    }

    private static void ReplyTo(HeaderFacts facts, bool freemail, MessageFeatures features)
    {
        if (facts.ReplyTo.Length == 0 || facts.Author.Address is not { } address)
        {
            return;
        }

        bool elsewhere = facts.ReplyOrganization != facts.Organization;
        bool toFreemail = KnownNames.IsFreemail(facts.ReplyOrganization);
        features.Set(EvidenceKind.ReplyToElsewhere, elsewhere);
        features.Set(EvidenceKind.ReplyToFreemail, toFreemail && !freemail);
        features.Set(EvidenceKind.ReplyToOtherMailbox, toFreemail && freemail && !facts.ReplyTo.Equals(address, StringComparison.OrdinalIgnoreCase));
    }

    private static void Fields(HeaderFacts facts, MessageFeatures features)
    {
        features.Set(EvidenceKind.MessageIdMissing, facts.MessageId.Length == 0);
        features.Set(EvidenceKind.MessageIdElsewhere, facts.MessageIdOrganization.Length > 0 && facts.MessageIdOrganization != facts.Organization);
        features.Set(EvidenceKind.DateMissing, facts.Date.Length == 0);
        features.Set(EvidenceKind.RecipientMissing, !facts.HasTo && !facts.HasCc);
        features.Set(EvidenceKind.RecipientUndisclosed, facts.HasTo && facts.Recipient.Length == 0);
        features.Set(EvidenceKind.RecipientIsAuthor, facts.Recipient.Length > 0 && facts.Recipient.Equals(facts.Author.Address, StringComparison.OrdinalIgnoreCase));
        features.Set(EvidenceKind.Threaded, facts.IsThreaded);
        features.Set(EvidenceKind.Unsubscribable, facts.IsUnsubscribable);
        features.Set(EvidenceKind.UnsubscribableByOneClick, facts.IsUnsubscribableByOneClick);
        features.Set(EvidenceKind.Signed, facts.IsSigned);
        features.Set(EvidenceKind.SignedByAuthor, facts.IsSignedByAuthor);
        features.Set(EvidenceKind.SignedElsewhere, facts.IsSigned && !facts.IsSignedByAuthor);
        features.Set(EvidenceKind.AutoSubmitted, facts.IsAutoSubmitted);
        features.Set(EvidenceKind.PriorityHigh, facts.IsUrgent);
    }

    private static int Subject(HeaderFacts facts, string subject, MessageFeatures features)
    {
        Span<char> folded = stackalloc char[256];
        folded = folded[..TextFolding.Fold(subject, folded, out int invisible, out int lookAlikes)];
        bool encoded = facts.RawSubject.StartsWith("=?", StringComparison.Ordinal) && System.Text.Ascii.IsValid(subject);
        int upper = 0, letters = 0, marks = 0;
        foreach (char c in subject)
        {
            upper += char.IsUpper(c) ? 1 : 0;
            letters += char.IsLetter(c) ? 1 : 0;
            marks += c is '!' or '$' or '€' or '£' or '%' ? 1 : 0;
        }

        features.Set(EvidenceKind.SubjectMissing, subject.Trim().Length == 0);
        features.Set(EvidenceKind.SubjectCapitals, letters >= 8 && upper > letters * 0.7);
        features.Set(EvidenceKind.SubjectMarks, Math.Min(3, marks) / 3.0);
        features.Set(EvidenceKind.SubjectObscured, encoded || invisible + lookAlikes > 0);
        features.Set(EvidenceKind.ReplyWithoutThread, !facts.IsThreaded && StartsAsReply(folded));
        int brand = Brands.Find(folded);
        if (brand < 0 || Brands.Owns(brand, facts.Organization))
        {
            return -1;
        }

        features.Set(EvidenceKind.SubjectIsBrand, true);
        return brand;
    }

    private static bool StartsAsReply(ReadOnlySpan<char> folded)
    {
        foreach (string prefix in ReplyPrefixes)
        {
            if (folded.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }
}
