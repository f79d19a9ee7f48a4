using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Urls;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>Where a message's links lead, seen from who sent it.</summary>
internal static class LinkEvidence
{
    private const int MaxLinks = 60;
    private const int MaxBrandTests = 12;
    private const UrlSources Clicked = UrlSources.Text | UrlSources.Link | UrlSources.Form | UrlSources.Document | UrlSources.Attachment;

    /// <summary>Sets the evidence. Returns true when there are links and none leads to the author.</summary>
    /// <param name="brand">The brand that the sender claims to be, or -1.</param>
    public static bool Read(MessageContent content, HeaderFacts facts, int brand, MessageFeatures features)
    {
        int links = 0, own = 0, plain = 0, tested = 0;
        bool toBrand = false;
        string only = "", last = "";
        bool several = false;
        foreach (MailUrl url in content.Urls)
        {
            if ((url.Sources & Clicked) == 0 || url.Scheme is not ("http" or "https" or "ftp") || url.Host.Length == 0)
            {
                continue;
            }

            if (++links > MaxLinks)
            {
                break;
            }

            string organization = OrganizationalName.Of(url.Host);
            own += organization == facts.Organization ? 1 : 0;
            plain += url.Scheme == "http" && (url.Flags & MailUrlFlags.Schemeless) == 0 ? 1 : 0;
            several |= only.Length > 0 && organization != only;
            only = organization;
            toBrand |= brand >= 0 && Brands.Owns(brand, organization);
            Flags(url, features);
            if (url.Host != last)
            {
                last = url.Host;
                Host(url, organization, tested++ < MaxBrandTests, features);
            }

            NamesRecipient(url, facts.Recipient, features);
        }

        links = Math.Min(links, MaxLinks);
        features.Set(EvidenceKind.LinkMany, Math.Log2(1 + links) / 6);
        features.Set(EvidenceKind.LinkNone, links == 0);
        features.Set(EvidenceKind.BrandWithoutItsLinks, brand >= 0 && !toBrand);
        if (links == 0)
        {
            return false;
        }

        features.Set(EvidenceKind.LinksToAuthor, (double)own / links);
        features.Set(EvidenceKind.LinksElsewhere, own == 0);
        features.Set(EvidenceKind.LinkOneForeign, !several && own == 0);
        features.Set(EvidenceKind.LinkUnencrypted, (double)plain / links);
        return own == 0;
    }

    private static void Flags(MailUrl url, MessageFeatures features)
    {
        MailUrlFlags flags = url.Flags;
        if ((flags & (MailUrlFlags.TextMismatch | MailUrlFlags.IpHost | MailUrlFlags.Punycode | MailUrlFlags.UserInfo | MailUrlFlags.EmbedsUrl)) == 0)
        {
            return;
        }

        Note(EvidenceKind.LinkTextMisleads, MailUrlFlags.TextMismatch);
        Note(EvidenceKind.LinkToAddress, MailUrlFlags.IpHost);
        Note(EvidenceKind.LinkPunycode, MailUrlFlags.Punycode);
        Note(EvidenceKind.LinkUserInfo, MailUrlFlags.UserInfo);
        Note(EvidenceKind.LinkRedirects, MailUrlFlags.EmbedsUrl);

        void Note(EvidenceKind kind, MailUrlFlags flag)
        {
            if ((flags & flag) != 0)
            {
                features.Set(kind, true);
            }
        }
    }

    private static void Host(MailUrl url, string organization, bool testBrands, MessageFeatures features)
    {
        Note(EvidenceKind.LinkShortened, KnownNames.IsShortener(organization));
        Note(EvidenceKind.LinkFreeHosting, KnownNames.IsFreeHosting(url.Host));
        Note(EvidenceKind.LinkCheapDomain, KnownNames.IsCheap(OrganizationalName.TopLevel(url.Host)));
        Note(EvidenceKind.LinkRandomHost, (url.Flags & MailUrlFlags.IpHost) == 0 && NameShape.IsRandom(OrganizationalName.Label(organization)));
        if (testBrands && OrganizationalName.TopLevel(url.Host) is not "example")
        {
            Note(EvidenceKind.LinkLikeBrand, Brands.IsBorrowed(url.HostSkeleton, organization));
        }

        void Note(EvidenceKind kind, bool found)
        {
            if (found)
            {
                features.Set(kind, true);
            }
        }
    }

    private static void NamesRecipient(MailUrl url, string recipient, MessageFeatures features)
    {
        if (recipient.Length > 5 && (url.Text.Contains(recipient, StringComparison.OrdinalIgnoreCase)))
        {
            features.Set(EvidenceKind.LinkNamesRecipient, true);
        }
    }
}
