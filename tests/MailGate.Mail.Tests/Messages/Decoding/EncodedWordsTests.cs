using MailGate.Mail.Messages.Decoding;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Decoding;

internal sealed class EncodedWordsTests
{
    // The first group is from RFC 2047 §8.
    [TestCase("(=?ISO-8859-1?Q?a?=)", "(a)")]
    [TestCase("(=?ISO-8859-1?Q?a?= b)", "(a b)")]
    [TestCase("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)")]
    [TestCase("(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)", "(ab)")]
    [TestCase("(=?ISO-8859-1?Q?a_b?=)", "(a b)")]
    [TestCase("(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)")]
    [TestCase("=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>", "Keith Moore <moore@cs.utk.edu>")]
    [TestCase("=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=", "If you can read this you understand the example.")]
    // As it comes.
    [TestCase("=?utf-8?Q?=C3?= =?utf-8?Q?=A9t=C3=A9?=", "\u00e9t\u00e9", Description = "a character in two words")]
    [TestCase("=?utf-8?B?w6l0w6k?=", "\u00e9t\u00e9", Description = "no padding")]
    [TestCase("pre=?utf-8?q?=C3=A9?=post", "pre\u00e9post", Description = "glued to text")]
    [TestCase("\"=?utf-8?q?=C3=A9?=\"", "\"\u00e9\"", Description = "within quotes")]
    [TestCase("=?utf-8?q?two words?=", "two words", Description = "a space inside")]
    [TestCase("=?utf-8*en?q?lang?=", "lang", Description = "RFC 2231 language")]
    [TestCase("=?utf-8?q?cut off", "cut off", Description = "no end")]
    [TestCase("=?utf-8?Q?=41?=", "A", Description = "the text begins with an equals sign")]
    [TestCase("=?UTF-8?Q?What=3F?=", "What?", Description = "a question mark")]
    [TestCase("=?gb2312?B?1tDOxA==?=", "\u4e2d\u6587")]
    [TestCase("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "\u65e5\u672c")]
    [TestCase("=?nonsense?Q?abc?=", "abc", Description = "unknown charset")]
    [TestCase("=?utf-8?X?abc?=", "=?utf-8?X?abc?=", Description = "unknown encoding")]
    [TestCase("=?", "=?")]
    [TestCase("=?=?=?", "=?=?=?")]
    [TestCase("1 =? 2", "1 =? 2")]
    [TestCase("plain", "plain")]
    public void Words_are_decoded(string text, string expected) => Assert.That(EncodedWords.Decode(text), Is.EqualTo(expected));
}
