using System.Collections.Concurrent;
using System.Reflection;

namespace MailGate.Configuration.Model;

/// <summary>The settings of one section type, in the order of its properties. Types are read once.</summary>
internal sealed class SectionModel
{
    private static readonly ConcurrentDictionary<Type, SectionModel> Models = new();

    private SectionModel(Type type)
    {
        Type = type;
        object defaults = Create();
        Settings = [.. type.GetProperties()
            .Select(p => (Property: p, Attribute: p.GetCustomAttribute<SettingAttribute>()))
            .Where(p => p.Attribute is not null)
            .Select(p => new SettingModel(p.Property, p.Attribute!, defaults))];
    }

    public Type Type { get; }

    public IReadOnlyList<SettingModel> Settings { get; }

    public static SectionModel Of(Type type) => Models.GetOrAdd(type, t => new SectionModel(t));

    /// <summary>A section with every default.</summary>
    public object Create() => Activator.CreateInstance(Type)!;

    public SettingModel? Find(string name) => Settings.FirstOrDefault(s => s.Name == name);

    /// <summary>Paths of all settings below this section that have this name, such as <c>limits.message_size</c>.</summary>
    public IEnumerable<string> PathsOf(string name)
    {
        var pending = new Stack<(SectionModel Section, string Path)>([(this, "")]);
        while (pending.TryPop(out (SectionModel Section, string Path) current))
        {
            foreach (SettingModel setting in current.Section.Settings)
            {
                if (setting.Name == name)
                {
                    yield return current.Path + setting.Name;
                }

                if (setting.Scalar is null)
                {
                    pending.Push((Of(setting.ElementType), current.Path + setting.Name + (setting.Kind == SettingKind.SectionList ? "[]." : ".")));
                }
            }
        }
    }
}
