using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.EndToEnd.Support;

/// <summary>Pieces of conversation that the tests have in common.</summary>
internal static class Talk
{
    /// <summary>Says each line and asserts on its reply; <c>expected</c> is how it begins.</summary>
    public static async Task SayAsync(this SmtpTestClient client, params (string Line, string Expected)[] dialogue)
    {
        foreach ((string line, string expected) in dialogue)
        {
            Assert.That(await client.CommandAsync(line), Does.StartWith(expected), () => $"to {line}\n{client.Received}");
        }
    }
}
