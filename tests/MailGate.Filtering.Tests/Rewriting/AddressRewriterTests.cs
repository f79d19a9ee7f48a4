using MailGate.Filtering.Rewriting;
using MailGate.Filtering.Rules;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rewriting;

public sealed class AddressRewriterTests
{
    [TestCase("old@example.com", "new@example.com")]
    [TestCase("OLD@Example.COM", "new@example.com")]
    [TestCase("any@old.example", "any@new.example")]
    [TestCase("any@sub.old.example", "any@sub.old.example")]
    [TestCase("any@a.b.wild.example", "any@all.example")]
    [TestCase("any@wild.example", "any@wild.example")]
    [TestCase("john.smith@names.example", "smith_john@names.example")]
    [TestCase("xjohn.smith@names.example.evil.example", "xjohn.smith@names.example.evil.example")]
    [TestCase("other@example.com", "other@example.com")]
    [TestCase("postmaster", "postmaster")]
    public void The_most_exact_entry_of_the_canonical_map_wins(string recipient, string expected)
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions
        {
            Canonical =
            [
                Map("old@example.com", "new@example.com"),
                Map("@old.example", "@new.example"),
                Map("@*.wild.example", "@all.example"),
                Map(@"/(?<first>[a-z]+)\.([a-z]+)@names\.example/", "$1_${first}@names.example"),
            ],
        });

        Assert.That(rewriter.RewriteRecipient(recipient).Addresses, Is.EqualTo((string[])[expected]));
    }

    [Test]
    public void Scope_and_role_choose_where_an_entry_applies()
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions
        {
            Canonical =
            [
                Map("a@x.example", "envelope@x.example") with { Scopes = RewriteScopes.Envelope },
                Map("b@x.example", "header@x.example") with { Scopes = RewriteScopes.Header },
                Map("c@x.example", "sender@x.example") with { Roles = AddressRoles.Sender },
            ],
        });

        Assert.That(rewriter.RewriteReversePath("a@x.example").Addresses[0], Is.EqualTo("envelope@x.example"));
        Assert.That(rewriter.RewriteHeader("a@x.example", AddressRoles.Sender).Addresses[0], Is.EqualTo("a@x.example"));
        Assert.That(rewriter.RewriteReversePath("b@x.example").Addresses[0], Is.EqualTo("b@x.example"));
        Assert.That(rewriter.RewriteHeader("b@x.example", AddressRoles.Recipient).Addresses[0], Is.EqualTo("header@x.example"));
        Assert.That(rewriter.RewriteRecipient("c@x.example").Addresses[0], Is.EqualTo("c@x.example"));
        Assert.That(rewriter.RewriteHeader("c@x.example", AddressRoles.Sender).Addresses[0], Is.EqualTo("sender@x.example"));
    }

    [Test]
    public void An_alias_leads_to_several_recipients_through_other_aliases_each_once()
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions
        {
            Aliases =
            [
                Map("team@x.example", "a@x.example", "leads@x.example", "b@x.example"),
                Map("leads@x.example", "b@x.example", "c@x.example", "leads@x.example"),
            ],
        });

        Assert.That(
            rewriter.RewriteRecipient("Team@x.example").Addresses,
            Is.EqualTo((string[])["a@x.example", "b@x.example", "c@x.example", "leads@x.example"]));
    }

    [Test]
    public void A_circle_of_listed_aliases_is_an_error_at_load() =>
        Assert.That(
            Errors(new AddressRewriteOptions { Aliases = [Map("a@x.example", "b@x.example"), Map("b@x.example", "a@x.example", "c@x.example")] }),
            Has.Some.Contains("circle"));

    [Test]
    public void A_circle_that_a_pattern_makes_is_an_error_when_it_is_met()
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions
        {
            Aliases = [Map("/(.*)-x@x.example/", "$1@x.example"), Map("/([^-]*)@x.example/", "$1-x@x.example")],
        });

        AddressRewriteResult result = rewriter.RewriteRecipient("a@x.example");
        Assert.That(result.Error, Does.Contain("circle"));
        Assert.That(result.Addresses, Is.Empty);
    }

    [Test]
    public void An_alias_that_grows_without_end_stops_at_the_depth()
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions { Aliases = [Map("/(.*)@x.example/", "x$1@x.example")] });

        Assert.That(rewriter.RewriteRecipient("a@x.example").Error, Does.Contain("more than 10 aliases"));
    }

    [Test]
    public void An_alias_with_too_many_recipients_is_an_error()
    {
        string[] targets = [.. Enumerable.Range(0, 101).Select(i => $"u{i}@x.example")];

        Assert.That(Errors(new AddressRewriteOptions { Aliases = [Map("all@x.example", targets)] }), Has.Some.Contains("more than 100 recipients"));
        Assert.That(Create(new AddressRewriteOptions { Aliases = [Map("all@x.example", targets[..100])] }).RewriteRecipient("all@x.example").Addresses, Has.Count.EqualTo(100));
    }

    [Test]
    public void A_result_that_is_no_address_is_an_error_and_never_the_address_as_it_came()
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions
        {
            Canonical = [Map("/(.*)@x.example/", "$1@$1")],
            Aliases = [Map("/(.*)@y.example/", "a..$1@y.example")],
        });

        Assert.That(rewriter.RewriteReversePath("a_b!@x.example").Error, Is.Not.Null);
        Assert.That(rewriter.RewriteRecipient("a@y.example").Error, Is.Not.Null);
    }

    [Test]
    public void A_tag_is_passed_over_for_the_look_up_and_goes_along()
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions
        {
            RecipientDelimiter = "+-",
            Canonical = [Map("user@x.example", "person@y.example"), Map("user+shop@x.example", "shop@y.example")],
        });

        Assert.That(rewriter.RewriteRecipient("user+news@x.example").Addresses[0], Is.EqualTo("person+news@y.example"));
        Assert.That(rewriter.RewriteRecipient("user-a+b@x.example").Addresses[0], Is.EqualTo("person-a+b@y.example"));
        Assert.That(rewriter.RewriteRecipient("user+shop@x.example").Addresses[0], Is.EqualTo("shop@y.example"));
        Assert.That(rewriter.RewriteRecipient("\"user+news\"@x.example").Addresses[0], Is.EqualTo("\"user+news\"@x.example"));
    }

    [Test]
    public void Tags_are_removed_last_when_the_downstream_does_not_know_them()
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions
        {
            RecipientDelimiter = "+",
            StripSubaddress = true,
            Aliases = [Map("both@x.example", "a+1@x.example", "a+2@x.example", "b@x.example")],
        });

        Assert.That(rewriter.RewriteRecipient("both+z@x.example").Addresses, Is.EqualTo((string[])["a@x.example", "b@x.example"]));
        Assert.That(rewriter.RewriteRecipient("+only@x.example").Addresses, Is.EqualTo((string[])["+only@x.example"]));
    }

    [TestCase("a@host.example.com", "a@example.com")]
    [TestCase("a@x.dept.example.com", "a@dept.example.com")]
    [TestCase("a@example.com", "a@example.com")]
    [TestCase("a@notexample.com", "a@notexample.com")]
    [TestCase("Root@host.example.com", "Root@host.example.com")]
    [TestCase("", "")]
    public void Hosts_are_masqueraded_by_the_longest_domain(string sender, string expected)
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions
        {
            MasqueradeDomains = ["example.com", "dept.example.com"],
            MasqueradeExceptions = ["root"],
        });

        Assert.That(rewriter.RewriteReversePath(sender).Addresses[0], Is.EqualTo(expected));
    }

    [Test]
    public void Addresses_in_the_header_change_and_nothing_around_them()
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions { Canonical = [Map("@old.example", "@new.example")] });

        Assert.That(
            HeaderEditing.Apply(
                "From: \"a@old.example\" (x) <a@old.example>\nTo: b@old.example,\n  Friends: c@old.example;\nX-To: d@old.example\ncc : e@other.example\n\nTo: f@old.example\n",
                new HeaderEdit.RewriteAddresses(rewriter)),
            Is.EqualTo(
                "From: \"a@old.example\" (x) <a@new.example>\nTo: b@new.example,\n  Friends: c@new.example;\nX-To: d@old.example\ncc : e@other.example\n\nTo: f@old.example\n"));
    }

    [Test]
    public void A_header_address_that_cannot_be_rewritten_refuses_the_whole_edit()
    {
        AddressRewriter rewriter = Create(new AddressRewriteOptions { Canonical = [Map("/(.*)@x.example/", "$1@$1")] });

        HeaderEditing.Refused("To: fine@y.example, _!@x.example\n\n", new HeaderEdit.RewriteAddresses(rewriter));
    }

    [TestCase("a@x.example", "", "neither an address")]
    [TestCase("a@x.example", "b@y_.example c", "neither an address")]
    [TestCase("@x y", "@z.example", "domain is none")]
    [TestCase("nobody", "a@x.example", "neither user@domain")]
    [TestCase("/(/", "a@x.example", "regular expression")]
    [TestCase("/(a)\\1@x.example/", "a@x.example", "regular expression")]
    [TestCase("/(a)@x.example/", "$2@x.example", "no group")]
    [TestCase("/(a)@x.example/", "$&@x.example", "no group")]
    [TestCase("/(a)@x.example/", "${b@x.example", "no group")]
    [TestCase("/a@x.example/", "plain", "no @")]
    public void Entries_that_cannot_work_are_errors_at_load(string match, string target, string expected)
    {
        Assert.That(Errors(new AddressRewriteOptions { Canonical = [Map(match, target)] }), Has.Some.Contains(expected));
        Assert.That(Errors(new AddressRewriteOptions { Aliases = [Map(match, target)] }), Has.Some.Contains(expected));
    }

    [Test]
    public void All_errors_are_told_at_once_with_their_source()
    {
        IReadOnlyList<string> errors = Errors(new AddressRewriteOptions
        {
            Canonical = [Map("a@x.example", "b@x.example", "c@x.example"), Map("d@x.example", "e@x.example"), Map("D@x.example", "f@x.example")],
            Aliases = [Map("g@x.example") with { Source = new SourcePlace("aliases.yaml", 3, 5) }],
            MasqueradeDomains = ["not a domain"],
            RecipientDelimiter = "x",
            MaxRecipients = 0,
        });

        Assert.That(errors, Has.Some.Contains("only an alias may have several"));
        Assert.That(errors, Has.Some.Contains("listed twice"));
        Assert.That(errors, Has.Some.StartsWith("aliases.yaml:3:5: ").And.Contains("no target"));
        Assert.That(errors, Has.Count.EqualTo(6));
    }

    private static AddressMapping Map(string match, params string[] targets) => new(match, targets);

    private static AddressRewriter Create(AddressRewriteOptions options)
    {
        Assert.That(AddressRewriter.TryCreate(options, out AddressRewriter? rewriter, out IReadOnlyList<RewriteError> errors), Is.True, string.Join('\n', errors));
        return rewriter!;
    }

    private static IReadOnlyList<string> Errors(AddressRewriteOptions options)
    {
        Assert.That(AddressRewriter.TryCreate(options, out _, out IReadOnlyList<RewriteError> errors), Is.False);
        return [.. errors.Select(error => error.ToString())];
    }
}
