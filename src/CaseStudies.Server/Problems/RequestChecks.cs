using CaseStudies.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace CaseStudies.Server.Problems;

/// <summary>What is checked of every request to our own routes, and described with each of them.</summary>
internal static class RequestChecks
{
    private static readonly string[] s_problem = ["application/problem+json"];

    public static RouteGroupBuilder WithRequestChecks(this RouteGroupBuilder routes)
    {
        routes.AddEndpointFilter<QueryFilter>().AddEndpointFilter<AcceptFilter>().ProducesProblem(StatusCodes.Status400BadRequest);
        // Only once an endpoint has declared its answers is it known which formats it offers.
        ((IEndpointConventionBuilder)routes).Finally(endpoint =>
        {
            var offered = EndpointDeclarations.FormatsOf(endpoint.Metadata);
            endpoint.Metadata.Add(offered);
            if (offered.Names.Count > 0)
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status406NotAcceptable, typeof(ProblemDetails), s_problem));
        });
        return routes;
    }
}
