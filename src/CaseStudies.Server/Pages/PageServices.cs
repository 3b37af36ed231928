using System.Text.Encodings.Web;
using System.Text.Unicode;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Pages;

public static class PageServices
{
    /// <summary>
    /// As strict as the default about markup, but does not escape Japanese: numeric references would make pages three times as long.
    /// </summary>
    public static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Registers what <see cref="PageResults"/> needs.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        // Registered first: the framework adds its own encoder only where there is none.
        services.AddSingleton(Encoder);
        services.AddRazorComponents();
        services.AddSingleton<PagesFor>(PageResults.For);
        services.AddSingleton<IProblemPage, ProblemPages>();
        return services;
    }
}
