using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MailGate.Mail.Dns;

/// <summary>
/// Reads a reply (RFC 1035 §4.1). The message is hostile: whatever is in it gives a <see cref="DnsReply{T}"/>, with work and memory bounded by
/// <see cref="MaxAnswers"/> and <see cref="MaxAliases"/>.
/// </summary>
internal static class DnsReplyReader
{
    /// <summary>Octets of a message header.</summary>
    public const int HeaderOctets = 12;

    /// <summary>Most records in the answer section: far above any honest one, and a bound on what a reply can make us keep.</summary>
    public const int MaxAnswers = 1024;

    /// <summary>Most aliases followed inside one reply.</summary>
    public const int MaxAliases = 16;

    private const int ClassIn = 1;
    private const int TypeOpt = 41;

    /// <summary>Reads a reply to a question.</summary>
    /// <param name="message">The message, whose id and question the caller has checked.</param>
    /// <param name="question">The name asked for, uncompressed and in lower case.</param>
    /// <param name="kind">The type asked for.</param>
    public static DnsReply<T> Read<T>(ReadOnlySpan<byte> message, ReadOnlySpan<byte> question, RecordKind<T> kind)
    {
        if (message.Length < HeaderOctets)
        {
            return DnsReply<T>.Of(DnsReplyStatus.Malformed);
        }

        DnsFlags flags = new(BinaryPrimitives.ReadUInt16BigEndian(message[2..]));
        if (flags.IsTruncated)
        {
            return DnsReply<T>.Of(DnsReplyStatus.Truncated);
        }

        if (!TryReadSections(message, kind.Type, out Sections sections))
        {
            return DnsReply<T>.Of(DnsReplyStatus.Malformed);
        }

        // RFC 6891 §6.1.3: the OPT record holds the upper bits.
        int responseCode = flags.ResponseCode | sections.ExtendedCode;
        return responseCode switch
        {
            DnsFlags.NoError or DnsFlags.NxDomain => Follow(message, question, kind, flags, sections),
            DnsFlags.FormatError or DnsFlags.NotImplemented or DnsFlags.BadVersion => DnsReply<T>.Of(DnsReplyStatus.EdnsRefused),
            _ => DnsReply<T>.Of(DnsReplyStatus.ServerFailure),
        };
    }

    private static bool TryReadSections(ReadOnlySpan<byte> message, DnsRecordType wanted, out Sections sections)
    {
        sections = new Sections([], null, 0);
        int questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        int answers = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        int authorities = BinaryPrimitives.ReadUInt16BigEndian(message[8..]);
        int additionals = BinaryPrimitives.ReadUInt16BigEndian(message[10..]);
        int offset = HeaderOctets;
        if (questions > 1 || answers > MaxAnswers
            || (questions == 1 && (!RawRecord.TrySkipName(message, ref offset) || (offset += 4) > message.Length)))
        {
            return false;
        }

        List<RawRecord> relevant = [];
        RawRecord? startOfAuthority = null;
        RawRecord? opt = null;
        for (int i = 0; i < answers + authorities + additionals; i++)
        {
            if (!RawRecord.TryRead(message, ref offset, out RawRecord record))
            {
                return false;
            }

            if (i < answers)
            {
                if (record.Class == ClassIn && (record.Type == (int)wanted || record.Type == (int)DnsRecordType.Cname))
                {
                    relevant.Add(record);
                }
            }
            else if (i < answers + authorities)
            {
                if (record is { Class: ClassIn, Type: (int)DnsRecordType.Soa })
                {
                    startOfAuthority ??= record;
                }
            }
            else if (record.Type == TypeOpt)
            {
                // RFC 6891 §6.1.1: there is at most one.
                if (opt is not null)
                {
                    return false;
                }

                opt = record;
            }
        }

        sections = new Sections(relevant, startOfAuthority, opt is { } found ? (int)(found.TimeToLive >> 24) << 4 : 0);
        return true;
    }

    // Goes from the question along its aliases (RFC 1034 §3.6.2) to the records, or to where there are none. The order of records says nothing.
    private static DnsReply<T> Follow<T>(ReadOnlySpan<byte> message, ReadOnlySpan<byte> question, RecordKind<T> kind, DnsFlags flags, Sections sections)
    {
        Span<byte> name = stackalloc byte[DnsName.MaxWireOctets];
        question.CopyTo(name);
        int nameOctets = question.Length;
        uint timeToLive = uint.MaxValue;
        for (int aliases = 0; aliases <= MaxAliases; aliases++)
        {
            if (flags.ResponseCode == DnsFlags.NoError)
            {
                if (!TryCollect(message, name[..nameOctets], kind, sections.Answers, ref timeToLive, out List<T>? records))
                {
                    return DnsReply<T>.Of(DnsReplyStatus.Malformed);
                }

                if (records is not null)
                {
                    return new DnsReply<T>(DnsReplyStatus.Answer, records, TimeSpan.FromSeconds(timeToLive), flags.IsAuthentic);
                }
            }

            if (FindAlias(message, name[..nameOctets], sections.Answers) is not { } alias)
            {
                return Absent<T>(message, name[..nameOctets], aliases > 0, timeToLive, flags, sections.StartOfAuthority);
            }

            timeToLive = Math.Min(timeToLive, SecondsOf(alias.TimeToLive));
            int at = alias.Data;
            int end = alias.Data + alias.Length;
            if (!DnsName.TryExpand(message[..end], ref at, name, out nameOctets) || at != end)
            {
                return DnsReply<T>.Of(DnsReplyStatus.Malformed);
            }
        }

        return DnsReply<T>.Of(DnsReplyStatus.ServerFailure);
    }

