using CaseStudies.Domain;

namespace CaseStudies.Server.Problems;

/// <summary>Shows a browser what a program gets as a problem document. Whoever has pages registers it; without one everybody gets the document.</summary>
internal interface IProblemPage
{
    IResult Render(int status, PublicText whatToDo, HttpRequest request);
}
