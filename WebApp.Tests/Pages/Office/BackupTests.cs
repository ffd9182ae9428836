// Backups in the back office: made, fetched, looked into, and put back, with the page left in between.
using System.Net;
using Makola.Jobs;

namespace Makola.Tests.Pages.Office;

public sealed class BackupTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private const string Address = "/office/system/backup";

    [Fact]
    public async Task A_shop_is_backed_up_changed_looked_into_and_brought_back()
    {
        var made = await DoneAsync(await office.Efua.SubmitAsync((await office.Efua.GetAsync(Address)).FormTo("handler=Now")));
        Assert.Contains("its Books have no differences", made.Text, StringComparison.Ordinal);
        var link = (await office.Efua.GetAsync(Address)).One("a[download]").GetAttribute("href")!;
        var file = (await office.Efua.GetAsync(link)).Expect(HttpStatusCode.OK);
        Assert.Equal("application/zip", file.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Response.Content.Headers.ContentDisposition?.DispositionType);
        await office.OrderAsync();
        Assert.Equal(1, office.Shop.Scalar<int>("SELECT count(*) FROM Orders"));

        // As on a new machine: the downloaded file is sent.
        var form = (await office.Efua.GetAsync(Address)).Form("form[enctype='multipart/form-data']").Attach("file", "from-my-phone.zip", file.Bytes.ToArray());
        var looked = await DoneAsync(await office.Efua.SubmitAsync(form));
        Assert.Contains("Nothing has changed yet", looked.Text, StringComparison.Ordinal);
        Assert.Equal(1, office.Shop.Scalar<int>("SELECT count(*) FROM Orders"));
        var preview = await office.Efua.GetAsync(Address);
        Assert.Contains("1 order was placed since", preview.Text, StringComparison.Ordinal);

        var swapped = await DoneAsync(await office.Efua.SubmitAsync(preview.FormTo("handler=Swap")));
        Assert.Contains("The shop is as it was in the backup", swapped.Text, StringComparison.Ordinal);
        Assert.Equal(0, office.Shop.Scalar<int>("SELECT count(*) FROM Orders"));
        Assert.Contains("before-restore-", (await office.Efua.GetAsync(Address)).Text, StringComparison.Ordinal);
        await office.Shop.BooksAsync();
        await office.OrderAsync();
        await office.Shop.BooksAsync();
    }

    [Theory]
    [InlineData("holiday.zip", "This file is not a backup of a shop.")]
    [InlineData("shop.zip", "its end is missing")]
    public async Task A_file_that_is_no_backup_is_refused_with_the_reason(string name, string said)
    {
        byte[] bytes = name == "shop.zip" ? [.. "PK\u0003\u0004"u8, .. new byte[5000]] : [.. "GIF89a"u8, .. new byte[500]];
        var form = (await office.Efua.GetAsync(Address)).Form("form[enctype='multipart/form-data']").Attach("file", name, bytes);

        var refused = await DoneAsync(await office.Efua.SubmitAsync(form));

        Assert.Contains("This did not work.", refused.Text, StringComparison.Ordinal);
        Assert.Contains(said, refused.Text, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(Path.Combine(office.Shop.Data, "work")) ? Directory.GetDirectories(Path.Combine(office.Shop.Data, "work")) : []);
    }

    [Fact]
    public async Task Without_a_file_the_page_asks_for_one()
    {
        var form = (await office.Efua.GetAsync(Address)).Form("form[enctype='multipart/form-data']");
        Assert.Contains("Choose the file of a backup first.", (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_files_of_the_list_are_sent_and_only_to_staff()
    {
        (await office.Efua.GetAsync($"{Address}?handler=File&name=../shop.db")).Expect(HttpStatusCode.NotFound);
        (await office.Efua.GetAsync($"{Address}?handler=File&name=")).Expect(HttpStatusCode.NotFound);
        using var stranger = office.Shop.NewBuyer();
        Assert.StartsWith("/account/sign-in", (await stranger.GetAsync($"{Address}?handler=File&name=x.zip")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hour", "24", "Choose an hour from 0 to 23.")]
    [InlineData("Days", "0", "Write a number from 1 to 100.")]
    [InlineData("Weeks", "101", "Write a number from 0 to 100.")]
    [InlineData("Months", "many", "Write a number from 0 to 100.")]
    public async Task A_plan_that_cannot_be_is_refused_at_its_field(string field, string typed, string said)
    {
        var form = (await office.Efua.GetAsync(Address)).FormTo("handler=Plan");
        form[field] = typed;

        var refused = (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(said, refused.TextOf(".field-error"));
    }

    [Fact]
    public async Task A_missed_nightly_backup_is_made_up_for_copied_elsewhere_and_only_those_of_the_rule_are_kept()
    {
        var elsewhere = Watchman.NewFolder("elsewhere");
        await using var shop = await Cast.OpenAsync(new Opening { Settings = new Dictionary<string, string> { ["Shop:BackupCopyTo"] = elsewhere, ["Shop:BackupCopyCommand"] = "no-such-program {file}" } });
        var folder = Directory.CreateDirectory(Path.Combine(shop.Data, "backups")).FullName;
        foreach (var day in (int[])[3, 4, 5])
        {
            var old = Path.Combine(folder, $"{Makola.Data.Backups.Backups.Automatic}2026010{day}.zip");
            await File.WriteAllTextAsync(old, "old");
            File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-day));
        }

        var mine = Path.Combine(folder, "shop-20260101.zip");
        await File.WriteAllTextAsync(mine, "mine");
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        var form = (await efua.GetAsync(Address)).FormTo("handler=Plan");
        (form["Days"], form["Weeks"], form["Months"]) = ("2", "0", "0");
        await efua.SubmitAsync(form);

        await shop.StopAsync();
        await shop.RestartAsync();
        string[] names = [];
        for (var patience = 600; patience > 0 && (names = Names()).Length != 2; patience--) await Task.Delay(100);

        Assert.Equal(2, names.Length);
        Assert.Contains("nightly-20260103.zip", names);
        Assert.True(File.Exists(mine));
        Page page = null!;
        for (var patience = 200; patience > 0 && !(page = await efua.GetAsync(Address)).Text.Contains("By the program no-such-program Failed", StringComparison.Ordinal); patience--) await Task.Delay(50);
        Assert.Contains("Nightly backup", page.Text, StringComparison.Ordinal);
        Assert.Contains("Whole checked just now", page.Text, StringComparison.Ordinal);
        Assert.Contains("By the program no-such-program Failed", page.Text, StringComparison.Ordinal);
        Assert.Contains("and was read again there", page.Text, StringComparison.Ordinal);
        var copy = Assert.Single(Directory.GetFiles(elsewhere));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(folder, Path.GetFileName(copy))), await File.ReadAllBytesAsync(copy));
        var system = (await efua.GetAsync("/office/system")).Text;
        Assert.Contains("it is whole, its Books have no differences.", system, StringComparison.Ordinal);
        Assert.Contains("The last copy elsewhere failed: ", system, StringComparison.Ordinal);

        // Old ones are opened again; one of them is no backup at all.
        await efua.SubmitAsync((await efua.GetAsync("/office/system/jobs")).Form("form[action$='name=CheckBackups']"));
        for (var patience = 200; patience > 0 && (page = await efua.GetAsync(Address)).Text.Contains("Not checked yet", StringComparison.Ordinal); patience--) await Task.Delay(50);
        Assert.Contains("Damaged This file is not a backup of a shop.", page.Text, StringComparison.Ordinal);
        Assert.Contains("2 backups are damaged", (await efua.GetAsync("/office/system")).Text, StringComparison.Ordinal);

        string[] Names() => [.. Directory.GetFiles(folder, "nightly-*.zip").Select(f => Path.GetFileName(f)!)];
    }

    [Theory]
    [InlineData("2026-11-22T02:59:00Z", 3, "Africa/Accra", "2026-11-21T03:00:00Z")]
    [InlineData("2026-11-22T03:00:00Z", 3, "Africa/Accra", "2026-11-22T03:00:00Z")]
    [InlineData("2026-11-22T02:30:00Z", 3, "Africa/Lagos", "2026-11-22T02:00:00Z")]
    [InlineData("2026-11-22T23:30:00Z", 0, "Africa/Lagos", "2026-11-22T23:00:00Z")]
    public void A_backup_is_due_at_the_hour_of_the_shop_s_own_day(string now, int hour, string zone, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), BackUp.DueAt(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), hour, TimeZoneInfo.FindSystemTimeZoneById(zone)));

    /// <summary>Looks again until the work has ended.</summary>
    private async Task<Page> DoneAsync(Page work)
    {
        Assert.StartsWith("/office/work/", work.Path, StringComparison.Ordinal);
        for (var patience = 300; work.Has("progress") && patience > 0; patience--)
        {
            await Task.Delay(100);
            work = (await office.Efua.GetAsync(work.Path)).Expect(HttpStatusCode.OK);
        }

        return work;
    }
}
