// The shop's own file of goods: one row per variant, with everything a product has. Written by GoodsExport, read here; the columns stay as they are.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Makola.Domain.Catalogue.Import;

/// <summary>
/// Reads the shop's own CSV into drafts. The rows of a product stand together and carry its address; what concerns the whole product stands in the
/// first of them. Texts are taken letter by letter. A column that is missing leaves known goods as they are; an empty cell empties.
/// </summary>
public static partial class ShopCsv
{
    /// <summary>
    /// The columns in the order they are written. Lists put <c>|</c> between items and categories <c>&gt;</c> between levels; a backslash before a
    /// sign makes it a letter. Amounts are plain decimals in the shop's currency; the first picture of four columns is described by the first item of each.
    /// </summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "Slug", "Name", "Blurb", "Description", "Brand", "Status", "SEO title", "SEO description", "Tags", "Category", "Other categories", "Attributes", "Related",
        "Created", "Publish at", "Unpublish at",
        "Pictures", "Picture texts", "Picture sizes", "Share pictures",
        "Option 1", "Option 1 values", "Option 2", "Option 2 values", "Option 3", "Option 3 values",
        "Choice 1", "Choice 2", "Choice 3", "SKU", "Price", "Was price", "Cost", "Weight (g)", "Barcode", "Variant picture", "Stock", "Backorder", "Low at",
        "Sale price", "Sale from", "Sale until",
    ];

    /// <summary>What this kind of file is called and known by.</summary>
    public static GoodsFormat Format { get; } = new("the shop's own export", ["Slug", "Name", "Price"], [.. Columns.Except(["Slug", "Name", "Price", "Description", "SKU", "Tags"])]);

    /// <summary>How <see cref="Product.CreatedAt"/> is written: UTC to the millisecond.</summary>
    public const string Moment = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Columns that belong to the product and stand in its first row.</summary>
    private static readonly string[] OfProduct = [.. Columns.Skip(1).TakeWhile(column => column != "Choice 1")];

    /// <summary>One reading of one file.</summary>
    internal sealed class Reading(CsvTable table, string currency) : GoodsReading(table, currency, StringComparer.Ordinal)
    {
        /// <summary>Most levels of a category path.</summary>
        private const int MostLevels = 10;

        private readonly Dictionary<string, RowPlace> slugs = new(StringComparer.Ordinal);
        private readonly Said says = SaidBy(table);
        private ProductRows? open;

        protected override GoodsFormat Format => ShopCsv.Format;

        protected override void Row()
        {
            var slug = Table["Slug"];
            if (slug.Length == 0)
                Fail("no slug; every row needs the address of its product");
            else if (open is not null && open.Slug == slug)
                Continue(open);
            else
                Begin(slug);
        }

        protected override void Close()
        {
            var product = open;
            open = null;
            if (product is not null && Faults == product.FaultsBefore)
                Add(product.First with { Variants = product.Variants, Options = product.Options() });
        }

        private void Begin(string slug)
        {
            Close();
            var faultsBefore = Faults;
            if (slugs.TryGetValue(slug, out var before))
                Fail($"the product “{CsvTable.Show(slug)}” was there already in {Lower(before)}; its rows must stand together");
            else if (slug != Slugs.From(slug))
                Fail($"the slug “{CsvTable.Show(slug)}” cannot be an address; write “{Slugs.From(slug)}”");
            slugs.TryAdd(slug, Table.Place);

            var name = Text("Name", 160);
            if (string.IsNullOrWhiteSpace(name))
                Fail($"the first row of “{CsvTable.Show(slug)}” has no name; the row with the name comes first");
            var options = Enumerable.Range(1, 3).Where(i => Text($"Option {i}", 40).Length > 0).Select(OptionOf).ToList();
            if (Enumerable.Range(1, options.Count).Any(i => Table.Exactly($"Option {i}").Length == 0))
                Fail("an option is left out; “Option 1” comes first");
            RefuseTwins(options.ConvertAll(option => option.Name));

            var first = new ProductDraft
            {
                Place = Table.Place,
                Says = says,
                Handle = slug,
                Slug = slug,
                Name = name,
                Blurb = Text("Blurb", 120),
                Description = Text("Description", MarkdownText.Longest),
                Brand = OrNull(Text("Brand", 60)),
                Status = Status(),
                SeoTitle = OrNull(Text("SEO title", 160)),
                SeoText = OrNull(Text("SEO description", 320)),
                Tags = Tags(),
                Category = says.HasFlag(Said.Category) ? Path(Table.Exactly("Category")) : null,
                OtherCategories = [.. CsvText.Items(Table.Exactly("Other categories"), '|').Select(Path).Where(path => path.Count > 0)],
                Attributes = Attributes(),
                Related = [.. CsvText.Items(Table.Exactly("Related"), '|').Select(CsvText.Plain).Where(slug => slug.Length > 0).Distinct().Take(MostTags)],
                CreatedAt = MomentOf("Created"),
                PublishAt = MomentOf("Publish at"),
                UnpublishAt = MomentOf("Unpublish at"),
                OwnPictures = Pictures(out var elsewhere),
                Pictures = elsewhere,
                Variants = [],
            };
            open = new ProductRows(first, options, [.. OfProduct.Select(Table.Exactly)], faultsBefore);
            AddVariant(open);
        }

        private void Continue(ProductRows product)
        {
            for (var i = 0; i < OfProduct.Length; i++)
            {
                if (Table.Exactly(OfProduct[i]) is { Length: > 0 } cell && cell != product.Cells[i])
                    Fail($"“{OfProduct[i]}” is “{CsvTable.Show(cell)}” here and another in {Lower(product.First.Place)}; it belongs to the whole product “{CsvTable.Show(product.Slug)}”");
            }
            AddVariant(product);
        }

        private void AddVariant(ProductRows product)
        {
            if (product.Variants.Count == MostVariants)
            {
                Fail($"more than {MostVariants} variants of one product");
                return;
            }

            var choices = Choices(product);
            if (!product.ChoiceTexts.TryAdd(string.Join(" · ", choices), Table.Place))
                Fail(choices.Count == 0
                    ? $"a second variant of “{CsvTable.Show(product.Slug)}”, which has no options to tell it from that in {Lower(product.First.Place)}"
                    : $"the variant “{CsvTable.Show(string.Join(" · ", choices))}” was there already in {Lower(product.ChoiceTexts[string.Join(" · ", choices)])}");
            if (Table["Price"].Length == 0)
                Fail("no price");
            if (Table["Sale price"].Length > 0 && Table["Sale from"].Length == 0)
                Fail("a sale price without the moment it begins; write one in “Sale from”");
            product.Variants.Add(new VariantDraft
            {
                Place = Table.Place,
                Says = says,
                Choices = choices,
                Sku = Sku(Text("SKU", 60)),
                Price = Price(Table["Price"], "price") ?? 0,
                WasPrice = Price(Table["Was price"], "was price"),
                Cost = Price(Table["Cost"], "cost"),
                SalePrice = Price(Table["Sale price"], "sale price"),
                SaleFrom = MomentOf("Sale from"),
                SaleUntil = MomentOf("Sale until"),
                WeightGrams = Whole(Table["Weight (g)"], "weight", MostGrams) ?? 0,
                Barcode = OrNull(Text("Barcode", 60)),
                PicturePath = PicturePath(Table.Exactly("Variant picture")),
                OnHand = Whole(Table["Stock"], "stock", int.MaxValue) ?? 0,
                AllowBackorder = YesOrNo("Backorder", whenEmpty: false),
                LowAt = Whole(Table["Low at"], "low at", MostPieces),
            });
        }

        private List<string> Choices(ProductRows product)
        {
            var choices = new List<string>(3);
            for (var i = 0; i < 3; i++)
            {
                var choice = Text($"Choice {i + 1}", 60);
                if (i < product.OptionList.Count)
                {
                    choices.Add(choice);
                    if (choice.Length == 0)
                        Fail($"no value for the option “{CsvTable.Show(product.OptionList[i].Name)}”");
                }
                else if (choice.Length > 0)
                {
                    Fail($"the value “{CsvTable.Show(choice)}” belongs to no option; row {product.First.Place.Row} should name it in “Option {i + 1}”");
                }
            }
            return choices;
        }

        // Values may carry a colour: “Lilac=#c9bbf5 | Red”.
        private Option OptionOf(int number)
        {
            var values = new List<OptionValue>();
            foreach (var item in CsvText.Items(Table.Exactly($"Option {number} values"), '|'))
            {
                var parts = CsvText.Items(item, '=');
                var value = parts.Count > 0 ? CsvText.Plain(parts[0]) : "";
                if (value.Length is 0 or > 60)
                    Fail($"the value “{CsvTable.Show(value)}” of “Option {number} values” has {value.Length} characters; it needs 1–60");
                else if (parts.Count > 2 || (parts.Count == 2 && !Colour().IsMatch(CsvText.Plain(parts[1]))))
                    Fail($"“{CsvTable.Show(item)}” of “Option {number} values” names no colour; write “{CsvTable.Show(value)}=#c9bbf5”");
                else if (!values.Exists(v => v.Name == value))
                    values.Add(new(value, parts.Count == 2 ? CsvText.Plain(parts[1]) : null));
            }
            return new(Table.Exactly($"Option {number}"), values);
        }

        private ProductStatus Status()
        {
            switch (Table["Status"].ToLowerInvariant())
            {
                case "active":
                    return ProductStatus.Active;
                case "" or "draft":
                    return ProductStatus.Draft;
                case "archived":
                    return ProductStatus.Archived;
                default:
                    Fail($"the status “{CsvTable.Show(Table["Status"])}” is none of active, draft, archived");
                    return ProductStatus.Draft;
            }
        }

        private List<string> Tags()
        {
            var tags = CsvText.Items(Table.Exactly("Tags"), '|').Select(CsvText.Plain).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).ToList();
            if (tags.Count > MostTags)
                Fail($"{tags.Count} tags; {MostTags} is the most");
            if (tags.Find(tag => tag.Length > 60) is { } tag)
                Fail($"the tag “{CsvTable.Show(tag)}” has {tag.Length} characters; 60 is the most");
            return tags;
        }

        private List<string> Path(string cell)
        {
            var path = CsvText.Items(cell, '>').ConvertAll(CsvText.Plain);
            if (path.Count > MostLevels)
                Fail($"the category “{CsvTable.Show(cell)}” has {path.Count} levels; {MostLevels} is the most");
            else if (path.Find(name => name.Length is 0 or > 60) is { } name)
                Fail($"the category “{CsvTable.Show(cell)}” has a name of {name.Length} characters; it needs 1–60");
            return path;
        }

        // Name and value: “Material=Cotton | Power=1.5 kW”.
        private List<ProductAttribute> Attributes()
        {
            var attributes = new List<ProductAttribute>();
            foreach (var parts in CsvText.Items(Table.Exactly("Attributes"), '|').Select(item => CsvText.Items(item, '=').ConvertAll(CsvText.Plain)).Where(parts => parts.Count > 0))
            {
                if (parts is [{ Length: > 0 and <= 40 } name, { Length: > 0 and <= 60 } value])
                    attributes.Add(new(name, value));
                else
                    Fail($"the attribute “{CsvTable.Show(string.Join('=', parts))}” is none; write Material=Cotton, with at most 40 and 60 characters");
            }
            if (attributes.Count > MostTags)
                Fail($"{attributes.Count} attributes; {MostTags} is the most");
            return attributes;
        }

        private DateTimeOffset? MomentOf(string column)
        {
            var typed = Table[column];
            if (typed.Length == 0)
                return null;
            if (!DateTimeOffset.TryParse(typed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                Fail($"{column} “{CsvTable.Show(typed)}” is no moment; write 2026-11-22T08:00:00Z");
            return at;
        }

        private List<Picture> Pictures(out List<string> elsewhere)
        {
            List<string> Column(string name) => CsvText.Items(Table.Exactly(name), '|').ConvertAll(CsvText.Plain);
            var (paths, texts, sizes, shares) = (Column("Pictures"), Column("Picture texts"), Column("Picture sizes"), Column("Share pictures"));
            var pictures = new List<Picture>();
            elsewhere = [];
            if (paths.Count > Product.MostPictures)
                Fail($"{paths.Count} pictures; {Product.MostPictures} is the most");
            for (var i = 0; i < paths.Count && paths.Count <= Product.MostPictures; i++)
            {
                if (paths[i].Contains("://", StringComparison.Ordinal))
                {
                    elsewhere.Add(paths[i]);
                    continue;
                }
                var size = Size().Match(sizes.ElementAtOrDefault(i) is { Length: > 0 } typed ? typed : "256x256");
                if (!size.Success)
                    Fail($"the picture size “{CsvTable.Show(sizes[i])}” is none; write 256x256");
                if (texts.ElementAtOrDefault(i) is { Length: > Picture.LongestAlt } text)
                    Fail($"the text of picture {i + 1} has {text.Length} characters; {Picture.LongestAlt} is the most");
                if (PicturePath(paths[i]) is { } path && size.Success)
                    pictures.Add(new(path, texts.ElementAtOrDefault(i) ?? "", Pixels(size.Groups[1]), Pixels(size.Groups[2]), PicturePath(shares.ElementAtOrDefault(i) ?? "")));
            }
            return pictures;
        }

        // It becomes an address on pages, so it stays below the shop's own.
        private string? PicturePath(string path)
        {
            if (path.Length == 0)
                return null;
            if (path.Length > 200 || !OwnPath().IsMatch(path) || path.Contains("..", StringComparison.Ordinal))
                Fail($"“{CsvTable.Show(path)}” is no path of a picture of this shop, such as img/goods/basket.webp");
            return path;
        }

        private static int Pixels(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

        private static Said SaidBy(CsvTable table)
        {
            (string Column, Said Part)[] parts =
            [
                ("Blurb", Said.Blurb), ("Description", Said.Description), ("Brand", Said.Brand), ("Status", Said.Status), ("SEO title", Said.SeoTitle),
                ("SEO description", Said.SeoText), ("Tags", Said.Tags), ("Category", Said.Category), ("Other categories", Said.OtherCategories),
                ("Pictures", Said.Pictures), ("Was price", Said.WasPrice), ("Cost", Said.Cost), ("Weight (g)", Said.Weight), ("Barcode", Said.Barcode),
                ("Backorder", Said.Backorder), ("Low at", Said.LowAt), ("Variant picture", Said.VariantPicture), ("Stock", Said.Stock),
                ("Attributes", Said.Attributes), ("Related", Said.Related), ("Publish at", Said.PublishAt), ("Unpublish at", Said.UnpublishAt), ("Sale price", Said.Sale),
            ];
            return parts.Where(part => table.Has(part.Column)).Aggregate(Said.None, (said, part) => said | part.Part);
        }
    }

    /// <summary>A product while its rows are read.</summary>
    private sealed record ProductRows(ProductDraft First, List<Option> OptionList, string[] Cells, int FaultsBefore)
    {
        public string Slug => First.Slug;
        public List<VariantDraft> Variants { get; } = [];
        public Dictionary<string, RowPlace> ChoiceTexts { get; } = new(StringComparer.Ordinal);

        /// <summary>The options with the values the file lists, and behind them those only a variant names.</summary>
        public List<Option> Options() => [.. OptionList.Select((option, i) => option with
        {
            Values = [.. option.Values, .. Variants.Select(v => v.Choices[i]).Distinct(StringComparer.Ordinal)
                .Where(choice => !option.Values.Exists(v => v.Name == choice)).Select(choice => new OptionValue(choice))],
        })];
    }

    [GeneratedRegex(@"^#[0-9a-fA-F]{6}\z")]
    private static partial Regex Colour();

    [GeneratedRegex(@"^([0-9]{1,5})x([0-9]{1,5})\z")]
    private static partial Regex Size();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_./-]*\z")]
    private static partial Regex OwnPath();
}
