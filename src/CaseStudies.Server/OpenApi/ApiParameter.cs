using Microsoft.OpenApi;

namespace CaseStudies.Server.OpenApi;

/// <summary>A parameter of an operation that no generator can see, because the endpoint reads it off the request itself.</summary>
/// <param name="Description">In both languages, "日本語 / English".</param>
/// <param name="Schema">Made anew for each operation: the generator may change what it is given.</param>
internal sealed record ApiParameter(
    string Name, string Description, Func<OpenApiSchema> Schema, ParameterLocation In = ParameterLocation.Query, bool Required = false)
{
    /// <summary>A plain text in the query.</summary>
    public ApiParameter(string name, string description) : this(name, description, () => new() { Type = JsonSchemaType.String })
    {
    }
}
