using System.Text;
using MailGate.Filtering.Rewriting;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rewriting;

public sealed class HeaderEditorTests
{
    private const string Message = "Received: by a\nFrom: a@example.com\nSubject: hello\n\tworld\nX-Old:  1 \nx-old: 2\n\nbody\n";

    [Test]
    public void No_edit_is_one_range_over_the_whole_message()
    {
        byte[] message = HeaderEditing.Bytes(Message);
        HeaderEditor.TryApply(HeaderSection.Parse(message), [], HeaderEditLimits.Default, out EditedHeader? edited, out _);

        Assert.That(edited!.IsUnchanged, Is.True);
        Assert.That(edited.Segments, Has.Count.EqualTo(1));
        Assert.That(HeaderEditing.Write(edited.ForMessage(message.Length), message), Is.EqualTo(message));
    }

    [Test]
    public void Added_fields_stand_on_top_in_the_order_of_the_list() =>
        Assert.That(
            HeaderEditing.Apply(Message, new HeaderEdit.Add("X-One", "1"), new HeaderEdit.Add("X-Two", "2")),
            Is.EqualTo("X-One: 1\nX-Two: 2\n" + Message));

    [Test]
    public void A_finished_field_is_added_octet_for_octet() =>
        Assert.That(
            HeaderEditing.Apply(Message, new HeaderEdit.AddField("DKIM-Signature: v=1;\r\n\tb=x\r\n"u8.ToArray())),
            Is.EqualTo("DKIM-Signature: v=1;\n\tb=x\n" + Message));

    [TestCase("X-Old")]
    [TestCase("x-OLD")]
    [TestCase("X-O*")]
    public void Removal_takes_every_field_of_the_name_in_any_case(string name) =>
        Assert.That(
            HeaderEditing.Apply(Message, new HeaderEdit.Remove(name)),
            Is.EqualTo("Received: by a\nFrom: a@example.com\nSubject: hello\n\tworld\n\nbody\n"));

    [Test]
    public void Removal_sees_a_name_with_white_space_before_the_colon() =>
        Assert.That(HeaderEditing.Apply("X-Old \t: 1\nTo: b\n\n", new HeaderEdit.Remove("X-Old")), Is.EqualTo("To: b\n\n"));

    [Test]
    public void Removal_takes_the_continuation_lines_along() =>
        Assert.That(HeaderEditing.Apply("A: 1\n 2\n\t3\nB: 4\n\n", new HeaderEdit.Remove("A")), Is.EqualTo("B: 4\n\n"));

    [Test]
    public void Removal_never_reaches_into_the_body() =>
        Assert.That(HeaderEditing.Apply("A: 1\n\nX-Old: 2\n", new HeaderEdit.Remove("X-Old")), Is.EqualTo("A: 1\n\nX-Old: 2\n"));

    [Test]
    public void Removal_does_not_take_what_the_same_list_adds() =>
        Assert.That(
            HeaderEditing.Apply("X-Old: 1\n\n", new HeaderEdit.Add("X-Old", "mine"), new HeaderEdit.Remove("X-Old")),
            Is.EqualTo("X-Old: mine\n\n"));

    [Test]
    public void Removal_by_predicate_sees_each_field() =>
        Assert.That(
            HeaderEditing.Apply("A: keep\nA: drop\n\n", new HeaderEdit.RemoveWhere("A that says drop", field => field.Value == "drop")),
            Is.EqualTo("A: keep\n\n"));

    [Test]
    public void Replacement_keeps_the_place_of_the_first_and_removes_the_rest() =>
        Assert.That(
            HeaderEditing.Apply(Message, new HeaderEdit.Replace("X-OLD", "new")),
            Is.EqualTo("Received: by a\nFrom: a@example.com\nSubject: hello\n\tworld\nX-OLD: new\n\nbody\n"));

    [Test]
    public void Replacement_of_nothing_adds() =>
        Assert.That(HeaderEditing.Apply("A: 1\n\n", new HeaderEdit.Replace("B", "2")), Is.EqualTo("B: 2\nA: 1\n\n"));

    [Test]
    public void Renaming_keeps_the_octets_of_the_value() =>
        Assert.That(
            HeaderEditing.Apply("x-old :  a\n  b \xff\n\n", new HeaderEdit.Rename("X-Old", "X-New")),
            Is.EqualTo("X-New:  a\n  b \xff\n\n"));

