// The folder uploaded pictures lie in.
using System.Text.RegularExpressions;

namespace Makola.Domain.Pictures;

/// <summary>
/// Keeps uploaded pictures below the data folder, each in a folder named by its content. Files are written and taken away within a write
/// transaction, so that a picture added while it is cleared is not lost.
/// </summary>
/// <param name="data">The shop's folder.</param>
public sealed partial class Album(DataFolder data)
{
    /// <summary>How long an unused picture stays before it is cleared by itself: longer than anything can be taken back.</summary>
    public static readonly TimeSpan Kept = ChangeSet.UndoTime + TimeSpan.FromDays(1);

    /// <summary>Most pictures cleared at once.</summary>
    private const int AtOnce = 500;

    private readonly string folder = Path.Combine(data.Path, PictureSizes.Root);

    /// <summary>Keeps a picture, within the caller's transaction; one that is there already is the same.</summary>
    /// <returns>The picture as a product keeps it; a category keeps its path.</returns>
    /// <exception cref="Refusal"><c>picture.room</c> when the disk is almost full.</exception>
    public async Task<Picture> KeepAsync(ShopDb db, NewPicture added, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        if (data.IsAlmostFull) throw new Refusal("picture.room", "The disk of the shop is almost full. Pictures can be added again when there is room.") { Status = 409 };
        var place = Directory.CreateDirectory(Path.Combine(folder, added.Folder)).FullName;
        foreach (var (name, file) in added.Files)
        {
            if (File.Exists(Path.Combine(place, name))) continue;
            var part = Path.Combine(place, $"{name}.part");
            await using (var written = new FileStream(part, FileMode.Create, FileAccess.Write))
            {
                // On the disk before it has its name: after a power cut there would be a picture of nothing, which no second upload replaces.
                await written.WriteAsync(file.Bytes, ct);
                written.Flush(flushToDisk: true);
            }

            File.Move(part, Path.Combine(place, name), overwrite: true);
        }

        var picture = added.Picture;
        if (!await db.StoredPictures.AnyAsync(p => p.Path == picture.Path, ct))
        {
            db.StoredPictures.Add(new()
            {
                Path = picture.Path, Width = picture.Width, Height = picture.Height, Bytes = added.Files.Sum(f => (long)f.Picture.Bytes.Length), AddedAt = at, By = by,
            });
            await db.SaveChangesAsync(ct);
        }

        return picture;
    }

    /// <summary>The file at a path below the web root; null when there is none of that name.</summary>
    public string? Find(string content, string name) =>
        Content().IsMatch(content) && FileName().IsMatch(name) && Path.Combine(folder, content, name) is var path && File.Exists(path) ? path : null;

    /// <summary>Takes one unused picture away.</summary>
    /// <exception cref="Refusal"><c>picture.none</c>; <c>picture.used</c> while something shows it, or a change that can be taken back names it.</exception>
    public Task RemoveAsync(ShopDb db, long id, DateTimeOffset now, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var picture = await db.StoredPictures.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refusal("picture.none", "That picture is gone already.") { Status = 404 };
        if (!await db.StoredPictures.Where(p => p.Id == id).UnusedIn(db).AnyAsync(ct)) throw new Refusal("picture.used", "This picture is shown somewhere. Take it away there first.") { Status = 409 };
        if ((await InHistoryAsync(db, now, ct)).Contains(picture.Path))
            throw new Refusal("picture.used", "A change of the last {0} days could still be taken back and would show this picture again. It is cleared by itself afterwards.", ChangeSet.UndoTime.Days) { Status = 409 };
        await RemoveAsync(db, [picture], ct);
    }, ct);

    /// <summary>Takes unused pictures away that no change could bring back: five hundred at most.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="addedBefore">Only those.</param>
    /// <param name="now">The moment.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>How many.</returns>
    public Task<int> ClearAsync(ShopDb db, DateTimeOffset addedBefore, DateTimeOffset now, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var named = await InHistoryAsync(db, now, ct);
        var unused = await db.StoredPictures.Where(p => p.AddedAt < addedBefore).UnusedIn(db).OrderBy(p => p.Id).ToListAsync(ct);
        var gone = unused.Where(p => !named.Contains(p.Path)).Take(AtOnce).ToList();
        await RemoveAsync(db, gone, ct);
        return gone.Count;
    }, ct);

    /// <summary>Takes folders away that no row names since a day: of changes that failed.</summary>
    public Task SweepAsync(ShopDb db, DateTimeOffset now, CancellationToken ct) => db.WriteAsync(async () =>
    {
        if (!Directory.Exists(folder)) return;
        var named = await db.StoredPictures.Select(p => p.Path).ToListAsync(ct);
        var lost = Directory.EnumerateDirectories(folder).Where(d => now - Directory.GetLastWriteTimeUtc(d) > TimeSpan.FromDays(1))
            .ExceptBy(named.Select(path => path.Split('/')[1]), d => Path.GetFileName(d)!).ToList();
        lost.ForEach(place => Directory.Delete(place, recursive: true));
    }, ct);

    private async Task RemoveAsync(ShopDb db, IReadOnlyList<StoredPicture> pictures, CancellationToken ct)
    {
        db.StoredPictures.RemoveRange(pictures);
        await db.SaveChangesAsync(ct);
        foreach (var place in pictures.Select(p => Path.Combine(folder, p.Path.Split('/')[1])).Where(Directory.Exists)) Directory.Delete(place, recursive: true);
    }

    /// <summary>Paths that changes of the undo time name, before or after.</summary>
    private static async Task<HashSet<string>> InHistoryAsync(ShopDb db, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - ChangeSet.UndoTime;
        var values = db.ChangeSets.Where(s => s.At >= since).Join(db.FieldChanges, s => s.Id, c => c.ChangeSetId, (_, c) => c)
            .Where(c => c.Old!.Contains(PictureSizes.Root + "/") || c.New!.Contains(PictureSizes.Root + "/")).Select(c => c.Old + " " + c.New).AsAsyncEnumerable();
        var named = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var value in values.WithCancellation(ct)) named.UnionWith(OwnPath().Matches(value ?? "").Select(m => m.Value));
        return named;
    }

    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    private static partial Regex Content();

    [GeneratedRegex(@"^([0-9]{1,5}|as-is|share)\.(jpg|png|webp|gif)\z")]
    private static partial Regex FileName();

    [GeneratedRegex(@"pictures/[0-9a-f]{32}/[0-9a-z-]+\.[a-z]+")]
    private static partial Regex OwnPath();
}
