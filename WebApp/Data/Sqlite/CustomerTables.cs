// What EF cannot map of customers: words, an e-mail in any case, and the cards of orders that were there before there were cards.
namespace Makola.Data.Sqlite;

/// <summary>Statements of the migration that brings customers.</summary>
internal static class CustomerTables
{
    /// <summary>
    /// The card of an order. Added by a statement of its own: the provider would build the table anew, and lose its triggers and indexes on the way.
    /// </summary>
    public const string AddCardToOrders = """ALTER TABLE Orders ADD COLUMN CustomerId INTEGER NULL REFERENCES Customers (Id) ON DELETE RESTRICT""";

    /// <summary>One card for each phone, and one for each e-mail without a phone, in any case; customers by words; an order's words can change (a person may ask to be forgotten).</summary>
    public const string Create = """
        CREATE UNIQUE INDEX IX_Customers_ByEmail ON Customers (lower(Email)) WHERE Phone IS NULL AND Email IS NOT NULL;
        CREATE INDEX IX_Orders_Email ON Orders (lower(Email)) WHERE Email IS NOT NULL;
        CREATE VIRTUAL TABLE CustomerSearch USING fts5(Words, tokenize = "unicode61 remove_diacritics 2 tokenchars '-+@.'", prefix = '2 3 4');
        CREATE TRIGGER CustomerSearchInsert AFTER INSERT ON Customers BEGIN
            INSERT INTO CustomerSearch (rowid, Words) VALUES (new.Id, concat_ws(' ', new.Name, new.Phone, new.Email));
        END;
        CREATE TRIGGER CustomerSearchUpdate AFTER UPDATE OF Name, Phone, Email ON Customers BEGIN
            UPDATE CustomerSearch SET Words = concat_ws(' ', new.Name, new.Phone, new.Email) WHERE rowid = new.Id;
        END;
        CREATE TRIGGER CustomerSearchDelete AFTER DELETE ON Customers BEGIN
            DELETE FROM CustomerSearch WHERE rowid = old.Id;
        END;
        CREATE TRIGGER OrderSearchUpdate AFTER UPDATE OF SearchText ON Orders BEGIN
            UPDATE OrderSearch SET Words = new.SearchText WHERE rowid = new.Number;
        END;
        """;

    /// <summary>Cards for the orders there are: by phone, else by e-mail, with the name of the newest.</summary>
    public const string Fill = """
        INSERT INTO Customers (Name, Phone, Email, Since, Orders, Spent, LastOrderAt, Version)
        SELECT o.Name, o.Phone, o.Email, g.First, g.Orders, g.Spent, g.Last, 0 FROM (
            SELECT max(Number) AS Newest, min(PlacedAt) AS First, sum(Status IN ('Open', 'Completed')) AS Orders,
                sum(iif(Status IN ('Open', 'Completed'), Total, 0)) AS Spent, max(iif(Status IN ('Open', 'Completed'), PlacedAt, NULL)) AS Last
            FROM Orders GROUP BY coalesce(Phone, lower(Email))) g
        JOIN Orders o ON o.Number = g.Newest;
        UPDATE Orders SET CustomerId = (SELECT Id FROM Customers c WHERE c.Phone = Orders.Phone) WHERE Phone IS NOT NULL;
        UPDATE Orders SET CustomerId = (SELECT Id FROM Customers c WHERE c.Phone IS NULL AND lower(c.Email) = lower(Orders.Email)) WHERE Phone IS NULL;
        """;

    /// <summary>Takes away what is not a table of EF's.</summary>
    public const string Drop = """
        DROP TRIGGER OrderSearchUpdate;
        DROP TABLE CustomerSearch;
        DROP INDEX IX_Orders_Email;
        """;
}
