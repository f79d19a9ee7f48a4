using System.Text;
using System.Text.RegularExpressions;
using MailGate.Mail.Dkim;
using NUnit.Framework;

namespace MailGate.EndToEnd.Dkim;

/// <summary>DKIM between MailGate and OpenDKIM, both ways: its filter in test mode verifies, opendkim-testmsg signs.</summary>
[TestFixture]
[Category("OpenDkim")]
internal sealed class OpenDkimTests
{
    private DirectoryInfo folder = null!;

    [OneTimeSetUp]
    public void SetUp() => folder = Directory.CreateTempSubdirectory("mailgate-opendkim");

    [OneTimeTearDown]
    public void TearDown() => folder.Delete(recursive: true);

    [Test]
    public async Task What_MailGate_signs_OpenDKIM_verifies([Values] Canonicalization header, [Values] Canonicalization body)
    {
        string program = ExternalProgram.Require("opendkim", "opendkim");
        DkimSignerOptions options = new() { HeaderCanonicalization = header, BodyCanonicalization = body };
        foreach (byte[] message in Messages(header == Canonicalization.Simple))
        {
            byte[] signed = InteropMail.Sign(message, options, InteropMail.Rsa, InteropMail.Ed25519);
            Assert.That(await VerifyAsync(program, signed), Is.EqualTo(new[] { "pass", "pass" }), Encoding.UTF8.GetString(message));
            Assert.That(await VerifyAsync(program, [.. signed, .. "x\r\n"u8]), Has.None.EqualTo("pass"));
        }
    }

    [TestCase("relaxed/relaxed")]
    [TestCase("relaxed/simple")]
    [TestCase("simple/relaxed")]
    public async Task What_OpenDKIM_signs_MailGate_verifies(string canonicalization)
    {
        string program = ExternalProgram.Require("opendkim", "opendkim");
        string key = await WriteKeyAsync();
        string configuration = $"Mode s\nDomain example.com\nSelector r\nKeyFile {key}\nSignatureAlgorithm rsa-sha256\nCanonicalization {canonicalization}\nRequireSafeKeys no\n";
        foreach (byte[] message in Messages(canonicalization.StartsWith("simple", StringComparison.Ordinal)))
        {
            string output = await RunFilterAsync(program, message, configuration);
            Match field = Regex.Match(output, "hname='DKIM-Signature' hvalue='([^']*)'");
            Assert.That(field.Success, Is.True, output);
            string text = "DKIM-Signature: " + field.Groups[1].Value.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n";
            DkimVerification verification = await InteropMail.VerifyAsync([.. Encoding.ASCII.GetBytes(text), .. message], InteropMail.Dns);
            Assert.That(verification.Result, Is.EqualTo(DkimResult.Pass), text + verification.Signatures[0].Reason);
        }
    }

    [Test]
    public async Task Rfc8301_3_1_what_opendkim_testmsg_signs_with_sha1_is_refused()
    {
        string program = ExternalProgram.Require("opendkim-testmsg", "opendkim-tools");
        (int exitCode, byte[] signed, string errors) = await ExternalProgram.RunAsync(
            program, ["-C", "-d", "example.com", "-s", "r", "-k", await WriteKeyAsync(), "-t", folder.FullName], InteropMail.Messages.First());
        Assert.That(exitCode, Is.Zero, errors);
        DkimVerification verification = await InteropMail.VerifyAsync(signed, InteropMail.Dns);
        Assert.That((verification.Result, verification.Signatures[0].Algorithm), Is.EqualTo((DkimResult.PermError, "rsa-sha1")));
    }

    // The filter's test mode writes fields without a value anew, which only simple header canonicalization minds.
    private static IEnumerable<byte[]> Messages(bool simple) =>
        InteropMail.Messages.Where(message => !simple || message.AsSpan().IndexOf("X-Empty"u8) < 0);

    private async Task<string[]> VerifyAsync(string program, byte[] message)
    {
        await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "keys"), InteropMail.Zone.Select(record => $"{record.Key} {record.Value}"));
        string output = await RunFilterAsync(program, message, $"Mode v\nTestDNSData file:{folder.FullName}/keys\n");
        return [.. Regex.Matches(output, @"\bdkim=(\w+)").Select(match => match.Groups[1].Value)];
    }

    private async Task<string> RunFilterAsync(string program, byte[] message, string configuration)
    {
        string path = folder.FullName;
        await File.WriteAllBytesAsync(Path.Combine(path, "message"), message);
        await File.WriteAllTextAsync(Path.Combine(path, "conf"), $"{configuration}Socket local:{path}/socket\nSyslog no\nTemporaryDirectory {path}\n");
        (_, byte[] output, string errors) = await ExternalProgram.RunAsync(program, ["-t", Path.Combine(path, "message"), "-x", Path.Combine(path, "conf"), "-vv"], []);
        return Encoding.UTF8.GetString(output) + errors;
    }

    private async Task<string> WriteKeyAsync()
    {
        string key = Path.Combine(folder.FullName, "key.pem");
        await File.WriteAllTextAsync(key, InteropMail.RsaPem);
        return key;
    }
}
