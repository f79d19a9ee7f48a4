using System.Text;
using MailGate.Filtering.Rewriting;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rewriting;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SenderRewritingTests
{
    private static readonly byte[] OldKey = Encoding.ASCII.GetBytes("an old key of 24 octets.");
    private static readonly byte[] NewKey = Encoding.ASCII.GetBytes("a newer key of 26 octets..");
    private readonly ManualTimeProvider _time = new();

    [TestCase("user@sender.example")]
    [TestCase("User.Name+tag=x@sender.example")]
    [TestCase("srs0-not@sender.example")]
    public void A_bounce_finds_its_way_back(string sender)
    {
        SenderRewriting srs = Create();

        SrsResult forward = srs.Forward(sender);
        Assert.That(forward.Status, Is.EqualTo(SrsStatus.Rewritten));
        Assert.That(forward.Address, Does.StartWith("SRS0=").And.EndWith("@forward.example"));
        Assert.That(srs.Reverse(forward.Address), Is.EqualTo(new SrsResult(SrsStatus.Rewritten, sender)));
        Assert.That(srs.Reverse(forward.Address.ToLowerInvariant()).Address, Is.EqualTo(sender.ToLowerInvariant()), "case may not survive the journey");
    }

    [Test]
    public void An_address_of_another_forwarder_becomes_SRS1_and_does_not_grow_further()
    {
        SenderRewriting first = Create("first.example"), second = Create("second.example"), third = Create("third.example");
        string atFirst = first.Forward("user@sender.example").Address;
        string atSecond = second.Forward(atFirst).Address;
        string atThird = third.Forward(atSecond).Address;

        Assert.That(atSecond, Does.Match("^SRS1=[A-Z2-7]{6}=first\\.example==.*@second\\.example$"));
        Assert.That(atThird, Does.Match("^SRS1=[A-Z2-7]{6}=first\\.example==.*@third\\.example$"));
        Assert.That(third.Reverse(atThird).Address, Is.EqualTo(atFirst), "the third leads straight to the first");
        Assert.That(second.Reverse(atSecond).Address, Is.EqualTo(atFirst));
        Assert.That(first.Reverse(atFirst).Address, Is.EqualTo("user@sender.example"));
    }

    [Test]
    public void Any_changed_character_is_a_forgery_or_leads_nowhere_new()
    {
        SenderRewriting srs = Create();
        foreach (string address in (string[])[srs.Forward("user@sender.example").Address, srs.Forward("SRS0=AAAA=BB=s.example=u@other.example").Address])
        {
            int at = address.IndexOf('@', StringComparison.Ordinal);
            for (int i = 5; i < at; i++)
            {
                foreach (char replacement in "A2z=.")
                {
                    string changed = address[..i] + replacement + address[(i + 1)..];
                    if (!string.Equals(changed, address, StringComparison.OrdinalIgnoreCase))
                    {
                        Assert.That(srs.Reverse(changed).IsRefused, Is.True, changed);
                    }
                }
            }
        }
    }

    [Test]
    public void An_old_address_expires_and_a_round_of_the_clock_does_not_revive_it_early()
    {
        SenderRewriting srs = Create();
        string address = srs.Forward("user@sender.example").Address;

        _time.Advance(TimeSpan.FromDays(21));
        Assert.That(srs.Reverse(address).Status, Is.EqualTo(SrsStatus.Rewritten));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.That(srs.Reverse(address), Is.EqualTo(new SrsResult(SrsStatus.Expired, address)));
        _time.Advance(TimeSpan.FromDays(1000));
        Assert.That(srs.Reverse(address).IsRefused, Is.True);
    }

    [Test]
    public void The_first_key_signs_and_all_keys_verify()
    {
        string signedByOld = Create(keys: [OldKey]).Forward("user@sender.example").Address;
        SenderRewriting both = Create(keys: [NewKey, OldKey]);

        Assert.That(both.Reverse(signedByOld).Status, Is.EqualTo(SrsStatus.Rewritten));
        Assert.That(both.Forward("user@sender.example").Address, Is.EqualTo(Create(keys: [NewKey]).Forward("user@sender.example").Address));
        Assert.That(Create(keys: [NewKey]).Reverse(signedByOld).Status, Is.EqualTo(SrsStatus.Forged));
    }

    [TestCase("")]
    [TestCase("user@forward.example")]
    [TestCase("user@ours.example")]
    [TestCase("\"quoted user\"@sender.example")]
    [TestCase("user@[192.0.2.1]")]
    public void What_needs_no_rewriting_stays(string sender) =>
        Assert.That(Create().Forward(sender), Is.EqualTo(new SrsResult(SrsStatus.NotNeeded, sender)));

    [TestCase("user@forward.example")]
    [TestCase("SRS0=x=y=z@elsewhere.example")]
    [TestCase("postmaster")]
    public void What_is_no_SRS_address_of_ours_is_not_reversed(string recipient) =>
        Assert.That(Create().Reverse(recipient).Status, Is.EqualTo(SrsStatus.NotNeeded));

    [TestCase("SRS0=@forward.example")]
    [TestCase("SRS0====@forward.example")]
    [TestCase("SRS1=a@forward.example")]
    [TestCase("SRS1====@forward.example")]
    [TestCase("srs0+AAAAAA=BB=sender.example=user@forward.example")]
    public void What_only_looks_like_ours_is_refused(string recipient) =>
        Assert.That(Create().Reverse(recipient), Is.EqualTo(new SrsResult(SrsStatus.Forged, recipient)));

    [Test]
    public void A_sender_that_would_not_fit_keeps_its_address()
    {
        string sender = new string('x', 230) + "@sender.example";
        Assert.That(Create().Forward(sender), Is.EqualTo(new SrsResult(SrsStatus.TooLong, sender)));
    }

    [Test]
    public void Settings_that_cannot_be_right_are_all_named()
    {
        SrsOptions options = new() { Domain = "no domain", Keys = [new byte[8]], HashCharacters = 2, MaxAge = TimeSpan.Zero };
        Assert.That(SenderRewriting.TryCreate(options, _time, out _, out IReadOnlyList<string> errors), Is.False);
        Assert.That(errors, Has.Count.EqualTo(4));
    }

    private SenderRewriting Create(string domain = "forward.example", byte[][]? keys = null)
    {
        SrsOptions options = new() { Domain = domain, Keys = [.. (keys ?? [NewKey]).Select(key => new ReadOnlyMemory<byte>(key))], IsOwn = domain => domain.Ascii == "ours.example" };
        Assert.That(SenderRewriting.TryCreate(options, _time, out SenderRewriting? srs, out IReadOnlyList<string> errors), Is.True, string.Join('\n', errors));
        return srs!;
    }
}
