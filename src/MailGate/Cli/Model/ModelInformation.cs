using System.Text.Json;
using MailGate.Filtering.Scoring;

namespace MailGate.Cli.Model;

/// <summary><c>mailgate model info</c>.</summary>
internal static class ModelInformation
{
    public static int Run(string file, Output output)
    {
        SpamModel model = ModelFiles.Load(file);
        string manifest = Path.ChangeExtension(file, ".json");
        JsonElement? about = File.Exists(manifest) ? JsonDocument.Parse(File.ReadAllText(manifest)).RootElement : null;
        bool? matches = about is { } a && a.TryGetProperty("sha256", out JsonElement hash) ? hash.GetString() == model.Hash : null;
        Report report = new(file, new FileInfo(file).Length, model.Hash, model.Cut, matches, about);
        output.Write(report, r =>
        {
            output.Line($"{r.File}: {r.Bytes} bytes");
            output.Line($"sha256 {r.Sha256}");
            output.Line($"cut {r.Cut}");
            output.Line(r.ManifestMatches switch { true => $"manifest {manifest} is of this file", false => $"manifest {manifest} is of ANOTHER file", null => "no manifest beside it" });
        });
        return matches == false ? ExitCode.Failure : ExitCode.Success;
    }

    private sealed record Report(string File, long Bytes, string Sha256, double Cut, bool? ManifestMatches, JsonElement? Manifest);
}
