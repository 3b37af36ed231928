using System.Text.Encodings.Web;
using System.Text.Unicode;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using Microsoft.AspNetCore.DataProtection;

namespace CaseStudies.Server.Pages;

public static class PageServices
{
    /// <summary>
    /// As strict as the default about markup, but leaves Japanese as it is: every sign as a number in hexadecimal makes pages three times as long.
    /// </summary>
    public static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>What <see cref="PageResults"/> needs.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        // First, because the framework adds its own encoder only where there is none.
        services.AddSingleton(Encoder);
        services.AddRazorComponents();
        // The framework would keep keys in somebody's home for forms that we do not have.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<PagesFor>(PageResults.For);
        services.AddSingleton<IProblemPage, ProblemPages>();
        return services;
    }
}
