using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Attachments;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages.Attachments;

internal sealed class AttachmentTests
{
    private static readonly byte[] Program = [.. "MZ\x90\0\x03\0\0\0\x04"u8, .. new byte[100]];

    [Test]
    public void Size_digest_and_kind_are_of_the_decoded_octets()
    {
        Attachment attachment = Attach("abc"u8.ToArray(), "a.txt");
        Assert.That(attachment.Size, Is.EqualTo(3));
        Assert.That(attachment.Sha256, Is.EqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        Assert.That(attachment.Kind, Is.EqualTo(FileKind.Text));
        Assert.That(attachment.Extension, Is.EqualTo("txt"));
        Assert.That(attachment.Flags, Is.EqualTo(AttachmentFlags.None));
    }

    [Test]
    public void A_zip_is_listed_with_what_is_in_it()
    {
        byte[] zip = Zip(("readme.txt", "hello"u8.ToArray()), ("dir/evil.exe", Program));
        Attachment attachment = Attach(zip, "a.zip");
        Assert.That(attachment.Kind, Is.EqualTo(FileKind.Zip));
        Assert.That(attachment.Entries.Select(e => $"{e.Name} {e.Size} {e.Kind} {e.Extension}"), Is.EqualTo(new[] { "readme.txt 5 Text txt", $"dir/evil.exe {Program.Length} Executable exe" }));
        Assert.That(attachment.Flags, Is.EqualTo(AttachmentFlags.Executable));
    }

    [Test]
    public void Archives_within_archives_are_listed_to_a_depth()
    {
        byte[] zip = Zip(("evil.exe", Program));
        for (int i = 0; i < 4; i++)
        {
            zip = Zip(($"level{i}.zip", zip));
        }

        Attachment attachment = Attach(zip, "a.zip");
        Assert.That(attachment.Entries.Select(e => e.Depth), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(attachment.Flags, Is.EqualTo(AttachmentFlags.Executable | AttachmentFlags.NestedArchive));
        Assert.That(Attach(Zip(("outer.zip", zip)), "a.zip").Flags & AttachmentFlags.Bomb, Is.EqualTo(AttachmentFlags.Bomb));
    }

    [TestCase(10, AttachmentFlags.None)]
    [TestCase(11, AttachmentFlags.Truncated)]
    public void Entries_up_to_the_limit_are_listed(int count, AttachmentFlags expected)
    {
        byte[] zip = Zip([.. Enumerable.Range(0, count).Select(i => ($"{i}.txt", "x"u8.ToArray()))]);
        Attachment attachment = Attach(zip, "a.zip", new AttachmentLimits { Entries = 10 });
        Assert.That(attachment.Entries, Has.Count.EqualTo(10));
        Assert.That(attachment.Flags & AttachmentFlags.Truncated, Is.EqualTo(expected));
    }

    [Test]
    public void A_bomb_stops_at_the_cap_and_is_reported()
    {
        Attachment attachment = Attach(Zip(("zeros.bin", new byte[40_000_000])), "a.zip");
        Assert.That(attachment.Flags & AttachmentFlags.Bomb, Is.EqualTo(AttachmentFlags.Bomb));

        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(new byte[40_000_000]);
        }

        Attachment one = Attach(packed.ToArray(), "a.gz");
        Assert.That(one.Flags & AttachmentFlags.Bomb, Is.EqualTo(AttachmentFlags.Bomb));
    }

    [Test]
    public void What_may_be_inflated_is_shared_by_all_attachments()
    {
        string part = "--b\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(Zip(("in.zip", Zip(("a.txt", new byte[3000]))))) + "\r\n";
        MessageContent content = MessageContent.Read(
            Encoding.ASCII.GetBytes("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + part + part + "--b--\r\n"),
            new ContentLimits { Attachments = new AttachmentLimits { InflatedBytes = 2000 } });
        Assert.That(content.Attachments.Select(a => a.Flags & AttachmentFlags.Bomb), Is.EqualTo(new[] { AttachmentFlags.None, AttachmentFlags.Bomb }));
    }

    [Test]
    public void Names_in_local_headers_that_the_directory_hides_are_listed()
    {
        byte[] zip = Zip(("invoice.pdf", Program));
        int local = zip.AsSpan().IndexOf("invoice.pdf"u8);
        "invoice.exe"u8.CopyTo(zip.AsSpan(local));
        Attachment attachment = Attach(zip, "a.zip");
        Assert.That(attachment.Entries.Select(e => e.Name), Is.EquivalentTo(new[] { "invoice.exe", "invoice.pdf" }));
        Assert.That(attachment.Flags & AttachmentFlags.Inconsistent, Is.EqualTo(AttachmentFlags.Inconsistent));
    }

    [Test]
    public void Files_that_no_directory_lists_are_listed()
    {
        byte[] hidden = Zip(("evil.exe", Program));
        int directory = hidden.AsSpan().IndexOf("PK\x01\x02"u8);
        Attachment joined = Attach([.. hidden.AsSpan(0, directory), .. Zip(("a.txt", "x"u8.ToArray()))], "a.zip");
        Assert.That(joined.Entries.Select(e => e.Name), Is.EquivalentTo(new[] { "evil.exe", "a.txt" }));
        Assert.That(joined.Flags & AttachmentFlags.Inconsistent, Is.EqualTo(AttachmentFlags.Inconsistent));

        Attachment cut = Attach(hidden[..directory], "a.zip");
        Assert.That(cut.Entries.Select(e => e.Name), Is.EqualTo(new[] { "evil.exe" }));
        Assert.That(cut.Flags & AttachmentFlags.Malformed, Is.EqualTo(AttachmentFlags.Malformed));
    }

    [Test]
    public void Encrypted_entries_are_marked()
    {
        byte[] zip = Zip(("a.txt", "x"u8.ToArray()));
        zip[6] |= 1;
        zip[zip.AsSpan().IndexOf("PK\x01\x02"u8) + 8] |= 1;
        Assert.That(Attach(zip, "a.zip").Flags & AttachmentFlags.Encrypted, Is.EqualTo(AttachmentFlags.Encrypted));
    }

    [TestCase("../../etc/passwd")]
    [TestCase("/etc/passwd")]
    [TestCase("a/../../b")]
    [TestCase("C:\\windows\\x.dll")]
    public void Names_that_lead_out_of_the_folder_are_marked_and_stay_text(string name)
    {
        Attachment attachment = Attach(Zip((name, "x"u8.ToArray())), "a.zip");
        Assert.That(attachment.Flags & AttachmentFlags.PathTraversal, Is.EqualTo(AttachmentFlags.PathTraversal));
        Assert.That(attachment.Entries, Has.Count.EqualTo(1));
    }

    [Test]
    public void Tar_in_gzip_is_listed()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (TarWriter tar = new(gzip, TarEntryFormat.Pax))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, new string('d', 150) + "/evil.exe") { DataStream = new MemoryStream(Program) });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "b.txt") { DataStream = new MemoryStream("text"u8.ToArray()) });
        }

        Attachment attachment = Attach(packed.ToArray(), "a.tgz");
        Assert.That(attachment.Kind, Is.EqualTo(FileKind.Gzip));
        Assert.That(attachment.Entries.Select(e => $"{e.Depth} {e.Kind} {e.Extension}"), Is.EqualTo(new[] { "0 Tar ", "1 Executable exe", "1 Text txt" }));
    }

    [TestCase("plain-header.7z", 42, AttachmentFlags.Executable)]
    [TestCase("packed-header.7z", 42, AttachmentFlags.Executable)]
    [TestCase("encrypted-header.7z", 0, AttachmentFlags.Encrypted | AttachmentFlags.UnreadableList)]
    public void Seven_zip_is_listed_by_its_header(string file, int entries, AttachmentFlags expected)
    {
        Attachment attachment = Attach(File.ReadAllBytes(Path.Combine(Repository.Vectors, "mime", file)), "a.7z");
        Assert.That(attachment.Kind, Is.EqualTo(FileKind.SevenZip));
        Assert.That(attachment.Entries, Has.Count.EqualTo(entries));
        Assert.That(attachment.Flags, Is.EqualTo(expected));
        if (entries > 0)
        {
            Assert.That(attachment.Entries.Take(2).Select(e => e.Name), Is.EqualTo(new[] { "folder/invoice.exe", "read me \u00fc.txt" }));
        }
    }

    [Test]
    public void Rar_5_is_listed_by_its_headers()
    {
        byte[] rar = [.. "Rar!\x1a\x07\x01\0"u8, .. Header5(1, 0, []), .. File5("evil.exe", encrypted: false), .. File5("b.txt", encrypted: true), .. Header5(5, 0, [])];
        Attachment attachment = Attach(rar, "a.rar");
        Assert.That(attachment.Entries.Select(e => $"{e.Name} {e.Size} {e.IsEncrypted}"), Is.EqualTo(new[] { "evil.exe 9 False", "b.txt 9 True" }));
        Assert.That(attachment.Flags, Is.EqualTo(AttachmentFlags.Executable | AttachmentFlags.Encrypted));
        Assert.That(Attach([.. "Rar!\x1a\x07\x01\0"u8, .. Header5(4, 0, [0, 0, 15])], "a.rar").Flags, Is.EqualTo(AttachmentFlags.Encrypted | AttachmentFlags.UnreadableList));
    }

    [Test]
    public void Rar_4_is_listed_by_its_headers()
    {
        byte[] name = "dir\\evil.exe"u8.ToArray();
        byte[] file = [0, 0, 0x74, 0x04, 0x80, (byte)(32 + name.Length), 0, 3, 0, 0, 0, 9, 0, 0, 0, .. new byte[11], (byte)name.Length, 0, 0, 0, 0, 0, .. name, 1, 2, 3];
        byte[] rar = [.. "Rar!\x1a\x07\0"u8, 0, 0, 0x73, 0, 0, 13, 0, .. new byte[6], .. file, 0, 0, 0x7B, 0, 0, 7, 0];
        Attachment attachment = Attach(rar, "a.rar");
        Assert.That(attachment.Entries.Select(e => $"{e.Name} {e.Size} {e.PackedSize} {e.IsEncrypted}"), Is.EqualTo(new[] { "dir/evil.exe 9 3 True" }));
    }

    [TestCase("word/vbaProject.bin", AttachmentFlags.Macros)]
    [TestCase("xl/macrosheets/sheet1.xml", AttachmentFlags.Macros)]
    [TestCase("word/embeddings/oleObject1.bin", AttachmentFlags.EmbeddedObject)]
    [TestCase("word/document.xml", AttachmentFlags.None)]
    public void Office_documents_tell_macros_and_objects_by_their_parts(string part, AttachmentFlags expected)
    {
        Attachment attachment = Attach(Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), (part, "<x/>"u8.ToArray())), "a.docx");
        Assert.That(attachment.Flags, Is.EqualTo(expected));
        Assert.That(attachment.Kind, Is.EqualTo(FileKind.OfficeOpenXml));
    }

    [Test]
    public void Office_documents_tell_what_they_fetch()
    {
        byte[] relationships = Encoding.UTF8.GetBytes("<Relationships><Relationship Id=\"a\" Type=\"http://x/hyperlink\" Target=\"http://link.example/?a=1&amp;b=2\" TargetMode=\"External\"/>"
            + "<Relationship Id=\"b\" Type=\"http://x/attachedTemplate\" Target=\"http://evil.example/t.dotm\" TargetMode=\"External\"/></Relationships>");
        Attachment attachment = Attach(Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/_rels/settings.xml.rels", relationships)), "a.docx");
        Assert.That(attachment.Urls, Is.EqualTo(new[] { "http://link.example/?a=1&b=2", "http://evil.example/t.dotm" }));
        Assert.That(attachment.Flags, Is.EqualTo(AttachmentFlags.ExternalReference));
    }

    [TestCase("/S /JavaScript /JS (app.alert)", AttachmentFlags.PdfScript)]
    [TestCase("/S /J#61va#53cript", AttachmentFlags.PdfScript)]
    [TestCase("/OpenAction 5 0 R", AttachmentFlags.PdfOpenAction)]
    [TestCase("/S/Launch/F(cmd.exe)", AttachmentFlags.PdfLaunch)]
    [TestCase("/Type/EmbeddedFile", AttachmentFlags.PdfEmbeddedFile)]
    [TestCase("/S/SubmitForm", AttachmentFlags.PdfForm)]
    [TestCase("/Encrypt 3 0 R", AttachmentFlags.Encrypted)]
    [TestCase("/JavaScripts /Launcher /Title (x)", AttachmentFlags.None)]
    public void Pdf_actions_are_known_by_their_names(string content, AttachmentFlags expected) =>
        Assert.That(Attach(Encoding.Latin1.GetBytes("%PDF-1.7\n1 0 obj << " + content + " >> endobj"), "a.pdf").Flags, Is.EqualTo(expected));

    [Test]
    public void Pdf_names_in_object_streams_and_across_windows_are_found()
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write("1 0 << /S /URI /URI (http://x.example/\\(a\\)) /JS (x) >>"u8);
        }

        byte[] pdf = [.. "%PDF-1.7\n"u8, .. new byte[65_536 - 20], .. "1 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\r\n"u8, .. packed.ToArray(), .. "\nendstream"u8];
        Attachment attachment = Attach(pdf, "a.pdf");
        Assert.That(attachment.Flags, Is.EqualTo(AttachmentFlags.PdfScript));
        Assert.That(attachment.Urls, Is.EqualTo(new[] { "http://x.example/(a)" }));
    }

    [TestCase("invoice.pdf.exe", AttachmentFlags.Executable | AttachmentFlags.MisleadingName)]
    [TestCase("invoice.pdf          .exe", AttachmentFlags.Executable | AttachmentFlags.MisleadingName)]
    [TestCase("invoice\u202Efdp.exe", AttachmentFlags.Executable | AttachmentFlags.MisleadingName)]
    [TestCase("run.js", AttachmentFlags.Executable)]
    [TestCase("run.exe. ", AttachmentFlags.Executable)]
    [TestCase("run.exe:stream", AttachmentFlags.Executable)]
    [TestCase("..\\..\\run.exe", AttachmentFlags.Executable | AttachmentFlags.PathTraversal)]
    [TestCase("picture.jpg", AttachmentFlags.TypeMismatch)]
    [TestCase("notes", AttachmentFlags.None)]
    public void Names_are_judged(string name, AttachmentFlags expected) => Assert.That(Attach("hello"u8.ToArray(), name).Flags, Is.EqualTo(expected));

    [Test]
    public void A_program_that_is_called_a_picture_is_a_mismatch() =>
        Assert.That(Attach(Program, "a.jpg").Flags, Is.EqualTo(AttachmentFlags.Executable | AttachmentFlags.TypeMismatch));

    [Test]
    public void A_uuencoded_file_in_text_is_an_attachment()
    {
        MessageContent content = MessageContent.Read(Encoding.Latin1.GetBytes("Subject: x\r\n\r\nHello\r\nbegin 644 cat.exe\r\n#0V%T\r\n`\r\nend\r\nbegin again\r\nbegin 600 two.txt\r\n#0V%T\r\nend\r\n"));
        Assert.That(content.Attachments.Select(a => $"{a.Name} {a.Size}"), Is.EqualTo(new[] { "cat.exe 3", "two.txt 3" }));
    }

    [Test]
    public void Mutated_archives_and_documents_are_listed_within_bounds()
    {
        string vectors = Path.Combine(Repository.Vectors, "mime");
        byte[][] seeds =
        [
            Zip(("a.txt", "hello"u8.ToArray()), ("b/evil.exe", Program)), Zip(("in.zip", Zip(("x.rels", "<Relationship Target=\"http://x\" TargetMode=\"External\">"u8.ToArray())))),
            File.ReadAllBytes(Path.Combine(vectors, "packed-header.7z")), File.ReadAllBytes(Path.Combine(vectors, "plain-header.7z")),
            [.. "Rar!\x1a\x07\x01\0"u8, .. Header5(1, 0, []), .. File5("evil.exe", encrypted: true)], Encoding.ASCII.GetBytes("%PDF-1.7 /ObjStm stream\n x /URI (a) /J#53"), OleFileTests.Build("VBA", "Workbook"),
        ];
        Random random = new(17);
        for (int round = 0; round < 4000; round++)
        {
            byte[] file = MutationFuzzer.Mutate(seeds[round % seeds.Length], random);
            Attachment attachment = Attach(file, "a.bin");
            Assert.That(attachment.Entries, Has.Count.LessThanOrEqualTo(AttachmentLimits.Default.Entries));
            Assert.That(attachment.Flags, Is.Not.EqualTo((AttachmentFlags)uint.MaxValue));
        }
    }

    internal static Attachment Attach(byte[] file, string name, AttachmentLimits? limits = null)
    {
        string encodedName = string.Concat(Encoding.UTF8.GetBytes(name).Select(b => $"%{b:X2}"));
        string message = $"MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*=utf-8''{encodedName}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks) + "\r\n";
        MessageContent content = MessageContent.Read(Encoding.ASCII.GetBytes(message), new ContentLimits { Attachments = limits ?? AttachmentLimits.Default });
        Assert.That(content.Attachments, Has.Count.EqualTo(1));
        return content.Attachments[0];
    }

    internal static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Header5(byte type, byte flags, byte[] rest) => [0, 0, 0, 0, (byte)(2 + rest.Length), type, flags, .. rest];

    private static byte[] File5(string name, bool encrypted)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        byte[] extra = encrypted ? [3, 1, 0, 0] : [];
        byte[] fields = [0, 9, 0, 0, 0, (byte)text.Length, .. text, .. extra];
        byte[] sizes = encrypted ? [(byte)extra.Length, 3] : [3];
        return [.. Header5(2, (byte)(encrypted ? 3 : 2), [.. sizes, .. fields]), 1, 2, 3];
    }
}
