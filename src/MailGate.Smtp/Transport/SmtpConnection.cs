using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace MailGate.Smtp.Transport;

/// <summary>
/// One connection as a pair of pipes, of a server or of a client. It can become TLS once, in either role; the pipes are then other ones.
/// While nothing is under way it holds no buffer, so that an idle session costs next to nothing.
/// </summary>
public sealed class SmtpConnection : IAsyncDisposable
{
    // One read takes a usual message whole and a large one in few steps; the buffer is rented only when bytes have arrived.
    private const int ReadOctets = 64 * 1024;

    private readonly Socket? _socket;
    private Stream _stream;
    private SslStream? _tlsStream;
    private int _aborted;

    private SmtpConnection(Stream stream, Socket? socket, EndPoint? remote, EndPoint? local)
    {
        _stream = stream;
        _socket = socket;
        RemoteEndPoint = remote as IPEndPoint;
        LocalEndPoint = local as IPEndPoint;
        (Input, Output) = CreatePipes(stream);
    }

    /// <summary>Bytes from the peer, decrypted.</summary>
    public PipeReader Input { get; private set; }

    /// <summary>Bytes to the peer; nothing leaves before a flush.</summary>
    public PipeWriter Output { get; private set; }

    /// <summary>The stream below <see cref="Output"/>, to write large blocks without a copy. Flush <see cref="Output"/> before using it.</summary>
    public Stream Stream => _stream;

    /// <summary>The peer's address, or null when this is no network connection.</summary>
    public IPEndPoint? RemoteEndPoint { get; }

    /// <summary>Our address, or null when this is no network connection.</summary>
    public IPEndPoint? LocalEndPoint { get; }

    /// <summary>What the handshake agreed on; null while the connection is in clear.</summary>
    public TlsDescription? Tls { get; private set; }

    /// <summary>Takes over a connected socket, with Nagle's algorithm off: it would add 40 ms to a dialogue (RFC 896, RFC 1122 §4.2.3.2).</summary>
    public static SmtpConnection FromSocket(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.NoDelay = true;
        return new SmtpConnection(new NetworkStream(socket, ownsSocket: true), socket, socket.RemoteEndPoint, socket.LocalEndPoint);
    }

    /// <summary>Takes over any stream: an in-memory peer in tests.</summary>
    public static SmtpConnection FromStream(Stream stream, IPEndPoint? remote = null, IPEndPoint? local = null) =>
        new(stream, socket: null, remote, local);

    /// <summary>Shakes hands as the server.</summary>
    /// <exception cref="TlsInjectionException">Bytes were waiting in clear: somebody put commands before the handshake (CVE-2011-0411).</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The peer went away.</exception>
    public Task BecomeTlsServerAsync(SslServerAuthenticationOptions options, CancellationToken cancellationToken) =>
        BecomeTlsAsync(stream => stream.AuthenticateAsServerAsync(options, cancellationToken));

    /// <summary>Shakes hands as the server, with options chosen after the client's hello (SNI).</summary>
    /// <inheritdoc cref="BecomeTlsServerAsync(SslServerAuthenticationOptions, CancellationToken)"/>
    public Task BecomeTlsServerAsync(ServerOptionsSelectionCallback choose, CancellationToken cancellationToken) =>
        BecomeTlsAsync(stream => stream.AuthenticateAsServerAsync(choose, state: null, cancellationToken));

    /// <summary>Shakes hands as the client.</summary>
    /// <inheritdoc cref="BecomeTlsServerAsync(SslServerAuthenticationOptions, CancellationToken)"/>
    public Task BecomeTlsClientAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken) =>
        BecomeTlsAsync(stream => stream.AuthenticateAsClientAsync(options, cancellationToken));

    /// <summary>A look at the peer, without waiting or consuming.</summary>
    public PeerPresence Presence
    {
        get
        {
            if (_socket is null)
            {
                return Volatile.Read(ref _aborted) != 0 ? PeerPresence.Gone : PeerPresence.Connected;
            }

            try
            {
                return !_socket.Poll(0, SelectMode.SelectRead) || _socket.Available > 0 ? PeerPresence.Connected
                    : _socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is not 0 || !_socket.Connected ? PeerPresence.Gone
                    : PeerPresence.FinishedSending;
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return PeerPresence.Gone;
            }
        }
    }

    /// <summary>True when a read would not wait: octets have come, or the end, or an error. One system call; false when this is no network connection.</summary>
    public bool IsReadable
    {
        get
        {
            try
            {
                return _socket is not null && _socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>True when octets wait in the socket that nobody has read.</summary>
    public bool HasUnreadOctets
    {
        get
        {
            try
            {
                return _socket is { Available: > 0 };
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>True when the peer has closed its side or the socket is broken: of no use for another command to a server.</summary>
    public bool IsPeerGone => Presence != PeerPresence.Connected;

    /// <summary>Ends the connection at once, from any thread; reads and writes under way fail.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0)
        {
            return;
        }

        if (_socket is null)
        {
            _stream.Dispose();
        }
        else
        {
            Reset(_socket);
        }
    }

    /// <summary>Says that nothing more will be sent; what the peer still sends can be read.</summary>
    public async ValueTask FinishSendingAsync()
    {
        try
        {
            if (_tlsStream is not null)
            {
                await _tlsStream.ShutdownAsync();
            }

            _socket?.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The peer was faster: there is nothing left to shut down.
        }
    }

    /// <summary>Closes the connection in an orderly way, with TLS's close_notify where it is up.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_tlsStream is not null && Volatile.Read(ref _aborted) == 0)
            {
                await _tlsStream.ShutdownAsync();
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer need not wait for our goodbye.
        }

        CompletePipes();
        await _stream.DisposeAsync();
    }

    private static void Reset(Socket socket)
    {
        try
        {
            // A reset, not a close: what is still to be sent must not keep the socket.
            socket.LingerState = new LingerOption(enable: true, 0);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // It has ended by itself a moment ago.
        }

        socket.Dispose();
    }

    private async Task BecomeTlsAsync(Func<SslStream, Task> handshake)
    {
        if (_tlsStream is not null)
        {
            throw new InvalidOperationException("TLS is already up");
        }

        if (Input.TryRead(out ReadResult waiting))
        {
            bool injected = !waiting.Buffer.IsEmpty;
            Input.AdvanceTo(waiting.Buffer.Start);
            if (injected)
            {
                throw new TlsInjectionException();
            }
        }

        CompletePipes();
        SslStream tls = new(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        _tlsStream = tls;
        (Input, Output) = CreatePipes(tls);
        await handshake(tls);
        Tls = TlsDescription.Of(tls);
    }

    private static (PipeReader Input, PipeWriter Output) CreatePipes(Stream stream) =>
        (PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadOctets, minimumReadSize: 4096, leaveOpen: true, useZeroByteReads: true)),
            PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 4096, leaveOpen: true)));

    private void CompletePipes()
    {
        Input.Complete();
        // With an exception nothing buffered is written out: the stream may be gone.
        Output.Complete(new OperationCanceledException());
    }
}
