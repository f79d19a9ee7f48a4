using System.Collections.Frozen;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>Words in which phishing and advance-fee fraud speak, in the languages they come in, folded.</summary>
internal static class SpeechWords
{
    private static readonly FrozenSet<string> AccountWords = KnownNames.Set(
        "account accounts password passwords login signin verify verified verification suspended suspension locked unlock restricted limited unusual unauthorized deactivated "
        + "deactivation expire expires expired expiration reactivate validate validation mailbox quota wallet identity billing blocked recover sicherheit konto passwort "
        + "gesperrt verifizieren bestatigen kundenkonto anmelden compte bloque suspendu verifier identifiant connexion cuenta contrasena bloqueada suspendida verificar "
        + "conta senha bloqueado atualizar acesso cadastro pontos resgate resgatar conto sospeso bloccato accedi wachtwoord rekening geblokkeerd haslo").Select(Normalize).ToFrozenSet();

    private static readonly FrozenSet<string> MoneyWords = KnownNames.Set(
        "million millions fund funds beneficiary inheritance transfer donation donate lottery winner compensation consignment deceased widow barrister banker investor investment "
        + "loan loans attorney diplomat charity bequeath foundation heir claim atm usd euros dollars bitcoin btc crypto urgent confidential erbschaft spende millionen heritage "
        + "don millones herencia fondos donacion").Select(Normalize).ToFrozenSet();

    private static readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> IsMoney =
        AccountWords.Select(w => (w, false)).Concat(MoneyWords.Select(w => (w, true))).ToFrozenDictionary(p => p.w, p => p.Item2).GetAlternateLookup<ReadOnlySpan<char>>();

    // Whether any word begins with these two letters: most words of a text end here.
    private static readonly bool[] Beginnings = FindBeginnings();

    /// <summary>Counts both kinds in a folded text.</summary>
    public static void Count(ReadOnlySpan<char> folded, ref int account, ref int money)
    {
        int start = -1;
        for (int i = 0; i <= folded.Length; i++)
        {
            if (i < folded.Length && char.IsAsciiLetterLower(folded[i]))
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0 && i - start is >= 3 and <= 14 && Beginnings[Beginning(folded[start], folded[start + 1])] && IsMoney.TryGetValue(folded[start..i], out bool isMoney))
            {
                (account, money) = isMoney ? (account, money + 1) : (account + 1, money);
            }

            start = -1;
        }
    }

    private static int Beginning(char first, char second) => ((first - 'a') * 26) + (second - 'a');

    private static bool[] FindBeginnings()
    {
        bool[] found = new bool[26 * 26];
        foreach (string word in AccountWords.Concat(MoneyWords).Where(w => w.Length >= 3 && w.AsSpan(0, 2).IndexOfAnyExceptInRange('a', 'z') < 0))
        {
            found[Beginning(word[0], word[1])] = true;
        }

        return found;
    }

    private static string Normalize(string word)
    {
        Span<char> folded = stackalloc char[word.Length];
        return folded[..TextFolding.Fold(word, folded)].ToString();
    }
}
