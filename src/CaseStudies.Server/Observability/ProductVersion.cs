using System.Reflection;

namespace CaseStudies.Server.Observability;

/// <summary>The product's version, from <c>Directory.Build.props</c>.</summary>
internal static class ProductVersion
{
    /// <summary>With the commit it was built from, where the build knew it.</summary>
    public static string Full { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static string Number { get; } = Full.Split('+')[0];
}
