using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using MailGate.Cli;

namespace MailGate.Admin.Api;

/// <summary>The description of the API (OpenAPI 3.1), made of the routes themselves and of the types that they answer with.</summary>
internal static partial class OpenApiDocument
{
    public static JsonObject Create(IReadOnlyList<ApiRoute> routes)
    {
        JsonObject paths = [];
        foreach (IGrouping<string, ApiRoute> path in routes.GroupBy(route => ApiRoutes.Prefix + route.Pattern))
        {
            paths[path.Key] = new JsonObject(path.Select(route => KeyValuePair.Create<string, JsonNode?>(route.Method.ToLowerInvariant(), Operation(route))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "MailGate", ["version"] = VersionVerb.Version, ["description"] = "What the page shows. Times are in seconds, texts are as the peers sent them: escape them." },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "admin.token; not asked for when none is set." } },
                ["responses"] = new JsonObject { ["problem"] = Response("What went wrong (RFC 9457)", Problem.ContentType, ProblemSchema()) },
            },
        };
    }

    private static JsonNode SchemaOf(Type type)
    {
        if (type == typeof(object))
        {
            return new JsonObject { ["type"] = "object" };
        }

        JsonNode schema = ApiJson.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        return WithoutReferences(schema, schema);
    }

    // The exporter refers to a type's first occurrence by its path from the schema's own root, which is not that of the document. No type here contains itself.
    private static JsonNode WithoutReferences(JsonNode node, JsonNode root)
    {
        if (node is JsonArray array)
        {
            return new JsonArray([.. array.Select(item => item is null ? null : WithoutReferences(item, root))]);
        }

        if (node is not JsonObject source)
        {
            return node.DeepClone();
        }

        if (source["$ref"] is { } reference)
        {
            JsonNode target = reference.GetValue<string>().Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Aggregate(root, (at, step) => at[step]!);
            return WithoutReferences(target, root);
        }

        return new JsonObject(source.Select(field => KeyValuePair.Create(field.Key, field.Value is null ? null : WithoutReferences(field.Value, root))));
    }

    private static JsonObject Operation(ApiRoute route)
    {
        JsonArray parameters = [.. SegmentPattern().Matches(route.Pattern).Select(match => Parameter(match.Groups[1].Value, "path", "string", "Which one."))];
        foreach (ApiParameter parameter in route.Parameters)
        {
            parameters.Add(Parameter(parameter.Name, "query", parameter.Type, parameter.Description));
        }

        return new JsonObject
        {
            ["summary"] = route.Summary,
            ["parameters"] = parameters,
            ["responses"] = new JsonObject
            {
                [route.Response is null ? "204" : "200"] = route.Response is null ? new JsonObject { ["description"] = "Done" } : Response("What was asked for", "application/json", SchemaOf(route.Response)),
                ["default"] = new JsonObject { ["$ref"] = "#/components/responses/problem" },
            },
        };
    }

    private static JsonObject Parameter(string name, string place, string type, string description) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path",
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = type },
    };

    private static JsonObject Response(string description, string contentType, JsonNode schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { [contentType] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonObject ProblemSchema() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("type", "title", "status", "detail"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string" },
        },
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex SegmentPattern();
}
