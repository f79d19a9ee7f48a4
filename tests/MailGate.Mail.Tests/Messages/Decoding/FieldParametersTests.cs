using MailGate.Mail.Messages.Decoding;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Decoding;

internal sealed class FieldParametersTests
{
    [TestCase("attachment; filename=\"a.txt\"", "attachment", "a.txt")]
    [TestCase("attachment; filename=a.txt", "attachment", "a.txt")]
    [TestCase("attachment; filename=my file.txt", "attachment", "my file.txt;my")]
    [TestCase("attachment; filename*=UTF-8''na%C3%AFve.txt", "attachment", "na\u00efve.txt")]
    [TestCase("attachment; filename*=iso-8859-1'en'%A3.txt", "attachment", "\u00a3.txt")]
    [TestCase("attachment; filename*0=\"ev\"; filename*1=\"il.exe\"", "attachment", "evil.exe")]
    [TestCase("attachment; filename*1=\"il.exe\"; filename*0=\"ev\"", "attachment", "evil.exe;il.exeev")]
    [TestCase("attachment; filename*0*=UTF-8''%65v; filename*1=il.exe", "attachment", "evil.exe")]
    [TestCase("attachment; filename=a.txt; filename*=utf-8''b.exe", "attachment", "b.exe;a.txt")]
    [TestCase("attachment; filename=a.txt; filename=b.exe", "attachment", "a.txt;b.exe")]
    [TestCase("attachment; filename=\"=?utf-8?Q?=C3=A9.txt?=\"", "attachment", "\u00e9.txt;=?utf-8?Q?=C3=A9.txt?=")]
    [TestCase("attachment; filename=\"a\\\"b.txt\"", "attachment", "a\"b.txt;a\\\"b.txt")]
    [TestCase("attachment; filename=\"a.txt\0.exe\"", "attachment", "a.txt\0.exe;a.txt")]
    [TestCase("attachment; filename=\"no end", "attachment", "no end")]
    [TestCase("attachment filename=\"a.txt\"", "attachment", "a.txt")]
    [TestCase("attachment (comment; filename=no); filename=\"a.txt\"", "attachment", "a.txt")]
    [TestCase("; filename=\"a.txt\"", "", "a.txt")]
    [TestCase("attachment; filename=\"a\".exe", "attachment", "a;a.exe")]
    [TestCase("attachment; FileName = a.txt", "attachment", "a.txt")]
    [TestCase("attachment; filename=(x)evil.exe", "attachment", "(x)evil.exe;evil.exe")]
    [TestCase("attachment; filename=(x)\"evil.exe\"", "attachment", "(x)\"evil.exe\";(x)\"evil.exe;evil.exe")]
    [TestCase("attachment; filename=\"evil%2Eexe\"", "attachment", "evil%2Eexe;evil.exe")]
    [TestCase("attachment; filename=", "attachment", "")]
    [TestCase("attachment;;; filename", "attachment", null)]
    public void Every_reading_of_a_parameter_is_given(string field, string value, string? views)
    {
        FieldParameters parsed = FieldParameters.Parse(field, 20);
        Assert.That(parsed.Value, Is.EqualTo(value));
        Assert.That(string.Join(';', parsed.Views("filename", out _)), Is.EqualTo(views ?? ""));
    }

    [Test]
    public void Parameters_beyond_the_limit_are_left_out()
    {
        Assert.That(FieldParameters.Parse("x; a=1; b=2", 2).Truncated, Is.False);
        FieldParameters parsed = FieldParameters.Parse("x; a=1; b=2; c=3", 2);
        Assert.That(parsed.Truncated, Is.True);
        Assert.That(parsed.Parameters, Has.Count.EqualTo(2));
    }

    [Test]
    public void Random_fields_are_read_without_an_exception()
    {
        Random random = new(3);
        byte[] seed = System.Text.Encoding.ASCII.GetBytes("multipart/mixed (c(d)); boundary=\"a\\\"b\"; name*0*=utf-8''%41; name*1=b; charset=utf-8 x=y");
        for (int round = 0; round < 20_000; round++)
        {
            string field = System.Text.Encoding.Latin1.GetString(MutationFuzzer.Mutate(seed, random));
            FieldParameters parsed = FieldParameters.Parse(field, 10);
            Assert.That(parsed.Parameters, Has.Count.LessThanOrEqualTo(10));
            Assert.That(parsed.Views("name", out _), Has.Count.LessThanOrEqualTo(8));
        }
    }
}
