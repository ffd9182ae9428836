// Indexes of stock that EF cannot map, since they are over an expression or belong to a part of a table: made by a migration.
namespace Makola.Data.Sqlite;

/// <summary>
/// What the lists of stock walk. The condition of the first is word for word that of <see cref="StockQueries.RunningLow"/>: SQLite uses a partial
/// index only for a query that says the same (https://www.sqlite.org/partialindex.html#queries_using_partial_indexes).
/// </summary>
public static class StockIndexes
{
    /// <summary>Goods running out, fewest first; and goods by bar code.</summary>
    public const string Create = """
        CREATE INDEX IF NOT EXISTS IX_StockItems_Low ON StockItems (OnHand - Reserved, VariantId) WHERE OnHand - Reserved <= LowAt AND NOT AllowBackorder;
        CREATE INDEX IF NOT EXISTS IX_Variants_Barcode ON Variants (Barcode) WHERE Barcode IS NOT NULL;
        """;
}
