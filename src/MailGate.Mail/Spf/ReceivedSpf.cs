using System.Net;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Spf;

/// <summary>Writes the Received-SPF header field (RFC 7208 §9.1).</summary>
public static class ReceivedSpf
{
    /// <summary>
    /// The whole field with the CRLF that ends it. What the client sent is quoted, and what cannot be quoted is a question mark, so that
    /// nothing it sends can break the field or add to it.
    /// </summary>
    /// <param name="receiver">The name of this host.</param>
    public static string Write(SpfRequest request, SpfResult result, string receiver)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(receiver);
        IPAddress client = request.Client.IsIPv4MappedToIPv6 ? request.Client.MapToIPv4() : request.Client;
        StructuredFieldBuilder field = new("Received-SPF");
        field.Word(result.Code.Word());
        field.Comment($"{receiver}: {Describe(result, client)}");
        Pair(field, "client-ip", client.ToString());
        Pair(field, "envelope-from", request.ReversePath);
        Pair(field, "helo", request.Helo);
        Pair(field, "receiver", receiver);
        Pair(field, "identity", result.Identity == SpfIdentity.Helo ? "helo" : "mailfrom");
        if (result.Code is not (SpfResultCode.None or SpfResultCode.Temperror or SpfResultCode.Permerror))
        {
            Pair(field, "mechanism", result.Mechanism ?? "default");
        }
        else if (result.Problem is not null)
        {
            Pair(field, "problem", result.Problem);
        }

        return field.Build();
    }

    private static void Pair(StructuredFieldBuilder field, string key, string value) => field.Word($"{key}={FieldText.DotAtomOrQuoted(value)};");

    private static string Describe(SpfResult result, IPAddress client)
    {
        string domain = $"domain of {result.Domain?.Ascii ?? "an unreadable sender"}";
        return result.Code switch
        {
            SpfResultCode.Pass => $"{domain} designates {client} as permitted sender",
            SpfResultCode.Fail => $"{domain} does not designate {client} as permitted sender",
            SpfResultCode.Softfail => $"{domain} discourages use of {client} as sender",
            SpfResultCode.Neutral => $"{domain} neither permits nor denies {client}",
            SpfResultCode.None => $"{domain} designates no senders",
            SpfResultCode.Temperror => $"the DNS did not answer for {domain}",
            _ => $"{domain} publishes records that cannot be interpreted",
        };
    }
}
