using System.Text.Json;
using NUnit.Framework;

namespace MailGate.EndToEnd.Dkim;

/// <summary>Debian's python3-dkim: many tasks for one start of the interpreter.</summary>
internal static class Dkimpy
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import base64, json, sys
        import dkim
        def answer(task):
            message = base64.b64decode(task['message'])
            zone = {name + '.': text.encode() for name, text in (task.get('zone') or {}).items()}
            dns = lambda name, timeout=5: zone.get(name.decode() if isinstance(name, bytes) else name)
            key = (task.get('key') or '').encode()
            selector, domain = (task.get('selector') or '').encode(), (task.get('domain') or '').encode()
            try:
                if task['operation'] == 'verify':
                    return 'pass' if dkim.DKIM(message).verify(idx=task['index'], dnsfunc=dns) else 'fail'
                if task['operation'] == 'sign':
                    return dkim.sign(message, selector, domain, key, canonicalize=tuple(part.encode() for part in task['canonicalization'].split('/')),
                        signature_algorithm=task['algorithm'].encode(), length=task['length']).decode()
                if task['operation'] == 'arc_verify':
                    status, results, comment = dkim.arc_verify(message, dnsfunc=dns)
                    return 'pass' if status == b'pass' else f'{status}: {comment}'
                return b''.join(dkim.arc_sign(message, selector, domain, key, task['server'].encode())).decode()
            except dkim.DKIMException as problem:
                return 'error: ' + str(problem)
        print(json.dumps([answer(task) for task in json.load(sys.stdin)]))
        """;

    public static void Require(string module = "dkim", string package = "python3-dkim")
    {
        if (!File.Exists(Python) || ExternalProgram.RunAsync(Python, ["-c", "import " + module], []).GetAwaiter().GetResult().ExitCode != 0)
        {
            ExternalProgram.Missing($"the Python module {module} is not installed (Debian package {package})");
        }
    }

    public static async Task<string[]> RunAsync(params DkimpyTask[] tasks)
    {
        byte[] input = JsonSerializer.SerializeToUtf8Bytes(tasks, JsonSerializerOptions.Web);
        (int exitCode, byte[] output, string errors) = await ExternalProgram.RunAsync(Python, ["-c", Script], input);
        Assert.That(exitCode, Is.Zero, errors);
        return JsonSerializer.Deserialize<string[]>(output)!;
    }
}
