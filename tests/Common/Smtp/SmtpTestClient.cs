using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;

namespace MailGate.Tests.Common.Smtp;

/// <summary>A client that sends exactly the octets it is given and reads replies, each under a bound of time.</summary>
public sealed class SmtpTestClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private readonly MemoryStream _received = new();
    private readonly byte[] _buffer = new byte[65536];
    private Stream _stream;
    private int _start;
    private int _end;

    private SmtpTestClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Everything the server has said.</summary>
    public string Received => Encoding.Latin1.GetString(_received.ToArray());

    /// <summary>Connects, from an address of ours that the test chooses or from any.</summary>
    public static async Task<SmtpTestClient> ConnectAsync(IPEndPoint server, IPAddress? from = null)
    {
        Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null)
        {
            socket.Bind(new IPEndPoint(from, 0));
        }

        await socket.ConnectAsync(server).WaitAsync(Patience);
        return new SmtpTestClient(socket);
    }

    public async Task StartTlsAsync()
    {
        SslStream tls = new(_stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        }).WaitAsync(Patience);
        _stream = tls;
    }

    public Task SendAsync(string octets) => SendAsync(Encoding.Latin1.GetBytes(octets));

    /// <summary>Sends octets; a server that has closed the connection already is not an error, it has had its say.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        try
        {
            await _stream.WriteAsync(octets).AsTask().WaitAsync(Patience);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>The next reply, its lines joined by LF without CRLF; null when the server closed the connection.</summary>
    public async Task<string?> ReadReplyAsync()
    {
        StringBuilder reply = new();
        while (await ReadLineAsync() is { } line)
        {
            reply.Append(reply.Length == 0 ? "" : "\n").Append(line);
            if (line.Length < 4 || line[3] != '-')
            {
                return reply.ToString();
            }
        }

        return null;
    }

    /// <summary>Says each line and asserts on its reply; <c>expected</c> is how it begins.</summary>
    public async Task SayAsync(params (string Line, string Expected)[] dialogue)
    {
        ArgumentNullException.ThrowIfNull(dialogue);
        foreach ((string line, string expected) in dialogue)
        {
            Assert.That(await CommandAsync(line), Does.StartWith(expected), () => $"to {line}\n{Received}");
        }
    }

    /// <summary>Sends a command and reads its reply.</summary>
    public async Task<string?> CommandAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReadReplyAsync();
    }

    /// <summary>Reads until the server closes, and returns all replies that came.</summary>
    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        List<string> replies = [];
        while (await ReadReplyAsync() is { } reply)
        {
            replies.Add(reply);
        }

        return replies;
    }

    /// <summary>Closes the sending side only.</summary>
    public void ShutdownSend() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection as a crash does.</summary>
    public void Reset() => _socket.Close(timeout: 0);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<string?> ReadLineAsync()
    {
        StringBuilder line = new();
        while (true)
        {
            while (_start < _end)
            {
                char c = (char)_buffer[_start++];
                if (c == '\n')
                {
                    return line.ToString().TrimEnd('\r');
                }

                line.Append(c);
            }

            try
            {
                _start = 0;
                _end = await _stream.ReadAsync(_buffer).AsTask().WaitAsync(Patience);
            }
            catch (IOException)
            {
                _end = 0;
            }

            if (_end == 0)
            {
                return null;
            }

            _received.Write(_buffer, 0, _end);
        }
    }
}
