// What the readers of all kinds of files have in common: cells as numbers, prices and texts, and the remarks about them.
using System.Globalization;

namespace Makola.Domain.Catalogue.Import;

/// <summary>
/// One reading of one file. Pure: it knows no database and fetches nothing. Every fault is told with its row; goods with a fault are not among
/// those it gives, and a file with a fault is no good as a whole.
/// </summary>
/// <param name="table">The file.</param>
/// <param name="currency">The shop's currency: prices in the file are in it (ISO 4217).</param>
/// <param name="sameSku">Which SKUs are the same; null: those that differ in capitals too, as in the shops whose files these are.</param>
internal abstract class GoodsReading(CsvTable table, string currency, StringComparer? sameSku = null)
{
    /// <summary>Faults and notes told at most; after these a file is not worth reading on.</summary>
    public const int MostRemarks = 100;

    /// <summary>Variants of one product, pieces of one variant, grams of one piece, tags of one product: the most of each.</summary>
    public const int MostVariants = 250, MostPieces = 1_000_000, MostGrams = 1_000_000, MostTags = 50;

    /// <summary>The highest price, minor units: with 9,999 pieces on a line and a hundred lines an order still fits a 64-bit number.</summary>
    public const long MostPrice = 100_000_000_000;

    private readonly List<ProductDraft> products = [];
    private readonly List<RowRemark> faults = [];
    private readonly List<RowRemark> notes = [];
    private readonly Dictionary<string, RowPlace> skus = new(sameSku ?? StringComparer.OrdinalIgnoreCase);

    /// <summary>The file.</summary>
    protected CsvTable Table => table;

    /// <summary>The kind of file this is.</summary>
    protected abstract GoodsFormat Format { get; }

    /// <summary>Faults found so far.</summary>
    protected int Faults => faults.Count;

    /// <summary>Reads the whole file.</summary>
    public GoodsFile Goods(CancellationToken ct = default, OperationProgress? progress = null)
    {
        if (table.Note is { } note)
            notes.Add(note);
        if (table.Fault is null)
            faults.AddRange(Format.Needed.Where(column => !table.Has(column)).Select(MissingColumn));
        if (faults.Count == 0)
            ReadRows(ct, progress);

        if (table.Fault is { } fault)
            faults.Add(fault);
        return new(products, faults, notes, table.Rows) { Format = Format };
    }

    /// <summary>Reads the row the table stands at.</summary>
    protected abstract void Row();

    /// <summary>Called after the last row.</summary>
    protected abstract void Close();

    /// <summary>A product that is whole and without fault.</summary>
    protected void Add(ProductDraft product) => products.Add(product);

    private void ReadRows(CancellationToken ct, OperationProgress? progress)
    {
        while (faults.Count < MostRemarks && table.Read())
        {
            if (table.Rows % 500 == 1)
            {
                ct.ThrowIfCancellationRequested();
                progress?.Report($"Reading row {table.Rows:N0}");
            }
            Row();
        }
        Close();
    }

    private RowRemark MissingColumn(string column) => new(new(1, 1), $"the column “{column}” is missing; is this {Format.Name}?");

    /// <summary>An amount in the shop's currency, minor units; null when the cell is empty, and also when it is none, which is told.</summary>
    /// <param name="typed">The cell.</param>
    /// <param name="what">What it is, for the remark.</param>
    protected long? Price(string typed, string what)
    {
        var decimals = Money.DecimalsOf(currency);
        if (Number(typed, what, decimal.MaxValue) is not { } value)
            return null;

        for (var i = 0; i < decimals; i++)
            value *= 10;
        if (value > MostPrice)
            Fail($"{what} “{CsvTable.Show(typed)}” is above {new Money(MostPrice, currency)}");
        else if (value != decimal.Truncate(value))
            Fail($"{what} “{CsvTable.Show(typed)}” has more than the {decimals} decimals of {currency}");
        else
            return (long)value;
        return null;
    }

    /// <summary>A number from 0; null, and told, when it is none; null when the cell is empty.</summary>
    protected decimal? Number(string typed, string what, decimal most)
    {
        if (typed.Length == 0)
            return null;

        // Twenty digits fit a decimal exactly, so none is rounded away unseen.
        if (typed.Length > 20 || !decimal.TryParse(typed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            Fail($"{what} “{CsvTable.Show(typed)}” is not a number{(typed.Contains(',') ? "; write 1234.50" : "")}");
        else if (value < 0)
            Fail($"{what} “{CsvTable.Show(typed)}” is below 0");
        else if (value > most)
            Fail($"{what} “{CsvTable.Show(typed)}” is above {most:N0}");
        else
            return value;
        return null;
    }

    /// <summary>A whole number from 0; null when the cell is empty, and also when it is none, which is told.</summary>
    protected int? Whole(string typed, string what, int most)
    {
        if (Number(typed, what, most) is not { } number)
            return null;
        if (number != decimal.Truncate(number))
            Fail($"{what} “{CsvTable.Show(typed)}” is not a whole number");
        return (int)number;
    }

    /// <summary>Yes or no, in the words files use for it.</summary>
    protected bool YesOrNo(string column, bool whenEmpty)
    {
        switch (table[column].ToLowerInvariant())
        {
            case "":
                return whenEmpty;
            case "true" or "yes" or "1":
                return true;
            case "false" or "no" or "0":
                return false;
            default:
                Fail($"{column} “{CsvTable.Show(table[column])}” is neither true nor false");
                return whenEmpty;
        }
    }

    /// <summary>A SKU as it was typed, told when another row has it; null when there is none.</summary>
    protected string? Sku(string typed)
    {
        if (typed.Length > 0 && !skus.TryAdd(typed, table.Place))
            Fail($"the SKU “{CsvTable.Show(typed)}” was there already in {Lower(skus[typed])}");
        return OrNull(typed);
    }

    /// <summary>Tells of options that cannot be told apart.</summary>
    protected void RefuseTwins(IReadOnlyCollection<string> options)
    {
        if (options.Distinct(StringComparer.OrdinalIgnoreCase).Count() < options.Count)
            Fail("two options with the same name");
    }

    /// <summary>A text of one line, told when it is too long.</summary>
    protected string Line(string column, int longest)
    {
        var line = OneLine(table[column]);
        if (line.Length > longest)
            Fail($"{column} has {line.Length:N0} characters; {longest} is the most");
        return line;
    }

    /// <summary>A text as it stands, told when it is too long.</summary>
    protected string Text(string column, int longest)
    {
        var text = table.Exactly(column);
        if (text.Length > longest)
            Fail($"{column} has {text.Length:N0} characters; {longest:N0} is the most");
        return text;
    }

    /// <summary>A text on one line, without signs that cannot be seen.</summary>
    protected static string OneLine(string cell)
    {
        var printed = cell.Where(c => !char.IsControl(c) || char.IsWhiteSpace(c));
        return string.Join(' ', new string([.. printed]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Null for a text that says nothing.</summary>
    protected static string? OrNull(string text) => text.Length == 0 ? null : text;

    /// <summary>A place within a sentence.</summary>
    protected static string Lower(RowPlace place) => place.ToString().Replace("Row", "row", StringComparison.Ordinal);

    /// <summary>Something is wrong with the row the table stands at.</summary>
    protected void Fail(string why) => Fail(table.Place, why);

    /// <summary>Something is wrong with a row.</summary>
    protected void Fail(RowPlace place, string why) => faults.Add(new(place, why));

    /// <summary>A row was read differently from how it stands there.</summary>
    protected void Note(RowPlace place, string what)
    {
        if (notes.Count < MostRemarks)
            notes.Add(new(place, what));
    }
}
