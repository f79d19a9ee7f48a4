using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate dkim keygen</c>: a new key pair, the private one into a file, the record to publish on standard output.</summary>
internal sealed class DkimKeygenCommand
{
    private const int RecordTtlSeconds = 3600;
    private const int MaxStringOctets = 255;

    private readonly Option<Domain?> _domain = SigningOptions.Domain();
    private readonly Option<Domain?> _selector = SigningOptions.Selector();
    private readonly Option<string> _algorithm = new("--algorithm", "-a") { Description = "The kind of key", DefaultValueFactory = _ => "rsa" };
    private readonly Option<int> _bits = new("--bits", "-b")
    {
        HelpName = "N",
        Description = "Size of an RSA key, 1024 to 8192",
        DefaultValueFactory = _ => 2048,
        CustomParser = ParseBits,
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write the private key to this new file, readable by its owner only; without it, it is printed above the record",
    };

    public Command Create()
    {
        _algorithm.AcceptOnlyFromAmong("rsa", "ed25519", "rsa-sha256", "ed25519-sha256");
        _domain.Description += "; without it the record's name is relative to the zone";
        _selector.Description += "; by default s and the year";
        return new Command("keygen", "Make a key pair for DKIM and ARC, and print the DNS record to publish")
        {
            _domain, _selector, _algorithm, _bits, _output, CommonOptions.Json(),
        }.Runs(Run);
    }

    private int Run(ParseResult parse, Output output)
    {
        bool isEd25519 = parse.GetValue(_algorithm)!.StartsWith("ed25519", StringComparison.Ordinal);
        string pem = DkimKeyGenerator.CreatePrivateKeyPem(isEd25519 ? DkimAlgorithm.Ed25519Sha256 : DkimAlgorithm.RsaSha256, parse.GetValue(_bits));
        if (parse.GetValue(_output) is { } file)
        {
            WriteSecret(file, pem);
        }

        DkimPrivateKey key = DkimPrivateKey.FromPem(pem);
        string selector = parse.GetValue(_selector)?.Ascii ?? TimeProvider.System.GetUtcNow().ToString("'s'yyyy", CultureInfo.InvariantCulture);
        string name = $"{selector}._domainkey{(parse.GetValue(_domain) is { } domain ? $".{domain}" : "")}";
        string zoneLine = $"{name}{(parse.GetValue(_domain) is null ? "" : ".")} {RecordTtlSeconds} IN TXT {Quote(key.RecordText)}";
        var report = new Report(
            key.Algorithm.ToWord(), key.Bits, parse.GetValue(_domain)?.Ascii, selector, name, key.RecordText, zoneLine, parse.GetValue(_output),
            parse.GetValue(_output) is null ? pem : null);
        output.Write(report, Print);
        return ExitCode.Success;

        void Print(Report made)
        {
            if (made.PrivateKey is not null)
            {
                output.Line(made.PrivateKey);
                output.Line();
            }
            else
            {
                output.Note($"The private key is in {made.KeyFile}. Publish this record, then sign:");
            }

            output.Line(made.ZoneLine);
        }
    }

    private static int ParseBits(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits is >= 1024 and <= 8192)
        {
            return bits;
        }

        result.AddError($"--bits: '{result.Tokens[0].Value}' is not a number from 1024 to 8192");
        return 0;
    }

    private static void WriteSecret(string file, string pem)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, Encoding.ASCII, options);
        writer.WriteLine(pem);
    }

    // RFC 1035 §3.3: a character-string holds at most 255 octets; verifiers join them (RFC 6376 §3.6.2.2).
    private static string Quote(string text) => string.Join(' ', text.Chunk(MaxStringOctets).Select(part => $"\"{new string(part)}\""));

    private sealed record Report(
        string Algorithm, int Bits, string? Domain, string Selector, string Name, string Record, string ZoneLine, string? KeyFile, string? PrivateKey);
}
