using MailGate.Configuration.Binding;
using MailGate.Configuration.Resolving;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Yaml;

namespace MailGate.Configuration.Loading;

/// <summary>
/// Loads a configuration whole: (1) files and includes into one tree, (2) the command line over it, (3) the tree into sections,
/// (4) the sections, checked against each other and the file system, into <see cref="GatewaySettings"/>. Each step adds its errors and the next one
/// goes on with what is good, so that all are seen at once.
/// </summary>
internal static class ConfigurationLoader
{
    public static LoadedConfiguration Load(ConfigurationInput input, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(time);
        var errors = new ConfigurationErrors();
        var origins = new Origins();
        var interpolation = new Interpolation(input.Environment);
        var reader = new FileReader(errors, interpolation);

        // (1)
        MapNode? tree = input.File is null
            ? YamlReader.Read(TrialConfiguration.Yaml, TrialConfiguration.Name, errors)
            : reader.Read(input.File);
        if (tree is null)
        {
            return new LoadedConfiguration(null, null, origins, errors.Errors, errors.Warnings, reader.Files);
        }

        // (2)
        tree = CommandLineOverrides.Apply(tree, input);

        // (3)
        RootSection root = new SettingsBinder(errors, origins, interpolation).Bind<RootSection>(tree);

        // (4)
        var resolver = new SettingsResolver(root, origins, errors, time);
        GatewaySettings settings = resolver.Resolve(isTrial: input.File is null);
        string[] files = [.. reader.Files.Concat(interpolation.Files).Concat(resolver.Files).Distinct(StringComparer.Ordinal)];
        return new LoadedConfiguration(errors.Errors.Count == 0 ? settings : null, root, origins, errors.Errors, errors.Warnings, files);
    }
}
