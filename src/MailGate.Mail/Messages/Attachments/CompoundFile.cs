using System.Text;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Reads the directory and the beginnings of streams of a compound file (MS-CFB), bounded against loops.</summary>
internal sealed class CompoundFile
{
    private const uint EndOfChain = 0xFFFFFFFE;
    private const int HeaderLength = 512;
    private const int EntryLength = 128;
    private const int MaxDirectorySectors = 512;
    private const int MaxAllocationSectors = 4096;

    private readonly IMessageBytes _content;
    private readonly int _sectorLength;
    private readonly List<uint> _allocation = [];

    private CompoundFile(IMessageBytes content, int sectorLength)
    {
        _content = content;
        _sectorLength = sectorLength;
    }

    public List<CompoundEntry> Entries { get; } = [];

    public static CompoundFile? Open(IMessageBytes content)
    {
        if (content.ReadExactly(0, HeaderLength) is not { } octets)
        {
            return null;
        }

        ReadOnlySpan<byte> header = octets;
        int shift = header.U16(30);
        if (shift is not (9 or 12))
        {
            return null;
        }

        CompoundFile file = new(content, 1 << shift);
        file.ReadAllocation(header);
        file.ReadDirectory(header.U32(48));
        return file;
    }

    /// <summary>The beginning of a stream of at least 4 KB; smaller ones lie elsewhere and are not read here.</summary>
    public byte[] ReadHead(CompoundEntry entry, int length)
    {
        length = (int)Math.Min(length, entry.Size);
        byte[] octets = new byte[length];
        int at = 0;
        uint sector = entry.Start;
        while (at < length && sector < EndOfChain)
        {
            int count = _content.Read(Offset(sector), octets.AsSpan(at, Math.Min(_sectorLength, length - at)));
            if (count == 0)
            {
                break;
            }

            at += count;
            sector = Next(sector);
        }

        return octets[..at];
    }

    // The sectors of the allocation table: 109 in the header, the rest in a chain of their own.
    private void ReadAllocation(ReadOnlySpan<byte> header)
    {
        for (int i = 0; i < 109; i++)
        {
            AddAllocation(header.U32(76 + (4 * i)));
        }

        uint sector = header.U32(68);
        for (int i = 0; i < 64 && sector < EndOfChain && _content.ReadExactly(Offset(sector), _sectorLength) is { } octets; i++)
        {
            ReadOnlySpan<byte> table = octets;
            for (int at = 0; at < _sectorLength - 4; at += 4)
            {
                AddAllocation(table.U32(at));
            }

            sector = table.U32(_sectorLength - 4);
        }
    }

    private void AddAllocation(uint sector)
    {
        if (sector < EndOfChain && _allocation.Count < MaxAllocationSectors)
        {
            _allocation.Add(sector);
        }
    }

    private void ReadDirectory(uint sector)
    {
        for (int i = 0; i < MaxDirectorySectors && sector < EndOfChain && _content.ReadExactly(Offset(sector), _sectorLength) is { } octets; i++)
        {
            for (int at = 0; at < _sectorLength; at += EntryLength)
            {
                ReadOnlySpan<byte> entry = octets.AsSpan(at, EntryLength);
                int nameLength = Math.Clamp(entry.U16(64) - 2, 0, 62);
                if (entry[66] is 1 or 2 or 5)
                {
                    Entries.Add(new CompoundEntry(Encoding.Unicode.GetString(entry[..nameLength]), entry[66], new Guid(entry.Slice(80, 16)), entry.U32(116), entry.U32(120)));
                }
            }

            sector = Next(sector);
        }
    }

    private uint Next(uint sector)
    {
        int perSector = _sectorLength / 4;
        int table = (int)(sector / (uint)perSector);
        return table < _allocation.Count && _content.ReadExactly(Offset(_allocation[table]) + (sector % perSector * 4), 4) is { } octets
            ? ((ReadOnlySpan<byte>)octets).U32(0) : EndOfChain;
    }

    private long Offset(uint sector) => (sector + 1L) * _sectorLength;
}
