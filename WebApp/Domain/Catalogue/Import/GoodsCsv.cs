// A CSV file of goods, whichever shop wrote it: the names of its columns tell.
namespace Makola.Domain.Catalogue.Import;

/// <summary>Reads the goods of a CSV file of any kind the shop knows: its own, Shopify's product export, WooCommerce's.</summary>
public static class GoodsCsv
{
    private static readonly GoodsFormat[] Formats = [ShopCsv.Format, ShopifyCsv.Format, WooCsv.Format];

    /// <summary>Reads the whole file.</summary>
    /// <param name="csv">The bytes; a stream that can be rewound may be in Windows-1252 as well.</param>
    /// <param name="currency">The shop's currency: prices in the file are in it (ISO 4217).</param>
    /// <param name="ct">Stops the work.</param>
    /// <param name="progress">Is told how far the work is.</param>
    public static GoodsFile Read(Stream csv, string currency, CancellationToken ct = default, OperationProgress? progress = null)
    {
        using var table = new CsvTable(csv);
        if (table.Fault is { } fault)
            return new([], [fault], [], 0);

        var format = FormatOf(table);
        if (format is null)
            return new([], [new(new(1, 1), Unknown(table))], [], 0);
        GoodsReading reading = format == ShopCsv.Format ? new ShopCsv.Reading(table, currency)
            : format == ShopifyCsv.Format ? new ShopifyCsv.Reading(table, currency)
            : new WooCsv.Reading(table, currency);
        return reading.Goods(ct, progress);
    }

    // The kind most of whose columns are there; the needed ones are told when they are missing. One column alone says nothing.
    private static GoodsFormat? FormatOf(CsvTable table)
    {
        var known = Formats.Select(format => (Format: format, Columns: format.Needed.Concat(format.Typical).Count(table.Has)))
            .OrderByDescending(item => item.Columns).ToList();
        return known[0].Columns > 1 && known[0].Columns > known[1].Columns ? known[0].Format : null;
    }

    private static string Unknown(CsvTable table) =>
        $"the columns are of no file the shop can read. {string.Join(" ", Formats.Select(format => $"{Capital(format.Name)} has {Names(format.Needed)}."))} "
        + $"This one has {Names(table.Names.Where(name => name[0] != '\0').Take(8))}";

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"“{CsvTable.Show(name)}”"));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
