using System.Numerics;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>The primitives of a 7z header. At the end everything reads as zero.</summary>
internal ref struct SevenZipReader(ReadOnlySpan<byte> header)
{
    private const int MaxStreams = 10_000;

    private ReadOnlySpan<byte> _rest = header;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public int Byte()
    {
        if (_rest.IsEmpty)
        {
            return 0;
        }

        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    // The number of leading ones of the first octet says how many octets follow, low one first.
    public long Number()
    {
        int first = Byte();
        int extra = BitOperations.LeadingZeroCount((uint)(~first & 0xFF)) - 24;
        ulong value = 0;
        for (int i = 0; i < extra && i < 8; i++)
        {
            value |= (ulong)Byte() << (8 * i);
        }

        if (extra < 7)
        {
            value |= (ulong)(first & ((1 << (7 - extra)) - 1)) << (8 * extra);
        }

        return (long)Math.Min(value, long.MaxValue);
    }

    public void Skip(long count) => Take(count);

    public ReadOnlySpan<byte> Take(long count)
    {
        int length = (int)Math.Clamp(count, 0, _rest.Length);
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    public List<long> PackSizes()
    {
        List<long> sizes = [];
        long streams = Math.Min(Number(), MaxStreams);
        while (!IsAtEnd && Byte() is var property and not 0)
        {
            if (property == 0x09)
            {
                for (long i = 0; i < streams; i++)
                {
                    sizes.Add(Number());
                }
            }
            else
            {
                SkipDigests(streams);
            }
        }

        return sizes;
    }

    public List<SevenZipFolder> Folders(List<long> packSizes)
    {
        List<SevenZipFolder> folders = [];
        while (!IsAtEnd && Byte() is var property and not 0)
        {
            switch (property)
            {
                case 0x0B:
                    long count = Math.Min(Number(), MaxStreams);
                    Byte();
                    for (long i = 0; i < count && !IsAtEnd; i++)
                    {
                        folders.Add(Folder());
                    }

                    break;
                case 0x0C:
                    foreach (SevenZipFolder folder in folders)
                    {
                        for (int i = 0; i < folder.OutStreams; i++)
                        {
                            folder.UnpackSize = Number();
                        }
                    }

                    break;
                default:
                    bool[] defined = SkipDigests(folders.Count);
                    for (int i = 0; i < defined.Length && i < folders.Count; i++)
                    {
                        folders[i].HasDigest = defined[i];
                    }

                    break;
            }
        }

        for (int i = 0; i < folders.Count && i < packSizes.Count; i++)
        {
            folders[i].PackSize = packSizes[i];
        }

        return folders;
    }

    public void SkipSubStreams(List<SevenZipFolder> folders)
    {
        long[] counts = new long[folders.Count];
        Array.Fill(counts, 1);
        while (!IsAtEnd && Byte() is var property and not 0)
        {
            switch (property)
            {
                case 0x0D:
                    for (int i = 0; i < counts.Length; i++)
                    {
                        counts[i] = Math.Min(Number(), MaxStreams);
                    }

                    break;
                case 0x09:
                    foreach (long count in counts)
                    {
                        for (long i = 1; i < count && !IsAtEnd; i++)
                        {
                            Number();
                        }
                    }

                    break;
                default:
                    long digests = 0;
                    for (int i = 0; i < counts.Length; i++)
                    {
                        digests += counts[i] == 1 && folders[i].HasDigest ? 0 : counts[i];
                    }

                    SkipDigests(digests);
                    break;
            }
        }
    }

    private SevenZipFolder Folder()
    {
        SevenZipFolder folder = new();
        long coders = Math.Min(Number(), 32);
        long inStreams = 0;
        for (long i = 0; i < coders; i++)
        {
            int flags = Byte();
            ReadOnlySpan<byte> id = Take(flags & 15);
            long inputs = 1, outputs = 1;
            if ((flags & 0x10) != 0)
            {
                inputs = Math.Min(Number(), 32);
                outputs = Math.Min(Number(), 32);
            }

            ReadOnlySpan<byte> properties = (flags & 0x20) != 0 ? Take(Number()) : [];
            folder.Coders++;
            folder.OutStreams += (int)outputs;
            inStreams += inputs;
            folder.IsEncrypted |= id.SequenceEqual((ReadOnlySpan<byte>)[0x06, 0xF1, 0x07, 0x01]);
            if (id.SequenceEqual((ReadOnlySpan<byte>)[3, 1, 1]) && properties.Length >= 5)
            {
                folder.IsLzma = true;
                folder.LzmaProperties = properties[0];
            }
        }

        long binds = Math.Max(0, folder.OutStreams - 1);
        for (long i = 0; i < binds; i++)
        {
            Number();
            Number();
        }

        // The index of each packed stream, where there are several.
        long packed = inStreams - binds;
        for (long i = 0; packed > 1 && i < packed; i++)
        {
            Number();
        }

        return folder;
    }

    // One octet that says "all defined", or a bit for each; then four octets for each defined one.
    private bool[] SkipDigests(long count)
    {
        bool[] defined = new bool[(int)Math.Min(count, MaxStreams)];
        if (Byte() != 0)
        {
            Array.Fill(defined, true);
        }
        else
        {
            int bits = 0;
            for (int i = 0; i < defined.Length; i++)
            {
                bits = i % 8 == 0 ? Byte() : bits;
                defined[i] = ((bits >> (7 - (i % 8))) & 1) != 0;
            }
        }

        foreach (bool one in defined)
        {
            Skip(one ? 4 : 0);
        }

        return defined;
    }
}
