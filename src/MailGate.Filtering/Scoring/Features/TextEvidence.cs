namespace MailGate.Filtering.Scoring.Features;

/// <summary>How a text is written, beside its words.</summary>
internal sealed class TextEvidence
{
    private const int MaxSpeech = 3000;

    private int _length, _letters, _capitals, _digits, _foreign, _lines, _quoted, _code, _invisible, _lookAlikes, _account, _money;
    private int _brand = -1;
    private bool _wallet;

    /// <summary>Characters of all texts.</summary>
    public int Length => _length;

    /// <summary>Looks at a piece of text as it came.</summary>
    public void AddRaw(ReadOnlySpan<char> text)
    {
        bool atStart = true;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\n')
            {
                atStart = true;
                continue;
            }

            if (atStart && c is not (' ' or '\r'))
            {
                atStart = false;
                Line(text[i..Math.Min(text.Length, i + 8)]);
            }

            if (c < 128)
            {
                bool upper = char.IsAsciiLetterUpper(c);
                _letters += upper || char.IsAsciiLetterLower(c) ? 1 : 0;
                _capitals += upper ? 1 : 0;
                _digits += char.IsAsciiDigit(c) ? 1 : 0;
            }
            else if (c > '\u024F' && char.IsLetter(c))
            {
                _letters++;
                _foreign++;
            }
        }
    }

    /// <summary>Looks at the same piece, folded.</summary>
    public void AddFolded(ReadOnlySpan<char> folded, int invisible, int lookAlikes, bool isHead)
    {
        _length += folded.Length;
        _invisible += invisible;
        _lookAlikes += lookAlikes;
        if (isHead)
        {
            SpeechWords.Count(folded[..Math.Min(folded.Length, MaxSpeech)], ref _account, ref _money);
            _brand = _brand < 0 ? Brands.Find(folded[..Math.Min(folded.Length, MaxSpeech)]) : _brand;
        }

        _wallet |= HasWallet(folded);
    }

    /// <param name="linksElsewhere">There are links and none leads to the author.</param>
    public void Set(HeaderFacts facts, bool linksElsewhere, MessageFeatures features)
    {
        double letters = Math.Max(1, _letters), lines = Math.Max(1, _lines);
        features.Set(EvidenceKind.TextEmpty, _length < 40);
        features.Set(EvidenceKind.TextLong, Math.Min(1, Math.Log2(1 + _length) / 14));
        features.Set(EvidenceKind.TextForeignScript, _foreign / letters);
        features.Set(EvidenceKind.TextCapitals, _letters > 40 ? Math.Min(0.5, _capitals / letters) * 2 : 0);
        features.Set(EvidenceKind.TextDigits, Math.Min(1, 4.0 * _digits / Math.Max(1, _length)));
        features.Set(EvidenceKind.TextQuotes, _quoted / lines);
        features.Set(EvidenceKind.TextPatch, Math.Min(1, 3 * _code / lines));
        features.Set(EvidenceKind.InvisibleInWords, Math.Min(1, _invisible / 5.0));
        features.Set(EvidenceKind.LookAlikesInWords, Math.Min(1, _lookAlikes / 3.0));
        features.Set(EvidenceKind.TextIsBrand, _brand >= 0 && !Brands.Owns(_brand, facts.Organization));
        features.Set(EvidenceKind.SpeaksOfAccount, Math.Min(1, _account / 5.0));
        features.Set(EvidenceKind.SpeaksOfMoney, Math.Min(1, _money / 6.0));
        features.Set(EvidenceKind.AccountElsewhere, linksElsewhere && !facts.IsThreaded ? Math.Min(1, _account / 4.0) : 0);
        bool freemail = KnownNames.IsFreemail(facts.ReplyOrganization) || KnownNames.IsFreemail(facts.Organization);
        features.Set(EvidenceKind.MoneyByFreemail, freemail && !facts.IsThreaded ? Math.Min(1, _money / 4.0) : 0);
        features.Set(EvidenceKind.WalletAddress, _wallet);
    }

    private void Line(ReadOnlySpan<char> start)
    {
        _lines++;
        _quoted += start[0] is '>' or '|' ? 1 : 0;
        _code += start[0] is '+' or '@' or '\t' or '{' or '}' or '#' || start.StartsWith("---") || start.StartsWith("diff ") || start.StartsWith("index ") || start.TrimEnd("\r\n ").EndsWith(';') ? 1 : 0;
    }

    // Folded, a bitcoin address is a long word of letters and digits that begins with a digit or bc1.
    private static bool HasWallet(ReadOnlySpan<char> folded)
    {
        int start = -1, digits = 0;
        for (int i = 0; i <= folded.Length; i++)
        {
            if (i < folded.Length && (char.IsAsciiLetterLower(folded[i]) || folded[i] == '0'))
            {
                start = start < 0 ? i : start;
                digits += folded[i] == '0' ? 1 : 0;
                continue;
            }

            if (start >= 0 && i - start is >= 26 and <= 44 && digits is >= 3 and <= 20 && (folded[start] == '0' || folded[start..].StartsWith("bc0")) && (start == 0 || folded[start - 1] is ' ' or ':'))
            {
                return true;
            }

            start = -1;
            digits = 0;
        }

        return false;
    }
}
