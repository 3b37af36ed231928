namespace CaseStudies.EmbeddedPostgres; public static class Placeholder;