    [Test]
    public void Edits_of_one_field_build_on_each_other() =>
        Assert.That(
            HeaderEditing.Apply(
                "Subject: hello\n\n",
                new HeaderEdit.PrefixSubject("[A]"),
                new HeaderEdit.PrefixSubject("[B]"),
                new HeaderEdit.Rename("Subject", "X-Subject")),
            Is.EqualTo("X-Subject: [B] [A] hello\n\n"));

    [Test]
    public void A_continuation_line_at_the_very_top_never_continues_a_field_of_ours() =>
        Assert.That(
            HeaderEditing.Apply(" dkim=pass header.d=bank.example\n\tspf=pass\nFrom: a@b\n\n", new HeaderEdit.Add("Authentication-Results", "mx; spf=fail")),
            Is.EqualTo("Authentication-Results: mx; spf=fail\nFrom: a@b\n\n"));

    [Test]
    public void A_message_without_header_gets_one() =>
        Assert.That(HeaderEditing.Apply("\nbody\n", new HeaderEdit.Add("A", "1")), Is.EqualTo("A: 1\n\nbody\n"));

    [Test]
    public void A_message_without_blank_line_keeps_its_lines() =>
        Assert.That(HeaderEditing.Apply("junk\nFrom: a\n", new HeaderEdit.Add("A", "1")), Is.EqualTo("A: 1\njunk\nFrom: a\n"));

    [TestCase("a\r\nBcc: x", "line break")]
    [TestCase("a\nBcc: x", "line break")]
    [TestCase("a\rb", "line break")]
    [TestCase("a\0b", "U+0000")]
    [TestCase("a\u001bb", "U+001B")]
    [TestCase("a\u0085b", "U+0085")]
    [TestCase("a\u2028b", "U+2028")]
    public void A_value_that_would_inject_a_line_is_refused(string value, string reason)
    {
        Assert.That(HeaderEditing.Refused(Message, new HeaderEdit.Add("X-New", value)).Reason, Does.Contain(reason));
        Assert.That(HeaderEditing.Refused(Message, new HeaderEdit.Replace("X-Old", value)).Reason, Does.Contain(reason));
        Assert.That(HeaderEditor.Check(new HeaderEdit.Add("X-New", value), HeaderEditLimits.Default)?.Reason, Does.Contain(reason));
    }

    [TestCase("")]
    [TestCase("X New")]
    [TestCase("X:New")]
    [TestCase("X-Nëw")]
    [TestCase("X\r\nBcc")]
    public void A_name_that_is_none_is_refused(string name)
    {
        Assert.That(HeaderEditing.Refused(Message, new HeaderEdit.Add(name, "1")).Reason, Does.Contain("field name"));
        Assert.That(HeaderEditor.Check(new HeaderEdit.Rename("X-Old", name), HeaderEditLimits.Default), Is.Not.Null);
        Assert.That(HeaderEditor.Check(new HeaderEdit.Remove(name), HeaderEditLimits.Default), Is.Not.Null);
    }

    [TestCase("A: 1")]
    [TestCase("A: 1\n\n")]
    [TestCase("A: 1\nB: 2\n\n")]
    [TestCase("A 1\n")]
    [TestCase(": 1\n")]
    public void A_finished_field_that_is_more_or_less_than_a_field_is_refused(string field) =>
        HeaderEditing.Refused(Message, new HeaderEdit.AddField(HeaderEditing.Bytes(field)));

    [TestCase("A: 1\rB: 2\r\n")]
    [TestCase("A: 1\nB: 2\r\n")]
    [TestCase("A: \0\r\n")]
    public void A_finished_field_with_bare_line_ends_or_NUL_is_refused(string field) =>
        HeaderEditing.Refused(Message, new HeaderEdit.AddField(Encoding.Latin1.GetBytes(field)));

    [Test]
    public void A_word_longer_than_a_line_may_be_is_refused_and_a_long_text_is_folded()
    {
        Assert.That(HeaderEditing.Refused(Message, new HeaderEdit.Add("X", new string('x', 1000))).Reason, Does.Contain("limit is 998"));

        string edited = HeaderEditing.Apply(Message, new HeaderEdit.Add("X", string.Join(' ', Enumerable.Repeat("word", 500))));
        Assert.That(edited.Split('\n').Max(line => line.Length), Is.LessThanOrEqualTo(78));
        Assert.That(HeaderSection.Parse(HeaderEditing.Bytes(edited)).Fields[0].Value, Is.EqualTo(string.Join(' ', Enumerable.Repeat("word", 500))));
    }

