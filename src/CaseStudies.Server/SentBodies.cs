using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Import;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Push;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace CaseStudies.Server;

/// <summary>The bodies that clients send, in the description: they come through a door of their own, of which the generator knows nothing.</summary>
internal static class SentBodies
{
    private static readonly Dictionary<string, Type> s_bodies = new()
    {
        ["recordEntries"] = typeof(RecordFacts), ["correctEntry"] = typeof(CorrectEntryEndpoint.Body), ["withdrawEntry"] = typeof(WithdrawEntryEndpoint.Body),
        ["changeEntries"] = typeof(ChangeEntries), ["undoAct"] = typeof(UndoActEndpoint.Body), ["announceEffects"] = typeof(EffectsEndpoint.Body),
        ["describeOrganisation"] = typeof(DescribeOrganisation.Body), ["declareFiscalYear"] = typeof(DeclareFiscalYear.Body), ["recordBatch"] = typeof(RecordBatch.Body),
        ["setFeedPush"] = typeof(FeedPushEndpoints.PushSetting), ["resumeFeedPush"] = typeof(FeedPushEndpoints.PushConfirmation),
            ["removeFeedPush"] = typeof(FeedPushEndpoints.PushConfirmation),
        ["startJob"] = typeof(JobEndpoints.JobStart), ["cancelJob"] = typeof(JobEndpoints.JobConfirmation), ["retryJob"] = typeof(JobEndpoints.JobConfirmation),
    };

    public static void Describe(OpenApiDocument document, SentSchemas schemas)
    {
        var sent = s_bodies.Concat(ImportBodies.Json.Select(b => KeyValuePair.Create(b.Key, b.Value.Body))).ToList();
        var bodies = sent.ToDictionary(b => b.Key, b => ((string)schemas.Of(b.Value)["$ref"]!).Split('/')[^1]);
        foreach (var replaced in sent.Select(b => b.Value).Where(t => t != typeof(ImportMapping))) // answers hold mappings too
            document.Components!.Schemas?.Remove(Owner(replaced) + replaced.Name);
        foreach (var within in (string[])[nameof(OrganisationDescribed), nameof(FiscalYearDeclared), nameof(CorrectEntry), nameof(WithdrawEntry), nameof(UndoAct), nameof(EntryChange)])
            document.Components!.Schemas?.Remove(within); // only the replaced bodies led to it
        foreach (var (name, schema) in schemas.Components)
        {
            document.Components!.Schemas?.Remove(name); // the generator's, of the same name, knows less
            document.AddComponent(name, OpenApiModelFactory.Parse<OpenApiSchema>(schema.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out _)!);
        }

        foreach (var operation in document.Paths.SelectMany(p => p.Value.Operations ?? []).Select(o => o.Value))
        {
            if (ImportBodies.Forms.Contains(operation.OperationId))
                operation.RequestBody = Body("multipart/form-data", new() { Schema = OpenApiModelFactory.Parse<OpenApiSchema>(ImportBodies.Form(bodies["saveImportMapping"]).ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out _) });
            else if (bodies.TryGetValue(operation.OperationId ?? "", out var body))
                operation.RequestBody = Body("application/json", Exemplified(operation.OperationId!, new() { Schema = new OpenApiSchemaReference(body, document) }));
        }
    }

    private static OpenApiRequestBody Body(string mediaType, OpenApiMediaType content) => new() { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [mediaType] = content } };

    private static OpenApiMediaType Exemplified(string operation, OpenApiMediaType body)
    {
        if (SentExamples.ByOperation.TryGetValue(operation, out var only))
            body.Example = only.DeepClone();
        else
            body.Examples = SentExamples.Acts.ToDictionary(a => a.Name, IOpenApiExample (a) => new OpenApiExample { Summary = $"{a.Summary.Ja} / {a.Summary.En}", Value = a.Body.DeepClone() });
        return body;
    }

    /// <summary>Several endpoints have a body or an answer of the same name.</summary>
    public static string Owner(Type type) => type.DeclaringType?.Name ?? "";
}
