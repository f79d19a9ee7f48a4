namespace MailGate.Filtering.Scoring.Features;

/// <summary>How a text is written, beside its words.</summary>
internal sealed class TextEvidence
{
    private const int MaxSpeech = 3000;
    private const int ShortestWallet = 26;
    private const int CapitalShift = 21;
    private const int DigitShift = 42;
    private const ulong FieldMask = (1 << CapitalShift) - 1;

    // Letters, capitals and digits are counted in one number; no text is long enough for one to run into the next.
    private static readonly ulong[] AsciiCounts = [.. Enumerable.Range(0, 128).Select(i => (char)i).Select(c =>
        (char.IsAsciiLetter(c) ? 1UL : 0) | (char.IsAsciiLetterUpper(c) ? 1UL << CapitalShift : 0) | (char.IsAsciiDigit(c) ? 1UL << DigitShift : 0))];

    private int _length, _letters, _capitals, _digits, _foreign, _lines, _quoted, _code, _invisible, _lookAlikes, _account, _money;
    private int _brand = -1;
    private bool _wallet;

    /// <summary>Characters of all texts.</summary>
    public int Length => _length;

    /// <summary>Looks at a piece of text as it came.</summary>
    public void AddRaw(ReadOnlySpan<char> text)
    {
        ulong counts = 0;
        ReadOnlySpan<ulong> kinds = AsciiCounts;
        foreach (char c in text)
        {
            if (c < 128)
            {
                counts += kinds[c];
            }
            else if (c > '\u024F' && char.IsLetter(c))
            {
                _letters++;
                _foreign++;
            }
        }

        _letters += (int)(counts & FieldMask);
        _capitals += (int)((counts >> CapitalShift) & FieldMask);
        _digits += (int)(counts >> DigitShift);
        Lines(text);
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

    private void Lines(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf('\n');
            // What stands at the beginning of a line may look beyond its end: a line of one mark is followed by the next.
            int first = (end < 0 ? text : text[..end]).IndexOfAnyExcept(' ', '\r');
            if (first >= 0)
            {
                Line(text[first..Math.Min(text.Length, first + 8)]);
            }

            text = end < 0 ? [] : text[(end + 1)..];
        }
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
        int start = 0;
        while (start + ShortestWallet <= folded.Length)
        {
            int gap = LastOther(folded.Slice(start, ShortestWallet));
            if (gap >= 0)
            {
                start += gap + 1;
                continue;
            }

            int end = start + ShortestWallet;
            while (end < folded.Length && IsWordCharacter(folded[end]))
            {
                end++;
            }

            ReadOnlySpan<char> word = folded[start..end];
            if (word.Length <= 44 && word.Count('0') is >= 3 and <= 20 && (word[0] == '0' || word.StartsWith("bc0")) && (start == 0 || folded[start - 1] is ' ' or ':'))
            {
                return true;
            }

            start = end + 1;
        }

        return false;
    }

    private static int LastOther(ReadOnlySpan<char> text)
    {
        int i = text.Length - 1;
        while (i >= 0 && IsWordCharacter(text[i]))
        {
            i--;
        }

        return i;
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterLower(c) || c == '0';
}
