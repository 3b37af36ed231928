namespace CaseStudies.Server.Import;

/// <summary>What the rows of a sheet describe.</summary>
internal enum ImportKind
{
    /// <summary>Each row is a person, each column a day, each mark an attendance. If a column has the date, each row is one attendance.</summary>
    Attendance,

    /// <summary>Each row is a session, each column a group of people counted.</summary>
    Headcounts,

    /// <summary>Each row is a fact of one kind.</summary>
    Events,

    /// <summary>Each row is one respondent, each column a question.</summary>
    Survey,
}
