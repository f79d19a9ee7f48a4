using System.Text;
using MailGate.Handling.Capture;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Tests.Handling.Capture;

internal sealed class MaildirStoreTests
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"maildir-{Guid.NewGuid():N}");

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_message_is_kept_octet_for_octet_below_the_delivery_fields()
    {
        Reply reply = await Store().StoreAsync("id1", new ReversePath(Mailbox("a@client.test")), [To("b@example.com"), To("c@example.com")], Content("Subject: \u00e9\r\n\r\n.x\r\n"), default);

        Assert.That(reply.ToString(), Does.StartWith("250 2.0.0 "));
        string[] files = Files("new");
        Assert.That(files, Has.Length.EqualTo(1));
        Assert.That(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(files[0])), Is.EqualTo(
            "Return-Path: <a@client.test>\r\nDelivered-To: b@example.com\r\nX-Original-To: b@example.com\r\n"
            + "Delivered-To: c@example.com\r\nX-Original-To: c@example.com\r\nSubject: \u00e9\r\n\r\n.x\r\n"));
        Assert.That(Path.GetFileName(files[0]), Does.EndWith(".id1"));
        Assert.That(Files("tmp"), Is.Empty);
        Assert.That(Directory.Exists(Path.Combine(_folder, "cur")));
    }

    [Test]
    public async Task The_null_reverse_path_is_kept()
    {
        await Store().StoreAsync("id1", ReversePath.Null, [To("b@example.com")], Content("x\r\n"), default);

        Assert.That(await File.ReadAllTextAsync(Files("new")[0]), Does.StartWith("Return-Path: <>\r\n"));
    }

    [Test]
    public async Task Names_are_unique_though_the_clock_stands_still()
    {
        MaildirStore store = Store();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => store.StoreAsync("id1", ReversePath.Null, [], Content($"{i}\r\n"), default).AsTask()));

        Assert.That(Files("new"), Has.Length.EqualTo(50));
        Assert.That(Files("new").Select(Path.GetFileName), Has.All.Match(@"^\d+\.M\d+P\d+\.id1$"));
    }

    [Test]
    public async Task A_message_that_cannot_be_written_is_refused_for_now_and_leaves_nothing()
    {
        Reply reply = await Store().StoreAsync("id1", ReversePath.Null, [], new FullDisk(), default);

        Assert.That(reply.ToString(), Does.StartWith("452 4.3.1 "));
        Assert.That(Files("new").Concat(Files("tmp")), Is.Empty);
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_refuses_for_now()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "new"), "a file in the way");

        Reply reply = await Store().StoreAsync("id1", ReversePath.Null, [], Content("x\r\n"), default);

        Assert.That(reply.IsTransient);
        Assert.That(Files("tmp"), Is.Empty);
    }

    [Test]
    public void A_cancelled_delivery_leaves_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.That(async () => await Store().StoreAsync("id1", ReversePath.Null, [], Content("x\r\n"), cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Files("new").Concat(Files("tmp")), Is.Empty);
    }

    private MaildirStore Store() => new(_folder, new ManualTimeProvider());

    private string[] Files(string part) => Directory.GetFiles(Path.Combine(_folder, part));

    private static Recipient To(string address) => new(new ForwardPath(Mailbox(address)), RcptParameters.None);

    private static Mailbox Mailbox(string text) => AddressParser.TryParseMailbox(text, out Mailbox? mailbox) ? mailbox : throw new FormatException(text);

    private static MessageSpool Content(string text)
    {
        MessageSpool spool = new(new SpoolBudget(1 << 20, 1 << 20, long.MaxValue, Path.GetTempPath()));
        spool.Append(Encoding.Latin1.GetBytes(text));
        return spool;
    }

    private sealed class FullDisk : IMessageContent
    {
        public long Length => 10;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return "half"u8.ToArray();
            throw new IOException("No space left on device");
        }
    }
}
