// The pictures of a product: their order, their words, and which variant shows which.
namespace Makola.Domain.Catalogue;

public sealed partial class Product
{
    /// <summary>Most pictures of a product.</summary>
    public const int MostPictures = 100;

    /// <summary>
    /// Puts the pictures into this order with these words. One that is not named comes after them, as somebody else added it meanwhile; one that is
    /// gone stays gone.
    /// </summary>
    /// <exception cref="Refusal"><c>picture.words</c>.</exception>
    public void ArrangePictures(IReadOnlyList<(string Path, string Alt)> wanted)
    {
        var at = wanted.ToList().FindIndex(w => w.Alt.Length > Picture.LongestAlt);
        if (at >= 0) throw new Refusal("picture.words", "At most {0} characters.", Picture.LongestAlt) { On = $"Form.Pictures[{at}].Alt" };

        var known = Pictures.ToDictionary(p => p.Path, StringComparer.Ordinal);
        List<Picture> arranged = [.. wanted.Where(w => known.ContainsKey(w.Path)).DistinctBy(w => w.Path).Select(w => known[w.Path] with { Alt = w.Alt })];
        Pictures = [.. arranged, .. Pictures.Where(p => !arranged.Exists(a => a.Path == p.Path))];
    }

    /// <summary>Adds a picture at the end; one that is there already stays as it is.</summary>
    /// <exception cref="Refusal"><c>picture.many</c>.</exception>
    public void AddPicture(Picture picture)
    {
        if (Pictures.Exists(p => p.Path == picture.Path)) return;
        if (Pictures.Count >= MostPictures) throw new Refusal("picture.many", "A product has at most {0} pictures.", MostPictures);
        Pictures = [.. Pictures, picture];
    }

    /// <summary>Takes a picture away; variants that showed it show the first again. All variants must be loaded, retired ones too.</summary>
    public void DropPicture(string path)
    {
        Pictures = [.. Pictures.Where(p => p.Path != path)];
        foreach (var variant in Variants.Where(v => v.PicturePath == path)) variant.PicturePath = null;
    }

    /// <summary>Chooses the picture of a variant among the product's; null for the first.</summary>
    /// <exception cref="Refusal"><c>picture.none</c>.</exception>
    public void ShowVariant(Variant variant, string? path)
    {
        if (path is not null && path != variant.PicturePath && !Pictures.Exists(p => p.Path == path)) throw new Refusal("picture.none", "That picture is gone already. Choose another.");
        variant.PicturePath = path;
    }
}
