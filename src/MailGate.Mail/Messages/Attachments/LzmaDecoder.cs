namespace MailGate.Mail.Messages.Attachments;

/// <summary>LZMA (LZMA SDK, lzma-specification), for the packed list of names in 7z files. Small, not fast, bounded by the size it is told.</summary>
internal ref struct LzmaDecoder
{
    private const int States = 12;
    private const int ProbabilityBits = 11;
    private const ushort Half = 1 << (ProbabilityBits - 1);
    private const uint TopValue = 1 << 24;
    private const int MaxLiteralBits = 4;
    private const int MinMatch = 2;

    private readonly ReadOnlySpan<byte> _input;
    private readonly byte[] _output;
    private readonly int _literalContext;
    private readonly int _literalMask;
    private readonly int _positionMask;
    private readonly ushort[] _literals;
    private readonly ushort[] _isMatch = Fresh(States << 4);
    private readonly ushort[] _isRep = Fresh(States);
    private readonly ushort[] _isRepG0 = Fresh(States);
    private readonly ushort[] _isRepG1 = Fresh(States);
    private readonly ushort[] _isRepG2 = Fresh(States);
    private readonly ushort[] _isRep0Long = Fresh(States << 4);
    private readonly ushort[] _slots = Fresh(4 << 6);
    private readonly ushort[] _specialPositions = Fresh(1 + 128 - 14 + 14);
    private readonly ushort[] _align = Fresh(16);
    private readonly ushort[] _lengths = Fresh(LengthTable);
    private readonly ushort[] _repLengths = Fresh(LengthTable);
    private int _at;
    private uint _range = uint.MaxValue;
    private uint _code;

    // Two choices, 16 low and 16 middle trees of 8, one high tree of 256.
    private const int LengthTable = 2 + (16 * 8) + (16 * 8) + 256;

    private LzmaDecoder(ReadOnlySpan<byte> input, int lc, int lp, int pb, int size)
    {
        _input = input;
        _output = new byte[size];
        _literalContext = lc;
        _literalMask = (1 << lp) - 1;
        _positionMask = (1 << pb) - 1;
        _literals = Fresh(0x300 << (lc + lp));
        _at = 5;
        _code = ((uint)input[1] << 24) | ((uint)input[2] << 16) | ((uint)input[3] << 8) | input[4];
    }

    /// <summary>The unpacked octets, or null when the input is no such stream.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> input, byte properties, int size)
    {
        int lc = properties % 9, lp = properties / 9 % 5, pb = properties / 45;
        if (pb > 4 || lc + lp > MaxLiteralBits || input.Length < 5)
        {
            return null;
        }

        LzmaDecoder decoder = new(input, lc, lp, pb, size);
        return decoder.Run() ? decoder._output : null;
    }

    private bool Run()
    {
        int state = 0, length = 0;
        uint rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;
        while (length < _output.Length)
        {
            int positionState = length & _positionMask;
            if (Bit(ref _isMatch[(state << 4) + positionState]) == 0)
            {
                _output[length] = Literal(state, rep0, length);
                length++;
                state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
                continue;
            }

            int run;
            if (Bit(ref _isRep[state]) != 0)
            {
                if (length == 0)
                {
                    return false;
                }

                if (Bit(ref _isRepG0[state]) == 0)
                {
                    if (Bit(ref _isRep0Long[(state << 4) + positionState]) == 0)
                    {
                        if (rep0 >= length)
                        {
                            return false;
                        }

                        state = state < 7 ? 9 : 11;
                        _output[length] = _output[length - (int)rep0 - 1];
                        length++;
                        continue;
                    }
                }
                else
                {
                    uint distance;
                    if (Bit(ref _isRepG1[state]) == 0)
                    {
                        distance = rep1;
                    }
                    else
                    {
                        if (Bit(ref _isRepG2[state]) == 0)
                        {
                            distance = rep2;
                        }
                        else
                        {
                            distance = rep3;
                            rep3 = rep2;
                        }

                        rep2 = rep1;
                    }

                    rep1 = rep0;
                    rep0 = distance;
                }

                run = Length(_repLengths, positionState);
                state = state < 7 ? 8 : 11;
            }
            else
            {
                rep3 = rep2;
                rep2 = rep1;
                rep1 = rep0;
                run = Length(_lengths, positionState);
                state = state < 7 ? 7 : 10;
                rep0 = Distance(run);
                if (rep0 == uint.MaxValue)
                {
                    return false;
                }
            }

            run += MinMatch;
            if (rep0 >= length || _at > _input.Length + 8)
            {
                return false;
            }

            for (; run > 0 && length < _output.Length; run--, length++)
            {
                _output[length] = _output[length - (int)rep0 - 1];
            }
        }

        return true;
    }

    private byte Literal(int state, uint rep0, int position)
    {
        int previous = position > 0 ? _output[position - 1] : 0;
        int context = ((position & _literalMask) << _literalContext) + (previous >> (8 - _literalContext));
        Span<ushort> table = _literals.AsSpan(0x300 * context, 0x300);
        int symbol = 1;
        if (state >= 7 && rep0 < position)
        {
            int match = _output[position - (int)rep0 - 1];
            do
            {
                int matchBit = (match >> 7) & 1;
                match <<= 1;
                int bit = Bit(ref table[((1 + matchBit) << 8) + symbol]);
                symbol = (symbol << 1) | bit;
                if (matchBit != bit)
                {
                    break;
                }
            }
            while (symbol < 0x100);
        }

        while (symbol < 0x100)
        {
            symbol = (symbol << 1) | Bit(ref table[symbol]);
        }

        return (byte)symbol;
    }

    private int Length(ushort[] table, int positionState)
    {
        if (Bit(ref table[0]) == 0)
        {
            return Tree(table.AsSpan(2 + (positionState * 8)), 3);
        }

        return Bit(ref table[1]) == 0
            ? 8 + Tree(table.AsSpan(2 + 128 + (positionState * 8)), 3)
            : 16 + Tree(table.AsSpan(2 + 256), 8);
    }

    private uint Distance(int run)
    {
        int lengthState = Math.Min(run, 3);
        int slot = Tree(_slots.AsSpan(lengthState << 6), 6);
        if (slot < 4)
        {
            return (uint)slot;
        }

        int directBits = (slot >> 1) - 1;
        uint distance = (uint)(2 | (slot & 1)) << directBits;
        if (slot < 14)
        {
            return distance + (uint)ReverseTree(_specialPositions.AsSpan((int)distance - slot), directBits);
        }

        uint direct = 0;
        for (int i = directBits - 4; i > 0; i--)
        {
            _range >>= 1;
            _code -= _range;
            uint mask = 0 - (_code >> 31);
            _code += _range & mask;
            Normalize();
            direct = (direct << 1) + mask + 1;
        }

        return distance + (direct << 4) + (uint)ReverseTree(_align, 4);
    }

    private int Tree(Span<ushort> table, int bits)
    {
        int symbol = 1;
        for (int i = 0; i < bits; i++)
        {
            symbol = (symbol << 1) | Bit(ref table[symbol]);
        }

        return symbol - (1 << bits);
    }

    private int ReverseTree(Span<ushort> table, int bits)
    {
        int symbol = 1, value = 0;
        for (int i = 0; i < bits; i++)
        {
            int bit = Bit(ref table[symbol]);
            symbol = (symbol << 1) | bit;
            value |= bit << i;
        }

        return value;
    }

    private int Bit(ref ushort probability)
    {
        uint bound = (_range >> ProbabilityBits) * probability;
        int bit;
        if (_code < bound)
        {
            _range = bound;
            probability += (ushort)(((1 << ProbabilityBits) - probability) >> 5);
            bit = 0;
        }
        else
        {
            _range -= bound;
            _code -= bound;
            probability -= (ushort)(probability >> 5);
            bit = 1;
        }

        Normalize();
        return bit;
    }

    private void Normalize()
    {
        if (_range < TopValue)
        {
            _range <<= 8;
            _code = (_code << 8) | (_at < _input.Length ? _input[_at] : (byte)0);
            _at++;
        }
    }

    private static ushort[] Fresh(int count)
    {
        ushort[] table = new ushort[count];
        Array.Fill(table, Half);
        return table;
    }
}
