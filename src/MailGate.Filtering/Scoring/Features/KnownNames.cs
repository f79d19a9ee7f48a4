using System.Collections.Frozen;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>Names that mean something in mail: free mail providers, shorteners, free hosting, top levels that spam favours.</summary>
internal static class KnownNames
{
    private static readonly FrozenSet<string> FreemailNames = Set(
        "gmail.com googlemail.com yahoo.com ymail.com rocketmail.com hotmail.com outlook.com live.com msn.com aol.com aim.com icloud.com me.com mac.com gmx.com gmx.de gmx.net "
        + "gmx.at gmx.ch web.de t-online.de freenet.de mail.com mail.ru bk.ru inbox.ru list.ru yandex.com yandex.ru rambler.ru proton.me protonmail.com pm.me zoho.com tutanota.com "
        + "qq.com 163.com 126.com sina.com sohu.com foxmail.com yeah.net naver.com daum.net hanmail.net rediffmail.com yahoo.co.uk yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.co.jp "
        + "yahoo.com.br yahoo.com.hk yahoo.co.in yahoo.ca hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es live.co.uk live.fr outlook.fr outlook.de outlook.jp uol.com.br "
        + "bol.com.br terra.com.br libero.it virgilio.it orange.fr wanadoo.fr laposte.net free.fr sfr.fr seznam.cz wp.pl o2.pl onet.pl interia.pl abv.bg ukr.net inbox.lv excite.com "
        + "lycos.com netscape.net juno.com earthlink.net comcast.net verizon.net att.net sbcglobal.net cox.net btinternet.com email.com usa.com consultant.com post.com mail2world.com");

    private static readonly FrozenSet<string> ShortenerNames = Set(
        "bit.ly t.co tinyurl.com goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly rb.gy t.ly shorturl.at s.id tiny.cc lnkd.in bl.ink v.gd qrco.de x.co adf.ly urlz.fr u.to clck.ru "
        + "shorter.me tr.ee soo.gd n9.cl linktr.ee lihi.cc surl.li shrtco.de q-r.to me2.kr han.gl url.kr trk.mn encr.pw");

    private static readonly string[] HostingSuffixes =
    [
        ".web.app", ".firebaseapp.com", ".pages.dev", ".workers.dev", ".r2.dev", ".netlify.app", ".vercel.app", ".herokuapp.com", ".glitch.me", ".repl.co", ".weebly.com",
        ".wixsite.com", ".webflow.io", ".wordpress.com", ".blogspot.com", ".github.io", ".godaddysites.com", ".square.site", ".duckdns.org", ".ngrok.io", ".ngrok-free.app",
        ".000webhostapp.com", ".azurewebsites.net", ".azureedge.net", ".blob.core.windows.net", ".web.core.windows.net", ".cloudfront.net", ".s3.amazonaws.com", ".amplifyapp.com",
        ".translate.goog", ".ipfs.io", ".dweb.link", ".fleek.co", ".mystrikingly.com", ".jimdosite.com", ".tumblr.com", ".formstack.com", ".typeform.com", ".jotform.com",
        ".backblazeb2.com", ".digitaloceanspaces.com", ".onrender.com", ".surge.sh", ".carrd.co", ".framer.website", ".yolasite.com", ".sharepoint.com", ".dynv6.net", ".ddns.net",
        ".cprapid.com", ".plesk.page", ".linodeobjects.com", ".wasabisys.com", ".myqcloud.com", ".aliyuncs.com", ".contaboserver.net", ".secureserver.net", ".fly.dev", ".lovable.app",
    ];

    private static readonly FrozenSet<string> HostingNames = Set(
        "storage.googleapis.com firebasestorage.googleapis.com docs.google.com forms.gle sites.google.com drive.google.com script.google.com s3.amazonaws.com ipfs.io "
        + "forms.office.com 1drv.ms jotform.com form.jotform.com canva.com www.canva.com telegra.ph rentry.co notion.site wetransfer.com mediafire.com www.mediafire.com "
        + "cloudflare-ipfs.com gateway.pinata.cloud dropbox.com www.dropbox.com translate.google.com googleweblight.com");

    private static readonly FrozenSet<string> CheapTopLevels = Set(
        "xyz top icu click cam shop online site club work live buzz fun space store website tk ml ga cf gq rest monster quest cyou sbs bond lol cfd link info biz pw us su surf "
        + "bar best beauty hair skin makeup boats autos uno today life world vip win bid loan men date download racing stream trade review party science accountant cricket faith ru cn");

    /// <summary>True for an organisation where anybody gets a mailbox.</summary>
    public static bool IsFreemail(string organization) => FreemailNames.Contains(organization);

    /// <summary>True for a shortener of addresses.</summary>
    public static bool IsShortener(string organization) => ShortenerNames.Contains(organization);

    /// <summary>True for a host where anybody can put a page, a file or a form.</summary>
    public static bool IsFreeHosting(string host)
    {
        if (HostingNames.Contains(host))
        {
            return true;
        }

        foreach (string suffix in HostingSuffixes)
        {
            if (host.EndsWith(suffix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a top level that costs little and is used much by spam.</summary>
    public static bool IsCheap(ReadOnlySpan<char> topLevel) => CheapTopLevels.GetAlternateLookup<ReadOnlySpan<char>>().Contains(topLevel);

    /// <summary>Names in one text, parted by blanks.</summary>
    internal static FrozenSet<string> Set(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
