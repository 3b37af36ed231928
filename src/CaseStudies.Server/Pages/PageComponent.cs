using CaseStudies.Domain;
using CaseStudies.Server.Wording;
using Microsoft.AspNetCore.Components;

namespace CaseStudies.Server.Pages;

/// <summary>The base of every page component: its language and its links.</summary>
public abstract class PageComponent : ComponentBase
{
    [Parameter, EditorRequired]
    public Language Language { get; set; }

    [Parameter, EditorRequired]
    public PageLinks Links { get; set; } = null!;

    protected string Say(string ja, string en) => Language == Language.Ja ? ja : en;

    protected string Say(LocalizedText words) => words?.In(Language) ?? "";

    protected string Say(PublicText text) => text?.In(Language) ?? "";
}
