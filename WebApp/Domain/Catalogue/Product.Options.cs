// The options of a product and the variants they make: what stays, what comes, what is no longer offered.
using Makola.Domain.Catalogue.Import;

namespace Makola.Domain.Catalogue;

public sealed partial class Product
{
    /// <summary>Most options, values of one option, and variants of a product.</summary>
    public const int MostOptions = 3, MostValues = 100, MostVariants = 200;

    /// <summary>
    /// Offers the product in these options. A variant stays the same when its choices do; a value that stands where another stood is that one renamed;
    /// a new option begins with its first value. Variants nobody can choose any more are retired, and come back when their choices do.
    /// </summary>
    /// <param name="options">At most <see cref="MostOptions"/>; none for a product with one variant. All variants must be loaded, retired ones too.</param>
    /// <param name="skus">Makes SKUs for new variants.</param>
    /// <exception cref="Refusal"><c>options.many</c>, <c>options.twice</c>, <c>options.long</c>, <c>options.empty</c>.</exception>
    public void OfferIn(IReadOnlyList<Option> options, SkuMaker skus)
    {
        RefuseBad(options);
        var wanted = options.Aggregate((IEnumerable<string[]>)[[]], (rows, option) => rows.SelectMany(row => option.Values.Select(value => (string[])[.. row, value.Name]))).ToList();
        var before = Options;
        var left = Variants.OrderBy(v => v.Retired).ThenBy(v => v.Position).Select(v => (Variant: v, Choices: Moved(v.Choices, before, options))).ToList();
        var template = left.Count > 0 ? left[0].Variant : null;

        Options = [.. options];
        for (var position = 0; position < wanted.Count; position++)
        {
            var choices = wanted[position];
            var found = left.FindIndex(v => v.Choices.SequenceEqual(choices));
            var variant = found >= 0 ? left[found].Variant : new Variant { Sku = skus.Make(Slug, choices), Price = template?.Price ?? 0, Cost = template?.Cost, WeightGrams = template?.WeightGrams ?? 0, Stock = new StockItem() };
            if (found >= 0) left.RemoveAt(found);
            else Variants.Add(variant);
            variant.Choose(choices);
            (variant.Position, variant.Retired) = (position, false);
        }

        foreach (var (variant, _) in left)
        {
            variant.Retired = true;
            // Its choices may be another's now; each of a product's variants has its own.
            if (Variants.Exists(v => !ReferenceEquals(v, variant) && v.ChoiceText == variant.ChoiceText)) variant.Choose([.. variant.Choices, $"#{variant.Id}"]);
        }
    }

    /// <summary>A variant's choices, in terms of other options.</summary>
    private static List<string> Moved(List<string> choices, List<Option> before, IReadOnlyList<Option> after) => [.. after.Select((option, at) =>
    {
        var was = before.FindIndex(o => string.Equals(o.Name, option.Name, StringComparison.OrdinalIgnoreCase));
        if (was < 0 && at < before.Count && before.Count == after.Count && !after.Any(o => string.Equals(o.Name, before[at].Name, StringComparison.OrdinalIgnoreCase))) was = at;
        if (was < 0 || was >= choices.Count) return option.Values[0].Name;

        var value = choices[was];
        var place = before[was].Values.FindIndex(v => v.Name == value);
        var isGone = !option.Values.Exists(v => v.Name == value);
        var isRenamed = isGone && place >= 0 && before[was].Values.Count == option.Values.Count && !before[was].Values.Exists(v => v.Name == option.Values[place].Name);
        return isRenamed ? option.Values[place].Name : value;
    })];

    private static void RefuseBad(IReadOnlyList<Option> options)
    {
        if (options.Count > MostOptions) throw new Refusal("options.many", "At most {0} options.", MostOptions) { On = "Form.Options" };
        foreach (var option in options)
        {
            if (option.Name.Length is 0 or > 40 || option.Values.Exists(v => v.Name.Length is 0 or > 60)) throw new Refusal("options.long", "An option has a name of at most {0} characters and values of at most {1}.", 40, 60) { On = "Form.Options" };
            if (option.Values.Count == 0) throw new Refusal("options.empty", "“{0}” has no values to choose from.", option.Name) { On = "Form.Options" };
            if (option.Values.Count > MostValues) throw new Refusal("options.many", "At most {0} values of an option.", MostValues) { On = "Form.Options" };
            if (option.Values.DistinctBy(v => v.Name, StringComparer.OrdinalIgnoreCase).Count() < option.Values.Count) throw new Refusal("options.twice", "“{0}” has a value twice.", option.Name) { On = "Form.Options" };
        }

        if (options.DistinctBy(o => o.Name, StringComparer.OrdinalIgnoreCase).Count() < options.Count) throw new Refusal("options.twice", "Two options have the same name.") { On = "Form.Options" };
        if (options.Aggregate(1, (n, option) => n * option.Values.Count) > MostVariants) throw new Refusal("options.many", "These options make more than {0} variants.", MostVariants) { On = "Form.Options" };
    }
}
