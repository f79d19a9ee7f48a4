namespace MailGate.Filtering.Scoring.Learning.MadeUp;

/// <summary>Who a made-up message says it is from, where answers go and where its links lead. This is what tells a notice from a copy of one.</summary>
/// <param name="Name">The author's name.</param>
/// <param name="Address">The author's address.</param>
/// <param name="ReplyTo">Where answers go, or null.</param>
/// <param name="LinkHost">Host of its links.</param>
/// <param name="Signer">Domain of its DKIM-Signature, or null.</param>
internal sealed record Origin(string Name, string Address, string? ReplyTo, string LinkHost, string? Signer)
{
    private static readonly string[] FreeMail = ["gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "aol.com", "gmx.de", "mail.ru", "proton.me"];
    private static readonly string[] CheapTops = [".top", ".xyz", ".shop", ".click", ".info", ".online", ".site", ".icu", ".live", ".cfd", ".sbs", ".ru", ".cn", ".com", ".com", ".net", ".org", ".us", ".co"];
    private static readonly string[] Lures = ["secure", "login", "support", "verify", "account", "update", "service", "help", "billing", "alert", "online", "id", "mail", "info", "center"];
    private static readonly string[] FreeHosts = [".web.app", ".pages.dev", ".workers.dev", ".netlify.app", ".vercel.app", ".weebly.com", ".r2.dev", ".blob.core.windows.net", ".s3.amazonaws.com", ".github.io", ".firebaseapp.com", ".wixsite.com", ".blogspot.com"];
    private static readonly string[] Shorteners = ["bit.ly", "t.co", "tinyurl.com", "is.gd", "cutt.ly", "rb.gy", "t.ly", "s.id"];
    private static readonly string[] Senders = ["sendgrid.net", "list-manage.com", "hubspotemail.net", "klaviyomail.com", "sparkpostmail.com", "mandrillapp.com", "customeriomail.com"];

    /// <summary>Of a message that deceives.</summary>
    public static Origin Foreign(Cast cast, bool claimsBrand)
    {
        string domain = ForeignDomain(cast);
        string local = cast.Pick(["noreply", "no-reply", "info", "support", "service", "admin", "contact", cast.Letters(8), cast.Name.ToLowerInvariant() + cast.Number(999), "mail", "newsletter", "billing"]);
        string name = !claimsBrand ? cast.Pick([cast.Person, cast.Company, local]) : cast.Pick([cast.Brand, cast.Brand, cast.Brand + " " + Cast.Capital(cast.Pick(Lures)), cast.Brand.ToUpperInvariant(), cast.Domain + " " + cast.Pick(Lures), cast.Person]);
        string? reply = cast.Chance(20) ? cast.Letters(7) + "@" + cast.Pick(FreeMail) : cast.Chance(12) ? "reply@" + cast.Word() + cast.Word() + cast.Pick(CheapTops) : null;
        string host = cast.Number(100) switch
        {
            < 24 => cast.Letters(9) + cast.Pick(FreeHosts),
            < 30 => "storage.googleapis.com",
            < 44 => cast.Pick(Shorteners),
            < 60 => LookAlike(cast),
            < 63 => $"{cast.Number(200) + 20}.{cast.Number(250)}.{cast.Number(250)}.{cast.Number(250)}",
            < 75 => domain,
            < 80 => cast.Letters(12, "bcdfghjklmnpqrstvwxz0123456789") + cast.Pick(CheapTops),
            _ => (cast.Chance(40) ? "www." : "") + cast.Word() + cast.Word() + cast.Pick(CheapTops),
        };
        return new Origin(name, local + "@" + domain, reply, host, cast.Chance(45) ? domain : null);
    }

    /// <summary>Of a message that is what it says.</summary>
    public static Origin Own(Cast cast, bool claimsBrand)
    {
        string domain = claimsBrand ? cast.BrandDomain : cast.CompanyDomain;
        string sub = cast.Chance(35) ? cast.Pick(["mail.", "email.", "em.", "news.", "info.", "notify."]) + domain : domain;
        string name = claimsBrand ? cast.Pick([cast.Brand, cast.Brand + " Support"]) : cast.Pick([cast.Company, cast.Company, cast.Person + " (" + cast.Company + ")", "noreply"]);
        string local = cast.Pick(["noreply", "no-reply", "info", "support", "hello", "news", "billing", "orders", "service", "team"]);
        string? reply = cast.Chance(25) ? cast.Pick(["support@", "hello@", "reply@"]) + domain : null;
        bool tracked = cast.Chance(25);
        string host = tracked ? cast.Pick(["click.", "u" + cast.Number(99999) + ".ct.", "links."]) + cast.Pick(Senders) : cast.Pick(["www.", "", "links.", "click.", "account."]) + domain;
        return new Origin(name, local + "@" + sub, reply, host, cast.Chance(85) ? cast.Chance(80) ? domain : cast.Pick(Senders) : null);
    }

    /// <summary>Of a message that a person wrote; without deceit when <paramref name="isSpam"/> is false.</summary>
    public static Origin Personal(Cast cast, bool isSpam)
    {
        string local = cast.Person.ToLowerInvariant().Replace(' ', '.');
        string domain = isSpam ? cast.Chance(60) ? cast.Pick(FreeMail) : ForeignDomain(cast) : cast.Chance(25) ? cast.Pick(FreeMail) : cast.CompanyDomain;
        string? reply = isSpam && cast.Chance(45) ? cast.Letters(9) + "@" + cast.Pick(FreeMail) : null;
        return new Origin(cast.Person, (isSpam && cast.Chance(50) ? cast.Letters(8) + cast.Number(999) : local) + "@" + domain, reply, "www." + cast.CompanyDomain, cast.Chance(60) ? domain : null);
    }

    private static string ForeignDomain(Cast cast) => cast.Number(100) switch
    {
        < 40 => cast.Word() + cast.Word() + cast.Pick(CheapTops),
        < 55 => LookAlike(cast),
        < 65 => cast.Pick(FreeMail),
        < 75 => cast.Letters(10) + cast.Pick(CheapTops),
        < 82 => cast.Letters(8) + ".onmicrosoft.com",
        < 88 => cast.Domain,
        < 92 => cast.BrandDomain,
        _ => cast.Pick(["mail.", "em."]) + cast.Word() + "-" + cast.Word() + cast.Pick(CheapTops),
    };

    private static string LookAlike(Cast cast)
    {
        string brand = cast.Brand.ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal);
        string bent = cast.Chance(30) ? brand.Replace('l', '1').Replace('o', '0') : brand;
        return cast.Number(3) switch
        {
            0 => bent + "-" + cast.Pick(Lures) + cast.Pick(CheapTops),
            1 => cast.Pick(Lures) + "-" + bent + cast.Pick(CheapTops),
            _ => bent + ".com-" + cast.Letters(5) + cast.Pick(CheapTops),
        };
    }
}
