using System.CommandLine;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;

namespace MailGate.Cli.Authentication;

/// <summary><c>--domain</c>, <c>--selector</c> and <c>--key</c> of what signs.</summary>
internal sealed class SigningOptions
{
    private readonly Option<Domain?> _domain = Domain();
    private readonly Option<Domain?> _selector = Selector();
    private readonly Option<string> _key = new("--key", "-k") { HelpName = "FILE", Description = "PEM file with the private key, RSA or Ed25519", Required = true };

    public SigningOptions()
    {
        _domain.Required = true;
        _selector.Required = true;
    }

    public static Option<Domain?> Domain() => new("--domain", "-d")
    {
        HelpName = "DOMAIN",
        Description = "The domain that signs (d=)",
        CustomParser = EnvelopeArguments.ParseDomain,
    };

    public static Option<Domain?> Selector() => new("--selector", "-s")
    {
        HelpName = "NAME",
        Description = "The selector (s=): the key's record is at NAME._domainkey.DOMAIN",
        CustomParser = EnvelopeArguments.ParseDomain,
    };

    public void AddTo(Command command)
    {
        command.Add(_domain);
        command.Add(_selector);
        command.Add(_key);
    }

    /// <summary>The key with its names.</summary>
    /// <exception cref="CliException">The file holds no key that can sign.</exception>
    public DkimSigningKey Read(ParseResult parse)
    {
        string file = parse.GetValue(_key)!;
        return DkimPrivateKey.TryFromPem(File.ReadAllText(file), out DkimPrivateKey? key, out string? error)
            ? new DkimSigningKey(parse.GetValue(_domain)!, parse.GetValue(_selector)!, key)
            : throw new CliException($"{file} cannot be used: {error}");
    }
}