    [Test]
    public void A_header_that_would_grow_beyond_the_limit_is_refused()
    {
        HeaderSection section = HeaderSection.Parse(HeaderEditing.Bytes(Message));
        HeaderEditLimits limits = new() { MaxHeaderOctets = section.BodyOffset + "X: 1\r\n".Length };

        Assert.That(HeaderEditor.TryApply(section, [new HeaderEdit.Add("X", "1")], limits, out _, out _), Is.True);
        Assert.That(HeaderEditor.TryApply(section, [new HeaderEdit.Add("X", "12")], limits, out EditedHeader? edited, out HeaderEditError? error), Is.False);
        Assert.That(edited, Is.Null);
        Assert.That(error!.Reason, Does.Contain("limit is"));
    }

    [Test]
    public void One_edit_that_fails_undoes_all_others() =>
        HeaderEditing.Refused(Message, new HeaderEdit.Remove("X-Old"), new HeaderEdit.Add("X", "a\nb"), new HeaderEdit.PrefixSubject("[SPAM]"));

    [Test]
    public void Random_edits_leave_every_untouched_octet_where_it_was()
    {
        // Seed committed: the same messages and edits each time.
        Random random = new(20260101);
        for (int round = 0; round < 3000; round++)
        {
            byte[] message = RandomMessage(random);
            HeaderSection section = HeaderSection.Parse(message);
            HeaderEdit[] edits = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomEdit(random))];
            if (!HeaderEditor.TryApply(section, edits, HeaderEditLimits.Default, out EditedHeader? edited, out _))
            {
                continue;
            }

            byte[] result = HeaderEditing.Write(edited.ForMessage(message.Length), message);
            HeaderSection after = HeaderSection.Parse(result);
            Assert.That(result.AsSpan(after.BodyOffset).SequenceEqual(message.AsSpan(section.BodyOffset)), Is.True, "the body is the body");
            Assert.That(edited.ToArray(message), Is.EqualTo(result[..after.BodyOffset]));
            string[] named = [.. edits.SelectMany(Named)];
            Assert.That(
                after.Fields.Where(field => !named.Contains(field.Name, StringComparer.OrdinalIgnoreCase)).Select(field => Convert.ToHexString(field.Raw.Span)),
                Is.EqualTo(section.Fields.Where(field => !named.Contains(field.Name, StringComparer.OrdinalIgnoreCase)).Select(field => Convert.ToHexString(field.Raw.Span))));
        }
    }

    private static IEnumerable<string> Named(HeaderEdit edit) =>
        edit is HeaderEdit.Rename rename ? [rename.Name, rename.NewName] : [edit.FieldName];

    private static byte[] RandomMessage(Random random)
    {
        string[] lines =
        [
            "A: 1", "B: two words", "a: lower", " continued", "\t", "C:", "Subject: s", "SUBJECT : =?utf-8?Q?x?=", "junk", "Subject:", "D: \xe4\xf6", ": none",
        ];
        StringBuilder message = new();
        for (int i = random.Next(0, 10); i > 0; i--)
        {
            message.Append(lines[random.Next(lines.Length)]).Append("\r\n");
        }

        if (random.Next(4) > 0)
        {
            message.Append("\r\n").Append("A: body\r\n".AsSpan(0, random.Next(10)));
        }

        return Encoding.Latin1.GetBytes(message.ToString());
    }

    private static HeaderEdit RandomEdit(Random random) => random.Next(7) switch
    {
        0 => new HeaderEdit.Add("A", "added"),
        1 => new HeaderEdit.Add("E", "\u00e4\u00f6 unicode"),
        2 => new HeaderEdit.Remove("a"),
        3 => new HeaderEdit.Replace("B", "replaced"),
        4 => new HeaderEdit.Rename("C", "A"),
        5 => new HeaderEdit.PrefixSubject("[X]"),
        _ => new HeaderEdit.AddField("F: x\r\n y\r\n"u8.ToArray()),
    };
}
