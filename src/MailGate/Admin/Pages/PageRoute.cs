namespace MailGate.Admin.Pages;

/// <summary>A page, or a form that it sends.</summary>
internal sealed record PageRoute(string Method, string Pattern, Func<AdminRequest, Task> Handle);
