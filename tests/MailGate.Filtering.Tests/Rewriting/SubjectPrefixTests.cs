using MailGate.Filtering.Rewriting;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rewriting;

public sealed class SubjectPrefixTests
{
    [TestCase("Subject: hello\n\n", "Subject: [SPAM] hello\n\n")]
    [TestCase("subject:hello\n\n", "Subject: [SPAM] hello\n\n")]
    [TestCase("Subject : hello\n\n", "Subject: [SPAM] hello\n\n")]
    [TestCase("Subject:\n hello\n\n", "Subject: [SPAM]\n hello\n\n")]
    [TestCase("Subject:\n\n", "Subject: [SPAM]\n\n")]
    [TestCase("Subject: =?utf-8?B?w6Q=?=\n =?utf-8?B?w7Y=?=\n\n", "Subject: [SPAM] =?utf-8?B?w6Q=?=\n =?utf-8?B?w7Y=?=\n\n")]
    [TestCase("Subject: raw \xe4\n\n", "Subject: [SPAM] raw \xe4\n\n")]
    public void The_prefix_stands_before_the_subject_and_its_octets_stay(string message, string expected) =>
        Assert.That(HeaderEditing.Apply(message, new HeaderEdit.PrefixSubject("[SPAM]")), Is.EqualTo(expected));

    [Test]
    public void A_subject_that_has_the_prefix_is_left_alone() =>
        Assert.That(HeaderEditing.Apply("Subject: [SPAM] hello\n\n", new HeaderEdit.PrefixSubject("[SPAM]")), Is.EqualTo("Subject: [SPAM] hello\n\n"));

    [Test]
    public void Every_subject_gets_it() =>
        Assert.That(
            HeaderEditing.Apply("Subject: a\nSubject: b\n\n", new HeaderEdit.PrefixSubject("[X]")),
            Is.EqualTo("Subject: [X] a\nSubject: [X] b\n\n"));

    [Test]
    public void A_message_without_subject_gets_one() =>
        Assert.That(HeaderEditing.Apply("From: a\n\n", new HeaderEdit.PrefixSubject("[X]")), Is.EqualTo("Subject: [X]\nFrom: a\n\n"));

    [Test]
    public void A_prefix_beyond_ascii_is_an_encoded_word_that_holds_its_own_space() =>
        // RFC 2047 §6.2: the white space between two encoded-words is not shown.
        Assert.That(
            HeaderEditing.Apply("Subject: =?utf-8?B?w6Q=?=\n\n", new HeaderEdit.PrefixSubject("[\u00dc]")),
            Is.EqualTo("Subject: =?utf-8?B?W8OcXSA=?= =?utf-8?B?w6Q=?=\n\n"));

    [TestCase("Subject: plain\n\n", "Subject: =?utf-8?B?W8OcXQ==?= plain\n\n")]
    [TestCase("Subject: =?utf-8?B?W8OcXQ==?= plain\n\n", "Subject: =?utf-8?B?W8OcXQ==?= plain\n\n")]
    [TestCase("Subject: =?utf-8?B?W8OcXSA=?= =?utf-8?B?w6Q=?=\n\n", "Subject: =?utf-8?B?W8OcXSA=?= =?utf-8?B?w6Q=?=\n\n")]
    public void Before_plain_text_it_holds_none_and_it_is_put_once(string message, string expected) =>
        Assert.That(HeaderEditing.Apply(message, new HeaderEdit.PrefixSubject("[\u00dc]")), Is.EqualTo(expected));

    [Test]
    public void A_full_first_line_gets_a_line_of_its_own()
    {
        string subject = new('x', 980);
        Assert.That(
            HeaderEditing.Apply($"Subject: {subject}\n\n", new HeaderEdit.PrefixSubject("[A long prefix]")),
            Is.EqualTo($"Subject: [A long prefix]\n {subject}\n\n"));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("a\r\nBcc: x")]
    public void A_prefix_that_is_none_is_refused(string prefix)
    {
        Assert.That(HeaderEditor.Check(new HeaderEdit.PrefixSubject(prefix), HeaderEditLimits.Default), Is.Not.Null);
        HeaderEditing.Refused("Subject: a\n\n", new HeaderEdit.PrefixSubject(prefix));
    }
}
