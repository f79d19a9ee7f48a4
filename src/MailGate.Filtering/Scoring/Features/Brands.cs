using System.Collections.Frozen;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>Brands that phishing borrows, and whose name belongs in no other organisation's sender, subject or host.</summary>
internal static class Brands
{
    // A line: the words that name it (joined by + where they are two), then the labels of its own domains beside that word.
    private const string Lines = """
        paypal paypalobjects paypal-communication
        amazon amazonaws primevideo
        microsoft microsoftemail sharepoint onmicrosoft office outlook live microsoftonline office365 microsoft365 msn windows azure
        office365 microsoft office microsoftonline
        outlook microsoft live office microsoftonline
        onedrive microsoft live
        sharepoint microsoft sharepointonline
        apple icloud
        icloud apple
        google gmail youtube googlemail android googleapis googleusercontent googlegroups withgoogle blog chromium
        netflix
        facebook facebookmail meta fb
        instagram facebook meta facebookmail
        whatsapp meta facebook
        linkedin
        twitter x
        dhl dhl-news deutschepost
        fedex
        usps
        docusign
        dropbox dropboxmail
        adobe adobesign
        wells+fargo wellsfargo
        bank+of+america bankofamerica bofa
        chase jpmorgan
        citibank citi
        capital+one capitalone
        american+express americanexpress aexp
        hsbc
        santander
        bradesco
        itau itau-unibanco
        caixa
        nubank
        livelo
        serasa
        mercado+livre mercadolivre mercadolibre mercadopago
        bbva
        unicredit
        barclays
        lloyds lloydsbank
        natwest
        sparkasse
        volksbank
        postbank
        commerzbank
        comdirect
        credit+agricole credit-agricole
        postfinance
        swisscom
        metamask consensys
        coinbase
        binance
        trust+wallet trustwallet
        ledger
        trezor
        blockchain
        kraken
        bitpanda
        ebay
        walmart
        costco
        spotify
        norton nortonlifelock
        mcafee
        geek+squad geeksquad bestbuy
        godaddy secureserver
        xfinity comcast
        verizon
        dpd
        hermes myhermes
        postnl
        royal+mail royalmail
        evri
        correos
        hmrc
        ameli
        impots
        rakuten
        mercari
        wetransfer
        zoom
        disney+plus disneyplus disney
        cash+app cash square
        venmo
        zelle
        westernunion
        moneygram
        visa
        mastercard
        telegram
        steam steampowered valvesoftware
        roblox
        """;

    private static readonly (string Name, string[] Labels)[] All = [.. Lines.Split('\n').Select(Read)];
    private static readonly FrozenDictionary<string, int> ByFirstWord = BuildFirstWords();
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ByFirstWordSpan = ByFirstWord.GetAlternateLookup<ReadOnlySpan<char>>();

    // Whether any brand begins with this character and the next.
    private static readonly bool[] Beginnings = FindBeginnings();

    /// <summary>The first brand that stands as a word in the folded text; -1 for none.</summary>
    public static int Find(ReadOnlySpan<char> folded)
    {
        int start = -1;
        for (int i = 0; i <= folded.Length; i++)
        {
            bool inWord = i < folded.Length && (char.IsAsciiLetterLower(folded[i]) || char.IsAsciiDigit(folded[i]));
            if (inWord)
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0 && i - start is >= 3 and <= 12 && Beginnings[Beginning(folded[start], folded[start + 1])] && ByFirstWordSpan.TryGetValue(folded[start..i], out int brand) && StartsWith(folded[start..], All[brand].Name))
            {
                return brand;
            }

            start = -1;
        }

        return -1;
    }

    /// <summary>True when the organisation is the brand's own.</summary>
    public static bool Owns(int brand, string organization)
    {
        ReadOnlySpan<char> label = OrganizationalName.Label(organization);
        foreach (string own in All[brand].Labels)
        {
            if (label.SequenceEqual(own))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the host has a brand's name in it, as it is written or as it looks, and is not the brand's.</summary>
    /// <param name="skeleton">What the host looks like.</param>
    public static bool IsBorrowed(string skeleton, string organization)
    {
        for (int i = 0; i < All.Length; i++)
        {
            string name = All[i].Labels[0];
            // Short names stand in many others.
            if (name.Length >= 6 && skeleton.Contains(name, StringComparison.Ordinal) && !Owns(i, organization))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsWith(ReadOnlySpan<char> text, string name) => text.StartsWith(name) && (text.Length == name.Length || !char.IsAsciiLetterLower(text[name.Length]));

    private static (string Name, string[] Labels) Read(string line)
    {
        string[] words = line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string name = words[0].Replace('+', ' ');
        string joined = words[0].Replace("+", "", StringComparison.Ordinal);
        // Folded text has 0 for every digit.
        string folded = string.Concat(name.Select(c => char.IsAsciiDigit(c) ? '0' : c));
        return (folded, [joined, .. words[1..]]);
    }

    private static int Beginning(char first, char second) => ((first & 63) * 64) + (second & 63);

    private static bool[] FindBeginnings()
    {
        bool[] found = new bool[64 * 64];
        foreach (string word in ByFirstWord.Keys)
        {
            found[Beginning(word[0], word[1])] = true;
        }

        return found;
    }

    private static FrozenDictionary<string, int> BuildFirstWords()
    {
        Dictionary<string, int> words = [];
        for (int i = 0; i < All.Length; i++)
        {
            words.TryAdd(All[i].Name.Split(' ')[0], i);
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