    private static DnsReply<T> Absent<T>(
        ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, bool isAlias, uint timeToLive, DnsFlags flags, RawRecord? startOfAuthority)
    {
        uint? negative = null;
        if (startOfAuthority is { } soa && IsAtOrAbove(message, soa.Owner, name))
        {
            if (!TryReadNegativeTimeToLive(message, soa, out uint seconds))
            {
                return DnsReply<T>.Of(DnsReplyStatus.Malformed);
            }

            negative = Math.Min(seconds, timeToLive);
        }

        // RFC 2308 §5: without an SOA record the absence must not be kept.
        TimeSpan keep = TimeSpan.FromSeconds(negative ?? 0);
        if (flags.ResponseCode == DnsFlags.NxDomain)
        {
            return new DnsReply<T>(DnsReplyStatus.NxDomain, [], keep, flags.IsAuthentic);
        }

        if (negative is null && isAlias)
        {
            return new DnsReply<T>(DnsReplyStatus.Alias, [], TimeSpan.FromSeconds(timeToLive), flags.IsAuthentic, DnsName.ToText(name));
        }

        // RFC 2308 §2.2: neither records nor authority, from a server that does not recurse, is a referral and says nothing about the name.
        return negative is null && flags is { IsAuthoritative: false, IsRecursionAvailable: false }
            ? DnsReply<T>.Of(DnsReplyStatus.ServerFailure)
            : new DnsReply<T>(DnsReplyStatus.NoData, [], keep, flags.IsAuthentic);
    }

    private static bool TryCollect<T>(
        ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, RecordKind<T> kind, List<RawRecord> answers, ref uint timeToLive, out List<T>? records)
    {
        records = null;
        HashSet<T>? seen = null;
        foreach (ref readonly RawRecord raw in CollectionsMarshal.AsSpan(answers))
        {
            if (raw.Type != (int)kind.Type || !IsAt(message, raw.Owner, name))
            {
                continue;
            }

            if (!kind.Read(message, raw.Data, raw.Length, out T record))
            {
                return false;
            }

            timeToLive = Math.Min(timeToLive, SecondsOf(raw.TimeToLive));
            if (records is null)
            {
                records = [record];
                continue;
            }

            // RFC 2181 §5: the same record twice is one record.
            seen ??= [.. records];
            if (seen.Add(record))
            {
                records.Add(record);
            }
        }

        return true;
    }

    private static RawRecord? FindAlias(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, List<RawRecord> answers)
    {
        foreach (ref readonly RawRecord raw in CollectionsMarshal.AsSpan(answers))
        {
            if (raw.Type == (int)DnsRecordType.Cname && IsAt(message, raw.Owner, name))
            {
                return raw;
            }
        }

        return null;
    }

    private static bool IsAt(ReadOnlySpan<byte> message, int owner, ReadOnlySpan<byte> name)
    {
        Span<byte> wire = stackalloc byte[DnsName.MaxWireOctets];
        return DnsName.TryExpand(message, ref owner, wire, out int octets) && wire[..octets].SequenceEqual(name);
    }

    private static bool IsAtOrAbove(ReadOnlySpan<byte> message, int owner, ReadOnlySpan<byte> name)
    {
        Span<byte> wire = stackalloc byte[DnsName.MaxWireOctets];
        if (!DnsName.TryExpand(message, ref owner, wire, out int octets))
        {
            return false;
        }

        while (name.Length > octets)
        {
            name = name[(1 + name[0])..];
        }

        return wire[..octets].SequenceEqual(name);
    }

    // RFC 2308 §5: the smaller of the SOA record's own TTL and its MINIMUM field.
    private static bool TryReadNegativeTimeToLive(ReadOnlySpan<byte> message, RawRecord soa, out uint seconds)
    {
        const int numbersOctets = 20;
        seconds = 0;
        int at = soa.Data;
        ReadOnlySpan<byte> upToEnd = message[..(soa.Data + soa.Length)];
        if (!RawRecord.TrySkipName(upToEnd, ref at) || !RawRecord.TrySkipName(upToEnd, ref at) || upToEnd.Length - at != numbersOctets)
        {
            return false;
        }

        seconds = Math.Min(SecondsOf(soa.TimeToLive), SecondsOf(BinaryPrimitives.ReadUInt32BigEndian(upToEnd[(at + 16)..])));
        return true;
    }

    // RFC 2181 §8: with the top bit set, it is zero.
    private static uint SecondsOf(uint timeToLive) => timeToLive > int.MaxValue ? 0 : timeToLive;

    /// <summary>What of a message matters.</summary>
    private readonly record struct Sections(List<RawRecord> Answers, RawRecord? StartOfAuthority, int ExtendedCode);
}
