namespace MailGate.Admin.Api;

/// <summary>A route of the API: what serves it and what describes it are one thing.</summary>
/// <param name="Method">GET, POST or DELETE; all but GET change something.</param>
/// <param name="Pattern">Below the prefix.</param>
/// <param name="Parameters">Of the query.</param>
/// <param name="Response">The type of the body of 200; null where the answer is 204.</param>
internal sealed record ApiRoute(
    string Method, string Pattern, string Summary, IReadOnlyList<ApiParameter> Parameters, Type? Response, Func<AdminRequest, ValueTask<ApiResult>> Handle)
{
    public bool IsChange => Method != "GET";
}

/// <summary>A parameter of a query; none is needed.</summary>
/// <param name="Type">string or integer.</param>
internal sealed record ApiParameter(string Name, string Type, string Description);
