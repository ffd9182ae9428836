// Picture files are known by their bytes, measured, and written without all that is not the picture.
using System.Text;
using Makola.Domain.Pictures;

namespace Makola.Tests.Domain.Pictures;

public sealed class PictureBytesTests
{
    public static TheoryData<string> Honest() => ["jpeg", "webp", "png", "gif"];

    [Theory]
    [MemberData(nameof(Honest))]
    public void A_clean_picture_stays_what_it_is_and_reading_it_again_changes_nothing(string kind)
    {
        var once = PictureBytes.Read(kind, FileOf(kind));
        var twice = PictureBytes.Read(kind, once.Bytes);

        Assert.Equal(kind, once.Kind.ToString(), ignoreCase: true);
        Assert.Equal(kind switch { "jpeg" => (600, 600), "webp" => (256, 256), "png" => (40, 30), _ => (1, 1) }, (once.Width, once.Height));
        Assert.Equal(once.Bytes, twice.Bytes);
    }

    [Theory]
    [MemberData(nameof(Honest))]
    public void A_picture_cut_off_anywhere_is_refused_and_never_breaks_the_reader(string kind)
    {
        var file = FileOf(kind);
        for (var length = 0; length < file.Length; length += Math.Max(1, file.Length / 500))
            Assert.Throws<Refusal>(() => PictureBytes.Read("cut", file.AsSpan(0, length)));
    }

    [Theory]
    [MemberData(nameof(Honest))]
    public void Bytes_changed_by_chance_are_a_picture_or_a_refusal_and_nothing_else(string kind)
    {
        var chance = new Random(7);
        for (var turn = 0; turn < 3_000; turn++)
        {
            var file = FileOf(kind).ToArray();
            for (var change = 0; change <= turn % 4; change++) file[chance.Next(Math.Min(file.Length, 200))] = (byte)chance.Next(256);
            try
            {
                Assert.InRange(PictureBytes.Read("chance", file).Bytes.Length, 1, file.Length + 64);
            }
            catch (Refusal)
            {
                // "No" is an answer.
            }
        }
    }

    [Theory]
    [InlineData(1, 600, 400)]
    [InlineData(3, 600, 400)]
    [InlineData(6, 400, 600)]
    [InlineData(8, 400, 600)]
    public void Of_a_phones_data_only_the_way_it_was_held_stays(int turn, int width, int height)
    {
        var clean = PictureBytes.Read("phone.jpg", Photos.Loaded(Photos.JpegOf(600, 400), turn));

        Assert.Equal((width, height), (clean.Width, clean.Height));
        Assert.DoesNotContain("script", Encoding.Latin1.GetString(clean.Bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(clean.Bytes), StringComparison.Ordinal);
        Assert.Equal(turn > 1, clean.Bytes.AsSpan().IndexOf("Exif\0\0"u8) > 0);
        Assert.Equal<byte>([0xFF, 0xD9], clean.Bytes[^2..]);
        Assert.Equal((width, height), (PictureBytes.Read("again", clean.Bytes).Width, PictureBytes.Read("again", clean.Bytes).Height));
    }

    [Fact]
    public void Texts_places_and_what_hangs_behind_the_end_are_gone_from_every_kind()
    {
        var secret = Encoding.ASCII.GetBytes(Photos.Secret);
        byte[] gif = [.. Photos.Gif()[..^1], 0x21, 0xFE, (byte)secret.Length, .. secret, 0, 0x3B, .. secret];
        byte[][] files =
        [
            Photos.LoadedWebP(),
            [.. Photos.Png(8, 8, ("tEXt", [.. "Comment\0"u8, .. secret]), ("iTXt", secret), ("zzZz", secret), ("eXIf", [.. "MM\0*"u8, 0, 0, 0, 8, 0, 0, .. secret])), .. secret],
            gif,
        ];

        Assert.All(files, file =>
        {
            Assert.Contains("GPS", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
            Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(PictureBytes.Read("loaded", file).Bytes), StringComparison.Ordinal);
        });
        Assert.Equal((256, 256), (PictureBytes.Read("turned.webp", Photos.LoadedWebP()).Width, PictureBytes.Read("turned.webp", Photos.LoadedWebP()).Height));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>")]
    [InlineData("<html><script>x()</script>")]
    [InlineData("GIF89a/*aaaaaaaaaaaaaaaaaaaaaaaa*/=1;x()")]
    [InlineData("BM______________________________")]
    [InlineData("")]
    public void What_is_no_picture_is_refused(string content) => Assert.Throws<Refusal>(() => PictureBytes.Read("shell.php", Encoding.ASCII.GetBytes(content)));

    [Fact]
    public void Too_many_pixels_and_moving_pictures_are_refused()
    {
        Assert.Equal("picture.pixels", Assert.Throws<Refusal>(() => PictureBytes.Read("a", Photos.Png(30_000, 30_000))).Code);
        Assert.Equal("picture.pixels", Assert.Throws<Refusal>(() => PictureBytes.Read("a", Photos.JpegOf(20_000, 10_000))).Code);
        Assert.Equal("picture.pixels", Assert.Throws<Refusal>(() => PictureBytes.Read("a", Photos.WebPBomb())).Code);
        Assert.Contains("moves", Assert.Throws<Refusal>(() => PictureBytes.Read("a", Photos.Gif(2))).Message, StringComparison.Ordinal);
        Assert.Contains("moves", Assert.Throws<Refusal>(() => PictureBytes.Read("a", Photos.Png(8, 8, ("acTL", new byte[8])))).Message, StringComparison.Ordinal);
        Assert.Equal("picture.size", Assert.Throws<Refusal>(() => PictureBytes.Read("a", new byte[PictureBytes.MostBytes + 1])).Code);
    }

    private static byte[] FileOf(string kind) => kind switch { "jpeg" => Photos.Jpeg, "webp" => Photos.WebP, "png" => Photos.Png(40, 30), _ => Photos.Gif() };
}
