namespace MailGate.Mail.Dns;

/// <summary>Reads the data of one record; false when it is not what its type prescribes.</summary>
/// <param name="message">The whole message, which compressed names point into.</param>
/// <param name="offset">Where the data starts.</param>
/// <param name="length">Octets of data, all inside the message.</param>
/// <param name="record">The record.</param>
internal delegate bool RdataReader<T>(ReadOnlySpan<byte> message, int offset, int length, out T record);

/// <summary>A record type together with how it is read and what it costs to keep.</summary>
/// <param name="Type">The type.</param>
/// <param name="Read">Reads the data.</param>
/// <param name="Cost">About how many bytes of memory the record takes.</param>
internal sealed record RecordKind<T>(DnsRecordType Type, RdataReader<T> Read, Func<T, int> Cost);
