// WooCommerce's product export: which column means what, which rows belong together, and what is wrong with a row, in plain words.
// Columns and values: WooCommerce's own product exporter (WC_Product_CSV_Exporter) and its documentation "Product CSV Import Schema".
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Makola.Domain.Catalogue.Import;

/// <summary>
/// Reads a WooCommerce product CSV into drafts. A product is a row of type simple or variable; the variations of a variable one are rows of their
/// own, which name it in Parent by its SKU or as <c>id:44</c> and may stand anywhere. The file names no address: it is made of the name.
/// </summary>
public static partial class WooCsv
{
    /// <summary>What this kind of file is called and known by.</summary>
    public static GoodsFormat Format { get; } = new(
        "a WooCommerce product export", ["Type", "Name", "Regular price"],
        ["Is featured?", "Visibility in catalog", "Short description", "Sale price", "In stock?", "Backorders allowed?", "Categories", "Parent", "Attribute 1 name", "Attribute 1 value(s)"]);

    /// <summary>One reading of one file.</summary>
    internal sealed partial class Reading(CsvTable table, string currency) : GoodsReading(table, currency)
    {
        private static readonly Dictionary<string, decimal> Grams = new(StringComparer.OrdinalIgnoreCase) { ["kg"] = 1000m, ["g"] = 1m, ["lbs"] = 453.59237m, ["oz"] = 28.349523125m };

        private readonly List<Parent> parents = [];
        private readonly List<Variation> variations = [];
        private readonly Dictionary<string, Parent> byKey = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> slugs = new(StringComparer.Ordinal);
        private readonly (string Column, decimal Grams)? weight = WeightColumn(table);
        private readonly int attributes = Enumerable.Range(1, table.Names.Count).TakeWhile(i => table.Has($"Attribute {i} name")).Count();

        protected override GoodsFormat Format => WooCsv.Format;

        protected override void Row()
        {
            var types = Table["Type"].ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries);
            if (types.Contains("variation"))
                AddVariation();
            else if (types.Contains("downloadable"))
                LeaveOut("is a download, which the shop does not sell");
            else if (types.Contains("grouped") || types.Contains("external"))
                LeaveOut($"is {(types.Contains("grouped") ? "a group of goods" : "sold on another site")}");
            else if (types.Contains("simple") || types.Contains("variable"))
                AddParent(isVariable: types.Contains("variable"));
            else
                Fail($"the type “{CsvTable.Show(Table["Type"])}” is none of simple, variable, variation, grouped, external");
        }

        protected override void Close()
        {
            // A parent that stands below its variations is known only now.
            foreach (var variation in variations)
            {
                if (byKey.TryGetValue(variation.Parent, out var parent))
                    parent.Variations.Add(variation);
                else
                    Fail(variation.Place, variation.Parent.Length == 0 ? "a variation without “Parent”" : $"no row is the parent “{CsvTable.Show(variation.Parent)}”");
            }
            foreach (var parent in parents.Where(parent => !parent.IsBroken))
                Finish(parent);
        }

        private void LeaveOut(string why)
        {
            Note(Table.Place, $"“{CsvTable.Show(Table["Name"])}” {why}; left out");
            Know(new Parent { Place = Table.Place, IsBroken = true });
        }

        private void Know(Parent parent)
        {
            if (Table["ID"] is { Length: > 0 } id)
                byKey.TryAdd($"id:{id}", parent);
            if (Table["SKU"] is { Length: > 0 } sku)
                byKey.TryAdd(sku, parent);
        }

