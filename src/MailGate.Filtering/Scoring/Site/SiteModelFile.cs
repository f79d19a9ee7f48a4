using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MailGate.Filtering.Scoring.Features;

namespace MailGate.Filtering.Scoring.Site;

/// <summary>A site's model as a file in the data directory, replaced as a whole, with the SHA-256 of its content at its end.</summary>
public static class SiteModelFile
{
    /// <summary>Its name in the data directory.</summary>
    public const string Name = "site.model";

    private const int HashLength = 32;

    private static ReadOnlySpan<byte> Magic => "MailGate site model\n"u8;

    /// <summary>Reads it; one that knows nothing where there is no file.</summary>
    /// <exception cref="SpamModelException">It is no site model, damaged, or of another version.</exception>
    public static SiteModel Read(string path)
    {
        if (!File.Exists(path))
        {
            return SiteModel.Empty();
        }

        byte[] file = File.ReadAllBytes(path);
        if (file.Length < Magic.Length + 4 + HashLength || !file.AsSpan().StartsWith(Magic))
        {
            throw new SpamModelException($"{path}: this is no site model");
        }

        if (!SHA256.HashData(file.AsSpan(0, file.Length - HashLength)).AsSpan().SequenceEqual(file.AsSpan(file.Length - HashLength)))
        {
            throw new SpamModelException($"{path}: the file is damaged: its SHA-256 is not the one it ends with");
        }

        using BinaryReader reader = new(new MemoryStream(file, Magic.Length, file.Length - Magic.Length - HashLength));
        int version = reader.ReadInt32();
        if (version != SpamModelFile.FeatureVersion)
        {
            throw new SpamModelException($"{path}: a site model of version {version}, and this program reads {SpamModelFile.FeatureVersion}: learn anew");
        }

        int[] text = ReadTable(reader, FeatureHash.TextBits - SiteModel.TextShift), header = ReadTable(reader, FeatureHash.HeaderBits - SiteModel.HeaderShift);
        int count = Math.Min(reader.ReadInt32(), SiteModel.MaxMessages);
        List<SiteLesson> lessons = [];
        for (int i = 0; i < count; i++)
        {
            UInt128 message = new(reader.ReadUInt64(), reader.ReadUInt64());
            lessons.Add(new SiteLesson(message, reader.ReadBoolean(), reader.ReadInt32(), reader.ReadInt32()));
        }

        return new SiteModel(text, header, lessons);
    }

    /// <summary>Writes it beside the old one and puts it in its place, so that a reader has the one or the other.</summary>
    public static void Write(string path, SiteModel site)
    {
        ArgumentNullException.ThrowIfNull(site);
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(Magic);
        writer.Write(SpamModelFile.FeatureVersion);
        writer.Write(MemoryMarshal.AsBytes(site.Text.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(site.Header.AsSpan()));
        SiteLesson[] lessons = [.. site.Lessons];
        writer.Write(lessons.Length);
        foreach (SiteLesson lesson in lessons)
        {
            writer.Write((ulong)(lesson.Message >> 64));
            writer.Write((ulong)lesson.Message);
            writer.Write(lesson.IsSpam);
            writer.Write(lesson.TextStep);
            writer.Write(lesson.HeaderStep);
        }

        writer.Flush();
        byte[] hash = SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        writer.Write(hash);
        writer.Flush();
        string temporary = path + ".new";
        using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(stream.GetBuffer(), 0, (int)stream.Length);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static int[] ReadTable(BinaryReader reader, int bits)
    {
        int[] table = new int[1 << bits];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(table.AsSpan()));
        return table;
    }
}
