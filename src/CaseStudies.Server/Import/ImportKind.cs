namespace CaseStudies.Server.Import;

/// <summary>What the rows of a sheet are.</summary>
internal enum ImportKind
{
    /// <summary>A row a person, a column a day, a mark where they meet.</summary>
    Attendance,

    /// <summary>A row a session, a column a group of people counted.</summary>
    Headcounts,

    /// <summary>A row a fact of one chosen kind.</summary>
    Events,

    /// <summary>A row one respondent's answers, a column a question.</summary>
    Survey,
}
