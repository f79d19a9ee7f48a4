using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Transport;
using SmtpCommandLine = MailGate.Smtp.Grammar.CommandLine;

namespace MailGate.Benchmarks.Smtp;

/// <summary>The server's own work: a command read, message octets looked through, a reply written.</summary>
[MemoryDiagnoser]
public class ServerBenchmarks
{
    private readonly byte[] _command = "RCPT TO:<someone.with.a.name@mail.example.com> NOTIFY=FAILURE"u8.ToArray();
    private readonly byte[] _message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 76) + "\r\n", 128)) + ".\r\n");
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly Counter _sink = new();
    private readonly Reply _reply = Reply.Of(ReplyCode.MailboxUnavailable, 1, 1, "No such user here");

    /// <summary>The verb alone: nothing is allocated.</summary>
    [Benchmark]
    public Verb Command() => SmtpCommandLine.Parse(_command).Verb;

    /// <summary>With its address, which is the transaction's own object.</summary>
    [Benchmark]
    public bool Recipient() => AddressParser.TryParseForwardPath(_command.AsSpan(8), allowUtf8: false, out _, out _, out _);

    /// <summary>A message of 10 KB to its dot: one object for the reader, nothing a line.</summary>
    [Benchmark]
    public DataStatus Data() => new DataReader(isDotStuffed: true, LineEndingPolicy.Refuse).Read(_message, _sink, out _);

    /// <summary>A refusal with its id.</summary>
    [Benchmark]
    public int WriteReply()
    {
        _output.ResetWrittenCount();
        ReplyWriter.Write(_output, _reply, "M80VW5KQWBP0.1");
        return _output.WrittenCount;
    }

    private sealed class Counter : IDataSink
    {
        private long _octets;

        public void Append(ReadOnlySpan<byte> octets) => _octets += octets.Length;
    }
}
