using System.Security.Cryptography;
using System.Text;

namespace MailGate.Hosting;

/// <summary>One value for the contents of many files: a file that is touched, or written anew with the same text, has not changed.</summary>
internal static class FileFingerprint
{
    public static string Of(IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in paths)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(ContentOf(path));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] ContentOf(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return Encoding.UTF8.GetBytes(string.Join('\n', Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)));
            }

            using FileStream file = File.OpenRead(path);
            return SHA256.HashData(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
