using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MailGate.Filtering.Scoring.Features;
using MailGate.Filtering.Scoring.Learning;

namespace MailGate.Filtering.Scoring;

/// <summary>
/// The model as a file: magic, format and feature version, weights, calibration, cut, and last the SHA-256 of all that comes before it.
/// All numbers little-endian. A file that is not exactly this is refused.
/// </summary>
internal static class SpamModelFile
{
    /// <summary>Changes when the layout of the file does.</summary>
    public const int FormatVersion = 2;

    /// <summary>Changes whenever the same message would give other features: a model is good for one way to see messages only.</summary>
    public const int FeatureVersion = 3;

    /// <summary>Octets at most.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    private const int HashLength = 32;

    private static ReadOnlySpan<byte> Magic => "MailGate spam model\n"u8;

    public static byte[] Write(LearntModel model)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(Magic);
        writer.Write(FormatVersion);
        writer.Write(FeatureVersion);
        WriteTable(writer, WeightTable.From(model.Text, model.TextBias));
        WriteTable(writer, WeightTable.From(model.Header, model.HeaderBias));
        WriteNumbers(writer, model.Calibration.From);
        WriteNumbers(writer, model.Calibration.To);
        writer.Write(model.Cut);
        writer.Flush();
        byte[] hash = SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        writer.Write(hash);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="SpamModelException">It is none, of another version, or damaged.</exception>
    public static SpamModel Read(byte[] file, string name)
    {
        int head = Magic.Length + 8;
        if (file.Length < head + HashLength || file.Length > MaxLength || !file.AsSpan().StartsWith(Magic))
        {
            throw new SpamModelException($"{name}: this is no spam model");
        }

        int format = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(Magic.Length));
        int features = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(Magic.Length + 4));
        if (format != FormatVersion || features != FeatureVersion)
        {
            throw new SpamModelException($"{name}: a model of version {format}.{features}, and this program reads {FormatVersion}.{FeatureVersion}: train it again or take the one that came with the program");
        }

        ReadOnlySpan<byte> content = file.AsSpan(0, file.Length - HashLength);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(file.AsSpan(file.Length - HashLength)))
        {
            throw new SpamModelException($"{name}: the file is damaged: its SHA-256 is not the one it ends with");
        }

        try
        {
            using BinaryReader reader = new(new MemoryStream(file, head, file.Length - head - HashLength));
            WeightTable text = ReadTable(reader, FeatureHash.TextBits), header = ReadTable(reader, FeatureHash.HeaderBits);
            Calibration calibration = new(ReadNumbers(reader), ReadNumbers(reader));
            double cut = reader.ReadDouble();
            if (!(cut is > 0.5 and < 1))
            {
                throw new SpamModelException($"{name}: the model does not fit this program");
            }

            return new SpamModel(text, header, calibration, cut, Convert.ToHexStringLower(SHA256.HashData(file)));
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or InvalidDataException)
        {
            throw new SpamModelException($"{name}: the model cannot be read: {e.Message}");
        }
    }

    private static void WriteTable(BinaryWriter writer, WeightTable table)
    {
        writer.Write(table.Weights.Length);
        writer.Write(table.Scale);
        writer.Write(table.Bias);
        writer.Write(MemoryMarshal.AsBytes(table.Weights));
    }

    private static WeightTable ReadTable(BinaryReader reader, int bits)
    {
        int length = reader.ReadInt32();
        if (length != 1 << bits)
        {
            throw new InvalidDataException("a table has another size");
        }

        float scale = reader.ReadSingle();
        double bias = reader.ReadDouble();
        sbyte[] weights = new sbyte[length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
        return new WeightTable(weights, scale, bias);
    }

    private static void WriteNumbers(BinaryWriter writer, ReadOnlySpan<double> numbers)
    {
        writer.Write(numbers.Length);
        foreach (double number in numbers)
        {
            writer.Write(number);
        }
    }

    private static double[] ReadNumbers(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        if (length is < 0 or > 4096)
        {
            throw new InvalidDataException("a list has an impossible length");
        }

        double[] numbers = new double[length];
        for (int i = 0; i < length; i++)
        {
            numbers[i] = reader.ReadDouble();
        }

        return numbers;
    }
}
