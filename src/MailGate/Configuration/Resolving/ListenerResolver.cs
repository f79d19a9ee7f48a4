using System.Collections.Immutable;
using MailGate.Configuration.Sections;

namespace MailGate.Configuration.Resolving;

/// <summary>Listeners: each with its name and its limits.</summary>
internal static class ListenerResolver
{
    public static ImmutableArray<ListenerSettings> Resolve(RootSection root, ResolverContext context)
    {
        if (root.Listeners.Count == 0)
        {
            context.Error("listeners", "at least one listener is needed");
        }

        // An address that was refused has become the default one.
        bool addressesAreKnown = !context.IsInDoubt("listeners");
        var listeners = ImmutableArray.CreateBuilder<ListenerSettings>();
        for (int i = 0; i < root.Listeners.Count; i++)
        {
            ListenerSection section = root.Listeners[i];
            string path = $"listeners[{i}]";
            Check(section, path, root, context);
            string name = section.Name ?? NameOf(section.Address, listeners);
            if (addressesAreKnown && listeners.Any(l => l.Name == name))
            {
                context.Error($"{path}.{(section.Name is null ? "address" : "name")}", $"'{name}' is used by two listeners");
            }
            else if (addressesAreKnown && section.Address.Port != 0 && listeners.Any(l => l.Address.Equals(section.Address)))
            {
                context.Error($"{path}.address", $"{section.Address} is used by two listeners");
            }

            listeners.Add(new ListenerSettings(
                name, section.Address, section.Tls, section.ClientCertificates, section.Auth, section.LineEndings, section.ProxyProtocol, section.Xclient,
                section.Vrfy, section.Expn, section.Pipelining, section.Limits.Over(root.Limits)));
        }

        return listeners.ToImmutable();
    }

    // Port 0 is any free port, so that two of them are not the same.
    private static string NameOf(System.Net.IPEndPoint address, ImmutableArray<ListenerSettings>.Builder others) =>
        address.Port == 0 && others.Any(l => l.Name == address.ToString()) ? $"{address}#{others.Count + 1}" : address.ToString();

    private static void Check(ListenerSection section, string path, RootSection root, ResolverContext context)
    {
        if (section.Name is { } name && (name.Length is 0 or > 64 || name.Any(c => c is <= ' ' or > '~' or '"' or '\\')))
        {
            context.Error($"{path}.name", "a name is 1 to 64 printable characters without spaces, quotes and backslashes");
        }

        // AUTH is never offered in clear text (RFC 4954 §4), so on such a listener it would never be offered.
        if (section is { Auth: ListenerAuth.Downstream or ListenerAuth.Required, Tls: ListenerTls.None })
        {
            context.Error($"{path}.auth", "AUTH is offered over TLS only, and this listener has tls: none");
        }

        if (section.ProxyProtocol == ProxyProtocolMode.Require && root.Trusted.ProxyProtocol.Count == 0)
        {
            context.Error($"{path}.proxy_protocol", "nobody could connect: name the load balancers in trusted.proxy_protocol");
        }

        if (section is { ClientCertificates: true, Tls: ListenerTls.None })
        {
            context.Error($"{path}.client_certificates", "needs TLS, and this listener has tls: none");
        }
    }
}
