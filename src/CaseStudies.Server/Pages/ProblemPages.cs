using CaseStudies.Domain;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Pages;

/// <summary>Shows a browser what went wrong as a page like the others.</summary>
internal sealed class ProblemPages : IProblemPage
{
    public IResult Render(int status, PublicText whatToDo, HttpRequest request) =>
        PageResults.For(request).Problem(ProblemText.ForStatus(status) with { WhatToDo = whatToDo });
}
