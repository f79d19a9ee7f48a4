using System.Text;

namespace MailGate.Configuration.Binding;

/// <summary>
/// <c>${NAME}</c>, <c>${NAME:-default}</c> and <c>${file:PATH}</c> in a scalar value, after parsing: what is put in is text and never YAML,
/// and is not looked at again. <c>$${</c> stands for <c>${</c>.
/// </summary>
internal sealed class Interpolation(Func<string, string?> environment)
{
    private const int MaxFileBytes = 64 * 1024;

    /// <summary>Files that were read, to be watched for changes.</summary>
    public List<string> Files { get; } = [];

    /// <summary>True when there is anything to put in.</summary>
    public static bool IsNeeded(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>The text with everything put in; false with the reason when a variable is not set or a file cannot be read.</summary>
    public bool TryExpand(string text, string folder, out string expanded, out string problem)
    {
        var result = new StringBuilder(text.Length);
        (expanded, problem) = (text, "");
        int position = 0;
        while (text.IndexOf("${", position, StringComparison.Ordinal) is var start and >= 0)
        {
            if (start > position && text[start - 1] == '$')
            {
                result.Append(text, position, start - 1 - position).Append("${");
                position = start + 2;
                continue;
            }

            int end = text.IndexOf('}', start);
            if (end < 0)
            {
                problem = "'${' without its '}'";
                return false;
            }

            if (!TryResolve(text[(start + 2)..end], folder, out string value, out problem))
            {
                return false;
            }

            result.Append(text, position, start - position).Append(value);
            position = end + 1;
        }

        expanded = result.Append(text, position, text.Length - position).ToString();
        return true;
    }

    private bool TryResolve(string expression, string folder, out string value, out string problem)
    {
        (value, problem) = ("", "");
        if (expression.StartsWith("file:", StringComparison.Ordinal))
        {
            return TryReadFile(Path.Combine(folder, expression["file:".Length..]), out value, out problem);
        }

        int separator = expression.IndexOf(":-", StringComparison.Ordinal);
        string name = separator < 0 ? expression : expression[..separator];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(name[0]))
        {
            problem = $"'${{{expression}}}' does not name an environment variable or 'file:PATH'";
            return false;
        }

        string? found = environment(name);
        if (string.IsNullOrEmpty(found) && separator >= 0)
        {
            found = expression[(separator + 2)..];
        }

        value = found ?? "";
        problem = found is null ? $"the environment variable {name} is not set" : "";
        return found is not null;
    }

    private bool TryReadFile(string path, out string value, out string problem)
    {
        (value, problem) = ("", "");
        try
        {
            Files.Add(Path.GetFullPath(path));
            using FileStream stream = File.OpenRead(path);
            byte[] buffer = new byte[MaxFileBytes + 1];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaxFileBytes)
            {
                problem = $"{path} is larger than {MaxFileBytes} bytes";
                return false;
            }

            // Editors and `echo` end a file with a line feed that is no part of a password.
            value = Encoding.UTF8.GetString(buffer, 0, length).TrimEnd('\r', '\n');
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = e.Message;
            return false;
        }
    }
}
