namespace CaseStudies.Server.Pages;

/// <summary>The stylesheet of all pages and the additional one of printed pages.</summary>
public static class Stylesheet
{
    public static StyleFile Main { get; } = new("casestudies.css");

    public static StyleFile Print { get; } = new("print.css");

    public static string Address => Main.Address;
}
