using System.Text;
using MailGate.Mail.Messages.Attachments;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Attachments;

internal sealed class FileKindsTests
{
    [TestCase("", FileKind.Empty)]
    [TestCase("4D5A900003000000", FileKind.Executable)]
    [TestCase("504B0304", FileKind.Zip)]
    [TestCase("504B0506", FileKind.Zip)]
    [TestCase("526172211A0700", FileKind.Rar)]
    [TestCase("377ABCAF271C0004", FileKind.SevenZip)]
    [TestCase("1F8B08", FileKind.Gzip)]
    [TestCase("425A68393141", FileKind.Bzip2)]
    [TestCase("FD377A585A00", FileKind.Xz)]
    [TestCase("28B52FFD", FileKind.Zstandard)]
    [TestCase("4D534346", FileKind.Cabinet)]
    [TestCase("60EA", FileKind.Arj)]
    [TestCase("D0CF11E0A1B11AE1", FileKind.Ole)]
    [TestCase("E4525C7B8CD8A74D", FileKind.OneNote)]
    [TestCase("4C0000000114020000000000C000000000000046", FileKind.Shortcut)]
    [TestCase("7F454C46", FileKind.Elf)]
    [TestCase("CAFEBABE00000034", FileKind.JavaClass)]
    [TestCase("CAFEBABE00000002", FileKind.MachO)]
    [TestCase("CFFAEDFE07", FileKind.MachO)]
    [TestCase("0061736D", FileKind.WebAssembly)]
    [TestCase("49545346", FileKind.CompiledHelp)]
    [TestCase("4357530A", FileKind.Flash)]
    [TestCase("89504E470D0A1A0A", FileKind.Image)]
    [TestCase("FFD8FFE0", FileKind.Image)]
    [TestCase("474946383961", FileKind.Image)]
    [TestCase("789F3E22", FileKind.Tnef)]
    [TestCase("7668647866696C65", FileKind.DiskImage)]
    [TestCase("00000000000000", FileKind.Unknown)]
    public void Binary_files_are_known_by_their_first_octets(string hex, FileKind expected) =>
        Assert.That(FileKinds.Detect([.. Convert.FromHexString(hex), .. new byte[hex.Length == 0 ? 0 : 20]]), Is.EqualTo(expected));

    [TestCase("%PDF-1.7", FileKind.Pdf)]
    [TestCase("\r\n\r\n%PDF-1.7", FileKind.Pdf)]
    [TestCase("{\\rtf1\\ansi", FileKind.Rtf)]
    [TestCase("{\\rt{x}", FileKind.Rtf)]
    [TestCase("#!/bin/sh", FileKind.Script)]
    [TestCase("@echo off\r\n", FileKind.Script)]
    [TestCase("<job id=x><script>", FileKind.Script)]
    [TestCase("<!DOCTYPE html><html>", FileKind.Html)]
    [TestCase("  <HTML>", FileKind.Html)]
    [TestCase("<?xml version='1.0'?><a/>", FileKind.Xml)]
    [TestCase("<?xml version='1.0'?><svg>", FileKind.Svg)]
    [TestCase("<svg>", FileKind.Svg)]
    [TestCase("[InternetShortcut]\r\nURL=http://x", FileKind.InternetShortcut)]
    [TestCase("BEGIN:VCALENDAR", FileKind.Calendar)]
    [TestCase("BEGIN:VCARD", FileKind.Contact)]
    [TestCase("-----BEGIN PGP MESSAGE-----", FileKind.PgpData)]
    [TestCase("Received: from x", FileKind.Message)]
    [TestCase("MZ is how this text begins", FileKind.Text)]
    [TestCase("just text", FileKind.Text)]
    public void Text_files_are_known_by_how_they_begin(string text, FileKind expected) =>
        Assert.That(FileKinds.Detect(Encoding.Latin1.GetBytes(text)), Is.EqualTo(expected));

    [Test]
    public void Tar_and_iso_are_known_by_what_stands_further_on()
    {
        byte[] tar = new byte[512];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        Assert.That(FileKinds.Detect(tar), Is.EqualTo(FileKind.Tar));
        byte[] iso = new byte[FileKinds.HeadLength];
        "CD001"u8.CopyTo(iso.AsSpan(0x8001));
        Assert.That(FileKinds.Detect(iso), Is.EqualTo(FileKind.Iso));
    }

    [Test]
    public void Random_octets_have_a_kind()
    {
        Random random = new(23);
        byte[] octets = new byte[600];
        for (int round = 0; round < 20_000; round++)
        {
            random.NextBytes(octets);
            octets[0] = (byte)(round & 0xFF);
            Assert.That(FileKinds.Detect(octets.AsSpan(0, random.Next(octets.Length))), Is.Not.EqualTo(FileKind.Tnef));
        }
    }
}
