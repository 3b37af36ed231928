using CaseStudies.Domain;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Pages;

/// <summary>Shows a browser what went wrong as a page like the others.</summary>
internal sealed class ProblemPages : IProblemPage
{
    public IResult Of(int status, PublicText whatToDo, HttpRequest request) =>
        PageResults.For(request).Problem(ProblemText.Of(status) with { WhatToDo = whatToDo });
}
