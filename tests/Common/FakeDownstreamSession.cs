using System.Net.Security;
using System.Text;
using MailGate.Smtp.Transport;

namespace MailGate.Tests.Common;

/// <summary>One connection of a <see cref="FakeDownstream"/>.</summary>
public sealed class FakeDownstreamSession
{
    private readonly FakeDownstream _downstream;
    private readonly SmtpConnection _connection;
    private readonly List<byte> _input = [];
    private readonly List<byte> _received = [];
    private readonly List<string> _writes = [];
    private readonly List<string> _commands = [];
    private readonly List<FakeMessage> _messages = [];
    private readonly List<string> _accepted = [];
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _mail = "";

    internal FakeDownstreamSession(FakeDownstream downstream, SmtpConnection connection)
    {
        _downstream = downstream;
        _connection = connection;
    }

    /// <summary>The commands, without CRLF.</summary>
    public IReadOnlyList<string> Commands => Locked(_commands);

    /// <summary>What was read in one go; in memory that is what was written in one go.</summary>
    public IReadOnlyList<string> Writes => Locked(_writes);

    /// <summary>The messages.</summary>
    public IReadOnlyList<FakeMessage> Messages => Locked(_messages);

    /// <summary>Every octet that came, decrypted.</summary>
    public byte[] Received => [.. Locked(_received)];

    /// <summary>True after a handshake.</summary>
    public bool IsTls => _connection.Tls is not null;

    /// <summary>Completes when the session is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>True when CR or LF stood alone, or NUL came, in clear or under TLS (ATTACKS A02).</summary>
    public bool HasBareLineEnds
    {
        get
        {
            byte[] all = Received;
            return all.Where((b, i) =>
                (b == '\n' && (i == 0 || all[i - 1] != '\r')) || (b == '\r' && (i + 1 == all.Length || all[i + 1] != '\n')) || b == 0).Any();
        }
    }

    internal void Abort() => _connection.Abort();

    internal async Task RunAsync()
    {
        try
        {
            await ConverseAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The peer has left, or the test is over.
        }
        finally
        {
            await _connection.DisposeAsync();
            _ended.TrySetResult();
        }
    }

    private async Task ConverseAsync()
    {
        if (!await AnswerAsync(FakeDownstream.Greeting, "220 downstream.test"))
        {
            return;
        }

        while (await ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                _commands.Add(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line)));
            }

            string verb = line.Split(' ')[0].ToUpperInvariant();
            if (!await HandleAsync(verb, line) || verb == "QUIT")
            {
                return;
            }
        }
    }

    private async Task<bool> HandleAsync(string verb, string line)
    {
        switch (verb)
        {
            case "EHLO" or "LHLO":
                return await AnswerAsync(verb, Ehlo());
            case "MAIL":
                _mail = line;
                _accepted.Clear();
                return await AnswerAsync(verb, "250 2.1.0 Ok");
            case "RCPT":
                return await AnswerAsync(verb, "250 2.1.5 Ok", reply => _accepted.AddRange(reply.StartsWith('2') ? [line] : []));
            case "DATA":
                bool goesOn = false;
                return await AnswerAsync(verb, "354 Go on", reply => goesOn = reply.StartsWith('3')) && (!goesOn || await TakeMessageAsync());
            case "STARTTLS":
                bool isReady = false;
                return await AnswerAsync(verb, "220 2.0.0 Go on", reply => isReady = reply.StartsWith('2')) && (!isReady || await StartTlsAsync());
            case "XCLIENT":
                return await AnswerAsync(verb, "220 downstream.test");
            case "AUTH":
                return await AnswerAsync(verb, "235 2.7.0 Ok");
            case "QUIT":
                return await AnswerAsync(verb, "221 2.0.0 Bye");
            default:
                return await AnswerAsync(verb, "250 2.0.0 Ok");
        }
    }

    private string Ehlo()
    {
        string[] lines = ["downstream.test", .. _downstream.Keywords];
        return string.Join('\n', lines.Select((l, i) => i == lines.Length - 1 ? "250 " + l : "250-" + l));
    }

    private async Task<bool> TakeMessageAsync()
    {
        using var content = new MemoryStream();
        while (await ReadLineAsync() is { } line)
        {
            if (line != ".")
            {
                content.Write(Encoding.Latin1.GetBytes((line.StartsWith('.') ? line[1..] : line) + "\r\n"));
                continue;
            }

            // Noted before the reply leaves: who has read the reply may ask for the message.
            int replies = _downstream.IsLmtp ? _accepted.Count : 1;
            bool isAccepted = false;
            bool goesOn = true;
            for (int i = 1; goesOn && i <= replies; i++)
            {
                bool isLast = i == replies;
                goesOn = await AnswerAsync(FakeDownstream.Dot, "250 2.0.0 Queued", reply =>
                {
                    isAccepted |= reply.StartsWith('2');
                    if (isLast)
                    {
                        Note(new FakeMessage(_mail, [.. _accepted], content.ToArray(), isAccepted));
                    }
                });
            }

            return goesOn;
        }

        return false;
    }

    private async Task<bool> StartTlsAsync()
    {
        await _connection.BecomeTlsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = FakeDownstream.Certificate }, CancellationToken.None);
        return true;
    }

    private async Task<bool> AnswerAsync(string turn, string usual, Action<string>? said = null)
    {
        FakeAnswer answer = _downstream.Next(turn) ?? FakeAnswer.Reply(usual);
        if (answer.After == FakeAnswer.Then.Wait)
        {
            _downstream.NoteStall();
            await _downstream.Released;
        }

        said?.Invoke(Encoding.Latin1.GetString(answer.Octets));
        if (answer.Octets.Length > 0)
        {
            await _connection.Stream.WriteAsync(answer.Octets);
        }

        if (answer.After == FakeAnswer.Then.Stall)
        {
            _downstream.NoteStall();
            // No read, so that a peer that goes on writing is held up in the end; Abort ends it.
            await _downstream.Released;
        }

        return answer.After is FakeAnswer.Then.GoOn or FakeAnswer.Then.Wait;
    }

    private async Task<string?> ReadLineAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            int end = _input.IndexOf((byte)'\n');
            if (end > 0 && _input[end - 1] == '\r')
            {
                string line = Encoding.Latin1.GetString([.. _input.GetRange(0, end - 1)]);
                _input.RemoveRange(0, end + 1);
                return line;
            }

            int read = await _connection.Stream.ReadAsync(buffer);
            if (read == 0)
            {
                return null;
            }

            _input.AddRange(buffer.AsSpan(0, read));
            lock (_lock)
            {
                _received.AddRange(buffer.AsSpan(0, read));
                _writes.Add(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
    }

    private void Note(FakeMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message);
        }
    }

    private T[] Locked<T>(List<T> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }
}
