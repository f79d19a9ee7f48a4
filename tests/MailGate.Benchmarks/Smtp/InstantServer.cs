using System.Text;
using MailGate.Smtp.Transport;

namespace MailGate.Benchmarks.Smtp;

/// <summary>A downstream that has answered before it is asked to: what remains is the client's own cost. It looks for verbs at the start of writes only.</summary>
internal sealed class InstantServer : Stream, IConnector
{
    private static readonly byte[] Greeting = "220 sink.example\r\n"u8.ToArray();
    private static readonly byte[] Ehlo = "250-sink.example\r\n250-PIPELINING\r\n250-SIZE 104857600\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n"u8.ToArray();
    private static readonly byte[] Envelope = "250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n"u8.ToArray();
    private static readonly byte[] Data = "354 End data with <CR><LF>.<CR><LF>\r\n"u8.ToArray();

    private ReadOnlyMemory<byte> _reply;
    private int _messages;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public ValueTask<SmtpConnection> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        _reply = Greeting;
        return new ValueTask<SmtpConnection>(SmtpConnection.FromStream(this));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int length = Math.Min(_reply.Length, buffer.Length);
        _reply[..length].CopyTo(buffer);
        _reply = _reply[length..];
        return new ValueTask<int>(length);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadOnlySpan<byte> octets = buffer.Span;
        _reply = octets.StartsWith("MAIL"u8) ? Envelope
            : octets.StartsWith("DATA"u8) ? Data
            : octets.StartsWith("EHLO"u8) ? Ehlo
            : octets.EndsWith("\r\n.\r\n"u8) ? Encoding.ASCII.GetBytes($"250 2.0.0 Ok: queued as S{++_messages}\r\n")
            : default;
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
