using System.Globalization;
using MailGate.Configuration.Loading;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace MailGate.EndToEnd.Deploy;

/// <summary>The manifests of <c>deploy/kubernetes</c> and the compose file: what they promise, and that they fit each other.</summary>
internal sealed class KubernetesTests
{
    private static readonly Dictionary<string, YamlMappingNode> Manifests = Directory.GetFiles(DeployFiles.PathOf("kubernetes"), "*.yaml")
        .SelectMany(Documents).ToDictionary(document => $"{Text(document, "kind")}/{(document.Children.ContainsKey("metadata") ? Text(document, "metadata", "name") : "")}");

    private static YamlNode Pod => At(Manifests["StatefulSet/mailgate"], "spec", "template", "spec");

    private static YamlNode Container => ((YamlSequenceNode)At(Pod, "containers")).Single();

    [Test]
    public void Kustomization_names_every_manifest_but_the_operators()
    {
        string[] named = [.. ((YamlSequenceNode)At(Manifests["Kustomization/"], "resources")).Select(node => node.ToString())];
        string[] files = [.. Directory.GetFiles(DeployFiles.PathOf("kubernetes")).Select(Path.GetFileName).OfType<string>()];
        Assert.That(named, Is.EquivalentTo(files.Except(["kustomization.yaml", "servicemonitor.yaml"])));
    }

    [Test]
    public void Everything_selects_the_pods_that_there_are()
    {
        string label = Text(Manifests["StatefulSet/mailgate"], "spec", "template", "metadata", "labels", "app.kubernetes.io/name");
        Assert.That(
            new[]
            {
                Text(Manifests["StatefulSet/mailgate"], "spec", "selector", "matchLabels", "app.kubernetes.io/name"),
                Text(Manifests["PodDisruptionBudget/mailgate"], "spec", "selector", "matchLabels", "app.kubernetes.io/name"),
                Text(Manifests["NetworkPolicy/mailgate"], "spec", "podSelector", "matchLabels", "app.kubernetes.io/name"),
                Text(Manifests["Service/mailgate"], "spec", "selector", "app.kubernetes.io/name"),
                Text(Manifests["Service/mailgate-pods"], "spec", "selector", "app.kubernetes.io/name"),
            },
            Is.All.EqualTo(label));
    }

    [Test]
    public void Client_addresses_survive_and_a_pod_at_a_time_goes()
    {
        Assert.That(Text(Manifests["Service/mailgate"], "spec", "externalTrafficPolicy"), Is.EqualTo("Local"));
        Assert.That(Text(Manifests["PodDisruptionBudget/mailgate"], "spec", "maxUnavailable"), Is.EqualTo("1"));
        Assert.That(At(Manifests["NetworkPolicy/mailgate"], "spec", "policyTypes").ToString(), Does.Contain("Ingress").And.Contain("Egress"));
    }

    [Test]
    public void Pod_is_probed_where_the_program_answers_and_may_do_nothing_else()
    {
        Assert.That(new[] { "startupProbe", "livenessProbe", "readinessProbe" }.Select(probe => Text(Container, probe, "httpGet", "path")), Is.EqualTo(new[] { "/livez", "/livez", "/readyz" }));
        Assert.That(Text(Pod, "securityContext", "runAsNonRoot"), Is.EqualTo("true"));
        Assert.That(Text(Container, "securityContext", "readOnlyRootFilesystem"), Is.EqualTo("true"));
        Assert.That(Text(Container, "securityContext", "allowPrivilegeEscalation"), Is.EqualTo("false"));
        Assert.That(At(Container, "securityContext", "capabilities", "drop").ToString(), Does.Contain("ALL"));
    }

    [Test]
    public void Configuration_in_the_map_is_good_and_drains_within_the_grace_period()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mailgate-kubernetes-");
        try
        {
            // Secrets are mounted there and not here.
            string yaml = Text(Manifests["ConfigMap/mailgate"], "data", "mailgate.yaml").Replace("${file:/etc/mailgate/admin/token}", "0123456789abcdef", StringComparison.Ordinal);
            yaml = yaml[..yaml.IndexOf("tls:", StringComparison.Ordinal)] + yaml[yaml.IndexOf("domains:", StringComparison.Ordinal)..];
            string file = Path.Combine(folder.FullName, "mailgate.yaml");
            File.WriteAllText(file, yaml);
            LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationInput(file), TimeProvider.System);
            Assert.That(loaded.Errors, Is.Empty);
            double before = double.Parse(Text(Container, "lifecycle", "preStop", "sleep", "seconds"), CultureInfo.InvariantCulture);
            double grace = double.Parse(Text(Pod, "terminationGracePeriodSeconds"), CultureInfo.InvariantCulture);
            Assert.That(before + loaded.Settings!.Drain.TotalSeconds, Is.LessThan(grace));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void Compose_has_the_gateway_Postfix_Prometheus_and_Grafana_and_mounts_only_files_that_there_are()
    {
        YamlMappingNode compose = Documents(DeployFiles.PathOf("compose.yaml")).Single();
        YamlMappingNode services = (YamlMappingNode)At(compose, "services");
        Assert.That(services.Children.Keys.Select(key => key.ToString()), Is.EquivalentTo(new[] { "gateway", "postfix", "prometheus", "grafana" }));
        string[] mounts = [.. services.Children.Values.SelectMany(service => (YamlSequenceNode)At(service, "volumes")).Select(mount => mount.ToString().Split(':')[0]).Where(path => path.StartsWith("./", StringComparison.Ordinal))];
        Assert.That(mounts.Where(mount => !Path.Exists(DeployFiles.PathOf(mount[2..].Split('/')))), Is.Empty);
        foreach (string board in Directory.GetFiles(DeployFiles.PathOf("grafana"), "*.json"))
        {
            Assert.That(mounts, Does.Contain("./grafana/" + Path.GetFileName(board)));
        }
    }

    private static IEnumerable<YamlMappingNode> Documents(string file)
    {
        YamlStream stream = [];
        using StreamReader reader = new(file);
        stream.Load(reader);
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    private static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, (at, key) => at[key]);

    private static string Text(YamlNode node, params string[] path) => ((YamlScalarNode)At(node, path)).Value!;
}
