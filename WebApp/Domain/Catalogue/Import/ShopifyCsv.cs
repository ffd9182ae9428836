// Shopify's product export: which column means what, which rows belong together, and what is wrong with a row, in plain words.
// Columns and rules: Shopify Help, "Using CSV files to import and export products".
using System.Globalization;
using System.Text;

namespace Makola.Domain.Catalogue.Import;

/// <summary>
/// Reads a Shopify product CSV into drafts. Pure: it knows no database and fetches nothing. A product is one row with its title, followed by a
/// row for each further variant or picture; all carry its handle. Every fault is told with its row; a file with a fault is no good at all.
/// </summary>
public static class ShopifyCsv
{
    /// <summary>What this kind of file is called and known by.</summary>
    public static GoodsFormat Format { get; } = new(
        "a Shopify product export", ["Handle", "Title", "Variant Price"],
        ["Body (HTML)", "Vendor", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Inventory Qty", "Variant Compare At Price", "Image Src"]);

    /// <summary>Reads the whole file.</summary>
    /// <param name="csv">The bytes; read once, forward.</param>
    /// <param name="currency">The shop's currency: prices in the file are in it (ISO 4217).</param>
    public static GoodsFile Read(Stream csv, string currency)
    {
        using var table = new CsvTable(csv);
        return new Reading(table, currency).Goods();
    }

    /// <summary>One reading of one file.</summary>
    internal sealed class Reading(CsvTable table, string currency) : GoodsReading(table, currency)
    {
        private readonly Dictionary<string, RowPlace> handles = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, string> slugs = new(StringComparer.Ordinal);
        private ProductRows? open;

        protected override GoodsFormat Format => ShopifyCsv.Format;

        protected override void Row()
        {
            var handle = Table["Handle"];
            if (handle.Length == 0)
                Fail("no handle; every row needs the handle of its product");
            else if (open is not null && string.Equals(open.Handle, handle, StringComparison.OrdinalIgnoreCase))
                Continue(open);
            else
                Begin(handle);
        }

        private void Begin(string handle)
        {
            Close();
            if (handles.TryGetValue(handle, out var before))
            {
                Fail($"the product “{CsvTable.Show(handle)}” was there already in {Lower(before)}; its rows must stand together");
                return;
            }
            handles.Add(handle, Table.Place);
            var faultsBefore = Faults;

            var name = Line("Title", 160);
            if (name.Length == 0)
            {
                // Its other rows must not be refused one by one for the same reason.
                open = new ProductRows(handle, faultsBefore) { IsBroken = true };
                Fail($"the first row of “{CsvTable.Show(handle)}” has no title; the row with the title comes first");
                return;
            }

            open = new ProductRows(handle, faultsBefore)
            {
                Place = Table.Place,
                Slug = SlugOf(handle, name),
                Name = name,
                Description = Description(),
                Brand = OrNull(Line("Vendor", 60)),
                Kind = OrNull(Line("Type", 60)),
                Tags = Tags(),
                Status = Status(),
                SeoTitle = OrNull(Line("SEO Title", 160)),
                SeoText = OrNull(Line("SEO Description", 320)),
                IsGiftCard = YesOrNo("Gift Card", whenEmpty: false),
            };
            for (var i = 1; i <= 3; i++)
            {
                if (Line($"Option{i} Name", 40) is { Length: > 0 } option)
                    open.OptionNames.Add(option);
            }
            // This pair is how Shopify writes "nothing to choose".
            if (open.OptionNames is ["Title"] && Table["Option1 Value"] is "Default Title" or "")
                open.OptionNames.Clear();
            RefuseTwins(open.OptionNames);

            Continue(open);
        }

        private void Continue(ProductRows product)
        {
            if (product.IsBroken)
                return;
            if (Table["Title"] is { Length: > 0 } title && OneLine(title) != product.Name)
                Fail($"“{CsvTable.Show(product.Handle)}” has another title than in {Lower(product.Place)}; is it another product with the same handle?");

            if (Table["Image Src"] is { Length: > 0 } picture)
                product.Pictures.Add(picture);
            if (HasVariant())
                AddVariant(product);
        }

        private bool HasVariant() =>
            Table["Variant Price"].Length > 0 || Table["Variant SKU"].Length > 0
            || Table["Option1 Value"].Length > 0 || Table["Option2 Value"].Length > 0 || Table["Option3 Value"].Length > 0;

        private void AddVariant(ProductRows product)
        {
            var choices = Choices(product);
            if (product.Variants.FirstOrDefault(v => v.Choices.SequenceEqual(choices, StringComparer.OrdinalIgnoreCase)) is { } twin)
            {
                Fail(choices.Count == 0
                    ? $"a second variant of “{CsvTable.Show(product.Handle)}”, which has no options to tell it from that in {Lower(twin.Place)}"
                    : $"the variant “{CsvTable.Show(string.Join(" · ", choices))}” was there already in {Lower(twin.Place)}");
                return;
            }
            if (product.Variants.Count == MostVariants)
            {
                Fail($"more than {MostVariants} variants of one product");
                product.IsBroken = true;
                return;
            }

            var price = Price(Table["Variant Price"], "price");
            if (price is null && Table["Variant Price"].Length == 0)
                Fail("no price");
            var was = Price(Table["Variant Compare At Price"], "compare-at price");
            var allowBackorder = AllowBackorder();
            var cost = Price(Table["Cost per item"], "cost");
            var weight = (int)(Number(Table["Variant Grams"], "weight", MostGrams) ?? 0);
            var barcode = OrNull(Line("Variant Barcode", 60).TrimStart('\''));
            product.Variants.Add(new VariantDraft
            {
                Place = Table.Place,
                Says = Said.WasPrice | Said.Backorder | Said.Stock
                    | (cost is null ? 0 : Said.Cost) | (weight == 0 ? 0 : Said.Weight) | (barcode is null ? 0 : Said.Barcode),
                Choices = choices,
                Sku = Sku(Line("Variant SKU", 60).TrimStart('\'')),
                Price = price ?? 0,
                WasPrice = was > price ? was : null,
                Cost = cost,
                WeightGrams = weight,
                OnHand = OnHand(allowBackorder),
                AllowBackorder = allowBackorder,
                Barcode = barcode,
            });
        }

        private List<string> Choices(ProductRows product)
        {
            var choices = new List<string>(product.OptionNames.Count);
            for (var i = 0; i < 3; i++)
            {
                var value = Line($"Option{i + 1} Value", 60);
                if (i < product.OptionNames.Count)
                {
                    choices.Add(value);
                    if (value.Length == 0)
                        Fail($"no value for the option “{CsvTable.Show(product.OptionNames[i])}”");
                }
                else if (value.Length > 0 && value != "Default Title")
                {
                    Fail($"the value “{CsvTable.Show(value)}” belongs to no option; row {product.Place.Row} should name it in “Option{i + 1} Name”");
                }
            }
            return choices;
        }

        protected override void Close()
        {
            var product = open;
            open = null;
            if (product is null || product.IsBroken)
                return;

            if (product.IsGiftCard)
                Note(product.Place, $"“{CsvTable.Show(product.Name)}” is a gift card; left out");
            else if (product.Variants.Count == 0)
                Fail(product.Place, $"“{CsvTable.Show(product.Name)}” has no price");
            else if (Faults == product.FaultsBefore)
                Add(product.ToDraft());
        }

        private string SlugOf(string handle, string name)
        {
            var slug = Slugs.From(handle);
            if (slug == "item")
                slug = Slugs.From(name);
            // In a script that leaves no Latin letters: the same handle must lead to the same address at every import.
            if (slug == "item")
                slug = $"item-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(handle)))[..8]}";

            if (!slugs.TryAdd(slug, handle))
                Fail($"“{CsvTable.Show(handle)}” and “{CsvTable.Show(slugs[slug])}” ({Lower(handles[slugs[slug]])}) both lead to the address “{slug}”; rename one");
            return slug;
        }

        private string Description()
        {
            var html = Table["Body (HTML)"];
            if (html.Count(c => c == '<') > MarkdownFromHtml.MostTags)
            {
                Fail($"the description has more than {MarkdownFromHtml.MostTags:N0} HTML tags");
                return "";
            }

            var markdown = MarkdownFromHtml.Write(html);
            if (markdown.Length > MarkdownText.Longest)
                Fail($"the description has {markdown.Length:N0} characters; {MarkdownText.Longest:N0} is the most");
            return markdown;
        }

        private List<string> Tags()
        {
            var tags = OneLine(Table["Tags"]).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            if (tags.Count > MostTags)
                Fail($"{tags.Count} tags; {MostTags} is the most");
            if (tags.Find(tag => tag.Length > 60) is { } tag)
                Fail($"the tag “{CsvTable.Show(tag)}” has {tag.Length} characters; 60 is the most");
            return tags;
        }

        private ProductStatus Status()
        {
            var published = YesOrNo("Published", whenEmpty: true);
            switch (Table["Status"].ToLowerInvariant())
            {
                case "" or "active":
                    return published ? ProductStatus.Active : ProductStatus.Draft;
                case "draft":
                    return ProductStatus.Draft;
                case "archived":
                    return ProductStatus.Archived;
                default:
                    Fail($"the status “{CsvTable.Show(Table["Status"])}” is none of active, draft, archived");
                    return ProductStatus.Draft;
            }
        }

        // Below 0 means "sold although there was none", which only goods that may be sold so can be.
        private int OnHand(bool allowBackorder)
        {
            var typed = Table["Variant Inventory Qty"];
            if (allowBackorder && typed.StartsWith('-') && int.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var owed))
            {
                Note(Table.Place, $"stock {owed} (sold before it was there) is read as 0");
                return 0;
            }
            return Whole(typed, "stock", MostPieces) ?? 0;
        }

        // Without a tracker and without a figure nobody counts these goods: they can always be had.
        private bool AllowBackorder()
        {
            switch (Table["Variant Inventory Policy"].ToLowerInvariant())
            {
                case "continue":
                    return true;
                case "" or "deny":
                    return Table.Has("Variant Inventory Tracker") && Table["Variant Inventory Tracker"].Length == 0
                        && Table.Has("Variant Inventory Qty") && Table["Variant Inventory Qty"].Length == 0;
                default:
                    Fail($"the inventory policy “{CsvTable.Show(Table["Variant Inventory Policy"])}” is neither deny nor continue");
                    return false;
            }
        }

    }

    /// <summary>A product while its rows are read.</summary>
    private sealed class ProductRows(string handle, int faultsBefore)
    {
        public string Handle => handle;
        public int FaultsBefore => faultsBefore;
        public bool IsBroken { get; set; }
        public bool IsGiftCard { get; init; }
        public RowPlace Place { get; init; }
        public string Slug { get; init; } = "";
        public string Name { get; init; } = "";
        public string Description { get; init; } = "";
        public string? Brand { get; init; }
        public string? Kind { get; init; }
        public List<string> Tags { get; init; } = [];
        public ProductStatus Status { get; init; }
        public string? SeoTitle { get; init; }
        public string? SeoText { get; init; }
        public List<string> OptionNames { get; } = [];
        public List<VariantDraft> Variants { get; } = [];
        public List<string> Pictures { get; } = [];

        public ProductDraft ToDraft() => new()
        {
            Says = Said.Description | Said.Brand | Said.Status | Said.Tags
                | (SeoTitle is null ? 0 : Said.SeoTitle) | (SeoText is null ? 0 : Said.SeoText),
            Place = Place,
            Handle = Handle,
            Slug = Slug,
            Name = Name,
            Description = Description,
            Brand = Brand,
            Kind = Kind,
            Tags = Tags,
            Status = Status,
            SeoTitle = SeoTitle,
            SeoText = SeoText,
            Options = [.. OptionNames.Select((name, i) => new Option(name, Values(name, i)))],
            Variants = Variants,
            Pictures = Pictures,
        };

        private List<OptionValue> Values(string option, int i)
        {
            var isColour = option.ToUpperInvariant() is "COLOR" or "COLOUR" or "COULEUR";
            return [.. Variants.Select(v => v.Choices[i]).Distinct(StringComparer.Ordinal).Select(v => new OptionValue(v, isColour ? Swatches.Of(v) : null))];
        }
    }
}