        private void AddParent(bool isVariable)
        {
            var faultsBefore = Faults;
            var name = Words(Table["Name"]);
            if (name.Length is 0 or > 160)
                Fail(name.Length == 0 ? "no name" : $"Name has {name.Length} characters; 160 is the most");
            var facts = Attributes();
            var categories = Listed("Categories").ConvertAll(path => path.Split('>', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            if (categories.SelectMany(path => path).FirstOrDefault(level => level.Length > 60) is { } level)
                Fail($"the category “{CsvTable.Show(level)}” has {level.Length} characters; 60 is the most");
            categories.RemoveAll(path => path.Length is 0 or > 10);
            // Where a product is in a category and in the one above, the deeper one is its home.
            var home = categories.MaxBy(path => path.Length);
            var (blurb, description) = Texts();

            var parent = new Parent
            {
                Place = Table.Place,
                IsVariable = isVariable,
                Attributes = facts,
                Draft = new ProductDraft
                {
                    Place = Table.Place,
                    Says = Said.Description | Said.Status | Said.Tags | Said.Attributes | (blurb.Length > 0 ? Said.Blurb : 0) | (Table.Has("Brands") ? Said.Brand : 0)
                        | (Seo("_yoast_wpseo_title") is null ? 0 : Said.SeoTitle) | (Seo("_yoast_wpseo_metadesc") is null ? 0 : Said.SeoText),
                    Handle = Table["SKU"] is { Length: > 0 } sku ? sku : $"id:{Table["ID"]}",
                    Slug = SlugOf(name),
                    Name = name,
                    Blurb = blurb,
                    Description = description,
                    Brand = Listed("Brands") is [var brand, ..] ? OrNull(OneLine(brand)) : null,
                    Category = home,
                    OtherCategories = [.. categories.Where(path => path != home && !(home!.Length >= path.Length && home.Take(path.Length).SequenceEqual(path)))],
                    Tags = [.. Listed("Tags").Select(OneLine).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
                    Status = Status(),
                    SeoTitle = Seo("_yoast_wpseo_title"),
                    SeoText = Seo("_yoast_wpseo_metadesc"),
                    Pictures = Listed("Images"),
                    Variants = [],
                },
                Own = isVariable ? null : Variant([]),
                Stock = isVariable ? Table["Stock"] : "",
                AllowBackorder = isVariable && AllowBackorder(),
            };
            if (parent.Draft.Brand?.Length > 60)
                Fail($"Brands has {parent.Draft.Brand.Length} characters; 60 is the most");
            if (parent.Draft.Tags.Count > MostTags || parent.Draft.Tags.Any(tag => tag.Length > 60))
                Fail($"too many or too long tags; {MostTags} of 60 characters are the most");
            parent.IsBroken = Faults > faultsBefore;
            parents.Add(parent);
            Know(parent);
        }

        private void AddVariation()
        {
            var faultsBefore = Faults;
            var draft = Variant([]);
            variations.Add(new Variation
            {
                Place = Table.Place,
                Parent = Table["Parent"],
                Draft = Faults == faultsBefore ? draft : null,
                IsBroken = Faults > faultsBefore,
                IsHidden = Table["Published"] is "0" or "-1",
                SharesStock = Table["Stock"].Equals("parent", StringComparison.OrdinalIgnoreCase),
                Position = int.TryParse(Table["Position"], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : 0,
                Attributes = Attributes(),
            });
        }

        private void Finish(Parent parent)
        {
            var draft = parent.Draft!;
            if (parent.Variations.Exists(variation => variation.IsBroken))
                return;
            if (!parent.IsVariable)
            {
                if (parent.Own is { } own)
                    Add(draft with { Variants = [own], Attributes = Facts(parent.Attributes) });
                else
                    Note(parent.Place, $"“{CsvTable.Show(draft.Name)}” has no price and cannot be bought; left out");
                return;
            }

            // WooCommerce does not export which attributes are chosen by; those a variation names are.
            var chosen = parent.Attributes.Where(a => parent.Variations.Exists(v => v.Attributes.Exists(b => Same(a.Name, b.Name)))).ToList();
            if (chosen.Count > 3)
            {
                Fail(parent.Place, $"“{CsvTable.Show(draft.Name)}” is chosen by {chosen.Count} attributes; three are the most");
                return;
            }
            var variants = Variants(parent, chosen);
            if (variants is null)
                return;
            if (variants.Count == 0)
            {
                Note(parent.Place, $"“{CsvTable.Show(draft.Name)}” has no variation with a price and cannot be bought; left out");
                return;
            }
            Add(draft with { Variants = variants, Options = Options(chosen, variants), Attributes = Facts(parent.Attributes.Except(chosen)) });
        }

        /// <summary>The variants of a product: of a variation that leaves a choice open, one for each value. Null when one is at fault, which is told.</summary>
        private List<VariantDraft>? Variants(Parent parent, List<Fact> chosen)
        {
            var variants = new List<VariantDraft>();
            var places = new Dictionary<string, RowPlace>(StringComparer.OrdinalIgnoreCase);
            var sharedStock = parent.Stock;
            // What is said of one combination goes before what is said of any.
            foreach (var variation in parent.Variations.OrderBy(v => chosen.Count(a => v.ValueOf(a.Name).Length == 0)).ThenBy(v => v.Position).ThenBy(v => v.Place.Row))
            {
                if (variation.Draft is not { } draft || variation.IsHidden)
                {
                    Note(variation.Place, variation.IsHidden ? "a variation that is not published; left out" : "a variation without price, which cannot be bought; left out");
                    continue;
                }
                var combinations = chosen.Aggregate(new List<List<string>> { new() }, (all, attribute) =>
                    [.. all.SelectMany(one => (variation.ValueOf(attribute.Name) is { Length: > 0 } value ? [value] : attribute.Values).Select(v => one.Append(v).ToList())).Take(MostVariants + 1)]);
                var isOpen = combinations.Count != 1;
                var added = 0;
                foreach (var choices in combinations)
                {
                    var text = string.Join(" · ", choices);
                    if (!places.TryAdd(text, variation.Place))
                    {
                        if (isOpen)
                            continue;
                        Fail(variation.Place, $"the variation “{CsvTable.Show(text)}” was there already in {Lower(places[text])}");
                        return null;
                    }
                    if (variants.Count == MostVariants)
                    {
                        Fail(variation.Place, $"more than {MostVariants} variants of one product");
                        return null;
                    }
                    var one = draft with { Choices = choices, Sku = isOpen ? null : draft.Sku, OnHand = added++ == 0 ? draft.OnHand : 0 };
                    if (variation.SharesStock)
                    {
                        one = one with { OnHand = Pieces(parent.Place, sharedStock, parent.AllowBackorder), AllowBackorder = parent.AllowBackorder };
                        sharedStock = "";
                    }
                    variants.Add(one);
                }
                if (isOpen && draft.OnHand > 0 && added > 1)
                    Note(variation.Place, $"its stock of {draft.OnHand} is shared by {added} variants in WooCommerce; here the first has all of it");
            }
            if (parent.Variations.Exists(v => v.SharesStock) && parent.Stock.Length > 0 && variants.Count > 1)
                Note(parent.Place, $"its stock of {CsvTable.Show(parent.Stock)} is shared by its variants in WooCommerce; here the first has all of it");
            return variants;
        }

        private static List<Option> Options(List<Fact> chosen, List<VariantDraft> variants) => [.. chosen.Select((attribute, i) =>
        {
            var used = variants.Select(v => v.Choices[i]).Distinct(StringComparer.Ordinal).ToList();
            var isColour = attribute.Name.ToUpperInvariant() is "COLOR" or "COLOUR" or "COULEUR";
            return new Option(attribute.Name, [.. attribute.Values.Where(used.Contains).Concat(used.Except(attribute.Values)).Select(v => new OptionValue(v, isColour ? Swatches.Of(v) : null))]);
        })];

        private static List<ProductAttribute> Facts(IEnumerable<Fact> facts) =>
            [.. facts.Where(fact => fact.Values.Count > 0).Select(fact => new ProductAttribute(fact.Name, Shortened(string.Join(", ", fact.Values))))];

        private static string Shortened(string text) => text.Length <= 60 ? text : text[..(char.IsHighSurrogate(text[58]) ? 58 : 59)] + "…";

        /// <summary>What the row says of one variant; null when it has no price.</summary>
        private VariantDraft? Variant(List<string> choices)
        {
            var regular = Price(Typed("Regular price"), "regular price");
            var sale = Price(Typed("Sale price"), "sale price");
            if (sale is not null && (Table["Date sale price starts"].Length > 0 || Table["Date sale price ends"].Length > 0))
            {
                Note(Table.Place, $"the sale price {CsvTable.Show(Table["Sale price"])} has dates, so the regular price was taken; lower it while the sale lasts");
                sale = null;
            }
            var backorder = AllowBackorder();
            var cost = Price(Typed("Cost of goods"), "cost");
            var barcode = OrNull(Line("GTIN, UPC, EAN, or ISBN", 60));
            var grams = weight is { } unit ? Number(Typed(unit.Column), "weight", MostGrams / unit.Grams) * unit.Grams : null;
            var low = Whole(Table["Low stock amount"], "low stock amount", MostPieces);
            var isShared = Table["Stock"].Equals("parent", StringComparison.OrdinalIgnoreCase);
            var pieces = isShared ? 0 : Pieces(Table.Place, Table["Stock"], backorder);
            var sku = Sku(Line("SKU", 60));
            if (sale is null && regular is null)
                return null;
            return new VariantDraft
            {
                Place = Table.Place,
                Says = Said.WasPrice | Said.Backorder | Said.Stock | (cost is null ? 0 : Said.Cost) | (grams is null ? 0 : Said.Weight) | (barcode is null ? 0 : Said.Barcode) | (low is null ? 0 : Said.LowAt),
                Choices = choices,
                Sku = sku,
                Price = sale ?? regular!.Value,
                WasPrice = sale < regular ? regular : null,
                Cost = cost,
                WeightGrams = (int)decimal.Round(grams ?? 0),
                OnHand = pieces,
                AllowBackorder = backorder,
                LowAt = low,
                Barcode = barcode,
            };
        }

        // Without a figure nobody counts the goods: they can be had as long as they are said to be there.
        private bool AllowBackorder()
        {
            if (Table["Stock"].Length == 0)
                return Table["In stock?"].ToLowerInvariant() is "1" or "" or "backorder" or "yes" or "true";
            return Table["Backorders allowed?"].ToLowerInvariant() is "1" or "notify" or "yes" or "true";
        }

        private int Pieces(RowPlace place, string typed, bool allowBackorder)
        {
            if (allowBackorder && typed.StartsWith('-') && int.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var owed))
            {
                Note(place, $"stock {owed} (sold before it was there) is read as 0");
                return 0;
            }
            return Whole(typed, "stock", MostPieces) ?? 0;
        }

        private ProductStatus Status()
        {
            if (Table["Visibility in catalog"].Equals("hidden", StringComparison.OrdinalIgnoreCase))
            {
                Note(Table.Place, "it is hidden in WooCommerce, so it comes as a draft");
                return ProductStatus.Draft;
            }
            switch (Table["Published"])
            {
                case "1" or "":
                    return ProductStatus.Active;
                case "0" or "-1" or "2":
                    return ProductStatus.Draft;
                default:
                    Fail($"Published “{CsvTable.Show(Table["Published"])}” is none of 1, 0, -1, 2");
                    return ProductStatus.Draft;
            }
        }

        // A short description that fits becomes the line under the name; a longer one the beginning of the description.
        private (string Blurb, string Description) Texts()
        {
            var (brief, full) = (Html("Short description"), Html("Description"));
            if (brief.Count(c => c == '<') + full.Count(c => c == '<') > MarkdownFromHtml.MostTags)
            {
                Fail($"the description has more than {MarkdownFromHtml.MostTags:N0} HTML tags");
                return ("", "");
            }

            var line = OneLine(WebUtility.HtmlDecode(Tag().Replace(brief, " ")));
            var markdown = MarkdownFromHtml.Write(line.Length <= 120 ? full : $"{brief}{full}");
            if (markdown.Length > MarkdownText.Longest)
                Fail($"the description has {markdown.Length:N0} characters; {MarkdownText.Longest:N0} is the most");
            return (line.Length <= 120 ? line : "", markdown);
        }

        // The exporter writes a line break as \n, and WordPress makes paragraphs of empty lines when it shows the text.
        private string Html(string column)
        {
            var text = LineBreak().Replace(Table[column], match => match.Length == 3 ? "\\n" : "\n").ReplaceLineEndings("\n");
            var blocks = EmptyLines().Split(text).Where(block => !string.IsNullOrWhiteSpace(block));
            return string.Concat(blocks.Select(block => Block().IsMatch(block) ? block : $"<p>{block.Trim().Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));
        }

        // The same name twice gets the product's own number, which is the same at every import.
        private string SlugOf(string name)
        {
            var slug = Slugs.From(name);
            if (slug == "item" || !slugs.Add(slug))
            {
                slug = $"{slug[..Math.Min(slug.Length, Slugs.Longest - 20)].TrimEnd('-')}-{Slugs.From(Table["ID"] is { Length: > 0 } id ? id : Table["SKU"])}";
                if (slug.Length > Slugs.Longest || !slugs.Add(slug))
                    Fail($"“{CsvTable.Show(name)}” is there twice with the same ID; which one is it?");
            }
            return slug;
        }

        private List<Fact> Attributes()
        {
            var facts = new List<Fact>();
            for (var i = 1; i <= attributes; i++)
            {
                var name = Words(Table[$"Attribute {i} name"]);
                if (name.Length == 0)
                    continue;
                var values = Listed($"Attribute {i} value(s)").Select(OneLine).Where(v => v.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
                if (name.Length > 40 || values.Exists(v => v.Length > 60))
                    Fail($"the attribute “{CsvTable.Show(name)}” or one of its values is too long; 40 and 60 characters are the most");
                facts.Add(new(name, values));
            }
            return facts;
        }

        private string? Seo(string meta) => OneLine(Table[$"Meta: {meta}"]) is { Length: > 0 } text && !text.Contains("%%", StringComparison.Ordinal)
            ? text[..Math.Min(text.Length, meta.EndsWith("title", StringComparison.Ordinal) ? 160 : 320)] : null;

        /// <summary>The items of a list: commas between them, <c>\,</c> within them.</summary>
        private List<string> Listed(string column) =>
            [.. Comma().Split(Table[column]).Select(item => WebUtility.HtmlDecode(item.Replace("\\,", ",", StringComparison.Ordinal)).Trim()).Where(item => item.Length > 0)];

        // Shops that write a decimal comma export it so; thousands have no sign there.
        private string Typed(string column) => Table[column] is var typed && DecimalComma().IsMatch(typed) ? typed.Replace(',', '.') : typed;

        private static string Words(string cell) => OneLine(WebUtility.HtmlDecode(cell));

        private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

        private static (string Column, decimal Grams)? WeightColumn(CsvTable table) =>
            Grams.Select(unit => ($"Weight ({unit.Key})", unit.Value)).FirstOrDefault(unit => table.Has(unit.Item1)) is { Item1: not null } found ? found : null;

        [GeneratedRegex(@"\\\\n|\\n")]
        private static partial Regex LineBreak();

        [GeneratedRegex(@"\n[ \t]*\n\s*")]
        private static partial Regex EmptyLines();

        [GeneratedRegex(@"^\s*</?(p|div|ul|ol|li|h[1-6]|table|tr|td|blockquote|pre|section|figure|hr)\b", RegexOptions.IgnoreCase)]
        private static partial Regex Block();

        [GeneratedRegex("<[^>]*>")]
        private static partial Regex Tag();

        [GeneratedRegex(@"(?<!\\),")]
        private static partial Regex Comma();

        [GeneratedRegex(@"^[0-9]+,[0-9]+\z")]
        private static partial Regex DecimalComma();
    }

    /// <summary>An attribute of a product or variation, and its values.</summary>
    private sealed record Fact(string Name, List<string> Values);

    /// <summary>A product while the file is read.</summary>
    private sealed class Parent
    {
        public required RowPlace Place { get; init; }
        public bool IsBroken { get; set; }
        public bool IsVariable { get; init; }
        public List<Fact> Attributes { get; init; } = [];
        public ProductDraft? Draft { get; init; }
        public VariantDraft? Own { get; init; }
        public string Stock { get; init; } = "";
        public bool AllowBackorder { get; init; }
        public List<Variation> Variations { get; } = [];
    }

    /// <summary>A variation while the file is read.</summary>
    private sealed class Variation
    {
        public required RowPlace Place { get; init; }
        public required string Parent { get; init; }
        public required VariantDraft? Draft { get; init; }
        public bool IsBroken { get; init; }
        public bool IsHidden { get; init; }
        public bool SharesStock { get; init; }
        public int Position { get; init; }
        public required List<Fact> Attributes { get; init; }

        /// <summary>Its value of an attribute; empty for any.</summary>
        public string ValueOf(string name) => Attributes.Find(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase))?.Values.FirstOrDefault() ?? "";
    }
}
