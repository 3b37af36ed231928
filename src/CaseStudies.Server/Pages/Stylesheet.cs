namespace CaseStudies.Server.Pages;

/// <summary>The stylesheet of all pages and the additional one of printed pages.</summary>
public static class Stylesheet
{
    private static readonly StyleFile s_main = new("casestudies.css");

    public static StyleFile Print { get; } = new("print.css");

    public static string Path => s_main.Path;

    public static string Address => s_main.Address;

    public static IResult Serve(HttpContext context) => s_main.Serve(context);
}
