using System.Net;
using System.Text;
using MailGate.Smtp.Client;
using MailGate.Smtp.Transport;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class IdentityCommandsTests
{
    [TestCase("2001:db8::1", "ADDR=IPV6:2001:db8::1")]
    [TestCase("::ffff:192.0.2.1", "ADDR=192.0.2.1")]
    [TestCase("fe80::1%3", "ADDR=IPV6:fe80::1")]
    public void Addresses_have_the_form_that_postfix_reads(string address, string expected) =>
        Assert.That(XClient(new ClientIdentity { Client = new IPEndPoint(IPAddress.Parse(address), 25) }, "ADDR"), Is.EqualTo($"XCLIENT {expected}\r\n"));

    [Test]
    public void A_command_stays_within_512_octets()
    {
        var identity = new ClientIdentity { Name = new string('n', 255), Helo = new string('\u00e9', 250), Login = new string('+', 200) };

        string command = XClient(identity, "NAME", "HELO", "LOGIN", "ADDR");

        Assert.That(command, Has.Length.LessThanOrEqualTo(512));
        Assert.That(command, Does.EndWith("HELO=[UNAVAILABLE] LOGIN=[UNAVAILABLE] ADDR=[UNAVAILABLE]\r\n"));
    }

    [TestCase(null, null)]
    [TestCase("192.0.2.7:4711", "192.0.2.1:25")]
    [TestCase("[2001:db8::7]:4711", "[2001:db8::1]:25")]
    [TestCase("192.0.2.7:4711", "[2001:db8::1]:25")]
    [TestCase("[::ffff:192.0.2.7]:4711", "192.0.2.1:25")]
    public void Our_own_reader_understands_the_proxy_header(string? client, string? server)
    {
        var identity = new ClientIdentity { Client = client is null ? null : IPEndPoint.Parse(client), Server = server is null ? null : IPEndPoint.Parse(server) };
        foreach (bool isVersion2 in (bool[])[false, true])
        {
            CommandBuffer output = new();
            ProxyHeaderWriter.Write(output, isVersion2, identity);

            ProxyStatus status = ProxyProtocol.Read(output.Octets.Span, out ProxyHeader? header, out int consumed);

            Assert.That(status, Is.EqualTo(ProxyStatus.Complete), $"version 2: {isVersion2}");
            Assert.That(consumed, Is.EqualTo(output.Octets.Length));
            Assert.That(Plain(header!.Client), Is.EqualTo(Plain(identity.Client)));
            Assert.That(Plain(header.Server), Is.EqualTo(Plain(identity.Server)));
        }
    }

    private static string? Plain(IPEndPoint? endPoint) =>
        endPoint is null ? null : new IPEndPoint(endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address, endPoint.Port).ToString();

    private static string XClient(ClientIdentity identity, params string[] attributes)
    {
        CommandBuffer commands = new();
        IdentityCommands.TryAddXClient(commands, attributes, identity);
        return Encoding.ASCII.GetString(commands.Octets.Span);
    }
}
