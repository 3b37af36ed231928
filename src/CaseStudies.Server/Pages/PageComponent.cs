using CaseStudies.Domain;
using CaseStudies.Server.Wording;
using Microsoft.AspNetCore.Components;

namespace CaseStudies.Server.Pages;

/// <summary>What every page and every piece of one knows: in which language it speaks and where its links lead.</summary>
public abstract class PageComponent : ComponentBase
{
    [Parameter, EditorRequired]
    public Language Language { get; set; }

    [Parameter, EditorRequired]
    public PageLinks Links { get; set; } = null!;

    protected string Say(string ja, string en) => Language == Language.Ja ? ja : en;

    protected string Say(Words words) => words?.In(Language) ?? "";

    protected string Say(PublicText text) => text?.In(Language) ?? "";
}
