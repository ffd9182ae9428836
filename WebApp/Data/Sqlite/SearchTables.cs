// The full-text tables, which EF does not know: made by the first migration.
using Microsoft.EntityFrameworkCore;

namespace Makola.Data.Sqlite;

/// <summary>
/// FTS5 tables. Goods are indexed by <see cref="ProductSearch"/> (their words come from several tables); orders by a trigger, since what one is
/// found by never changes after it is placed.
/// </summary>
internal static class SearchTables
{
    /// <summary>Words keep their letters without accents; prefixes of 2 to 4 letters have an index of their own for suggestions.</summary>
    public const string Create = """
        CREATE VIRTUAL TABLE ProductSearch USING fts5(Name, Words, Skus, Description, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4');
        CREATE VIRTUAL TABLE ProductWords USING fts5vocab(ProductSearch, 'row');
        CREATE VIRTUAL TABLE OrderSearch USING fts5(Words, tokenize = "unicode61 remove_diacritics 2 tokenchars '-+@.'", prefix = '2 3 4');
        CREATE TRIGGER OrderSearchInsert AFTER INSERT ON Orders BEGIN
            INSERT INTO OrderSearch (rowid, Words) VALUES (new.Number, new.SearchText);
        END;
        """;

    /// <summary>
    /// Makes a connection look at every full-text table as it is now. FTS5 keeps a table's structure between statements and compares it with the
    /// file when a cursor is opened, but not when SQLite checks its integrity: a connection that knew the table before somebody else wrote to it
    /// would then call a whole index malformed.
    /// </summary>
    public static Task LookAgainAsync(ShopDb db, CancellationToken ct) => db.Database.SqlQuery<long>($"""
        SELECT rowid AS Value FROM ProductSearch WHERE rowid = -1 UNION ALL SELECT rowid FROM OrderSearch WHERE rowid = -1 UNION ALL SELECT rowid FROM CustomerSearch WHERE rowid = -1
        """).ToListAsync(ct);
}
