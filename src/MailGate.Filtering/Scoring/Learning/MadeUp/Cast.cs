namespace MailGate.Filtering.Scoring.Learning.MadeUp;

/// <summary>Names and numbers for one made-up message, and its random choices.</summary>
internal sealed class Cast
{
    private static readonly string[] BrandNames =
        "PayPal|Microsoft|Amazon|Apple|Netflix|DHL|FedEx|USPS|DocuSign|Dropbox|Adobe|Wells Fargo|Chase|HSBC|Santander|Bradesco|Livelo|Sparkasse|Postbank|Coinbase|MetaMask|Binance|Trezor|Ledger|eBay|Walmart|Costco|Spotify|Norton|McAfee|Geek Squad|LinkedIn|Facebook|Instagram|WhatsApp|DPD|Rakuten|American Express|Mastercard|Google|OneDrive|SharePoint|Office 365|Outlook|iCloud|Harbor Tools|Blue Freight|Northern Bank|Cloud Storage|State Lottery".Split('|');

    private static readonly string[] BrandDomains =
        "paypal.com|microsoft.com|amazon.com|apple.com|netflix.com|dhl.com|fedex.com|usps.com|docusign.net|dropbox.com|adobe.com|wellsfargo.com|chase.com|hsbc.com|santander.com|bradesco.com.br|livelo.com.br|sparkasse.de|postbank.de|coinbase.com|metamask.io|binance.com|trezor.io|ledger.com|ebay.com|walmart.com|costco.com|spotify.com|norton.com|mcafee.com|geeksquad.com|linkedin.com|facebookmail.com|instagram.com|whatsapp.com|dpd.com|rakuten.co.jp|americanexpress.com|mastercard.com|google.com|microsoft.com|microsoft.com|microsoft.com|microsoft.com|apple.com|harbortools.com|bluefreight.com|northernbank.com|cloudstorage.com|statelottery.org".Split('|');

    private static readonly string[] Words =
        "north river stone green blue silver maple garden bright urban summit harbor cedar field lake craft prime nova delta solar motion pixel bridge oak crystal fresh open smart metro vista coast forest amber royal swift cloud copper meadow spring light studio print travel bike book coffee dental motors hotel school media build paint food pet sport music".Split(' ');

    private static readonly string[] First = "Anna Ben Carla David Elena Frank Grace Hugo Irene Jonas Karin Luis Maria Noah Olga Paul Rosa Samir Tina Victor Wei Yuki Zoe Ahmed".Split(' ');

    private static readonly string[] Last = "Smith Weber Rossi Garcia Martin Novak Silva Jansen Kowalski Tanaka Brown Petit Keller Moreno Lind Costa Berg Walker Chen Khan".Split(' ');

    private static readonly string[] Cities = "Berlin|Lisbon|Chicago|Madrid|Lyon|Osaka|Austin|Milan|Leeds|Porto|Toronto|Vienna|Lagos|Moscow|Dubai|Utrecht".Split('|');

    private static readonly string[] Products = "espresso machine|cordless drill set|wireless headphones|travel bag|garden chairs|running shoes|desk lamp|annual plan|premium support|steel pan|backup service|winter jacket|LED panels|cooler box|tablet".Split('|');

    private readonly DeterministicRandom _random;

    public Cast(DeterministicRandom random)
    {
        _random = random;
        int brand = random.Next(BrandNames.Length);
        (Brand, BrandDomain) = (BrandNames[brand], BrandDomains[brand]);
        string company = Pick(Words), line = Pick(Words);
        Company = Capital(company) + " " + Capital(line);
        CompanyDomain = company + (Chance(30) ? "-" : "") + line + Pick([".com", ".com", ".com", ".de", ".net", ".co.uk", ".fr", ".org", ".io", ".nl", ".com.br", ".es", ".it"]);
        (Name, Person) = (Pick(First), Pick(First) + " " + Pick(Last));
        Domain = Pick(Words) + Pick(Words) + Pick([".com", ".org", ".net", ".de", ".edu"]);
        Address = (Chance(50) ? Name + "." + Pick(Last) : Name).ToLowerInvariant() + "@" + (Chance(25) ? "gmail.com" : Domain);
        Date = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(60 * 24 * 365 * 5));
    }

    public string Brand { get; }

    public string BrandDomain { get; }

    public string Company { get; }

    public string CompanyDomain { get; }

    /// <summary>The recipient's first name.</summary>
    public string Name { get; }

    public string Person { get; }

    /// <summary>The recipient's domain.</summary>
    public string Domain { get; }

    /// <summary>The recipient's address.</summary>
    public string Address { get; }

    public DateTimeOffset Date { get; }

    public string Pick(IReadOnlyList<string> from) => from[_random.Next(from.Count)];

    /// <summary>True in so many of 100 cases.</summary>
    public bool Chance(int percent) => _random.Next(100) < percent;

    public int Number(int limit) => _random.Next(limit);

    public string Letters(int count, string alphabet = "abcdefghijklmnopqrstuvwxyz0123456789") =>
        string.Create(count, alphabet, (span, letters) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = letters[_random.Next(letters.Length)];
            }
        });

    public string Word() => Pick(Words);

    /// <summary>A phrase with its names and numbers filled in.</summary>
    public string Fill(string phrase) => phrase.Replace("{brand}", Brand, StringComparison.Ordinal).Replace("{company}", Company, StringComparison.Ordinal)
        .Replace("{name}", Name, StringComparison.Ordinal).Replace("{person}", Person, StringComparison.Ordinal).Replace("{domain}", Domain, StringComparison.Ordinal)
        .Replace("{address}", Address, StringComparison.Ordinal).Replace("{city}", Pick(Cities), StringComparison.Ordinal).Replace("{product}", Pick(Products), StringComparison.Ordinal)
        .Replace("{number}", Number(90000).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{code}", Letters(6, "0123456789"), StringComparison.Ordinal).Replace("{money}", Money(), StringComparison.Ordinal)
        .Replace("{wallet}", "1" + Letters(32, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789"), StringComparison.Ordinal)
        .Replace("{date}", Date.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private string Money() => (Number(900) + 1) + "." + Letters(2, "0123456789") is var sum && Chance(50) ? "$" + sum : sum + Pick([" EUR", " USD", "€"]);
}
