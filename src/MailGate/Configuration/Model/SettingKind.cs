namespace MailGate.Configuration.Model;

/// <summary>The shapes that a setting's value can have.</summary>
internal enum SettingKind
{
    Scalar,
    ScalarList,
    Section,
    SectionList,
}
