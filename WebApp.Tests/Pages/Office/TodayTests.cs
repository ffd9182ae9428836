// Today's figures, and days as the shop's zone has them.
using System.Net;
using Makola.Pages.Office;

namespace Makola.Tests.Pages.Office;

public sealed class TodayTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Fact]
    public async Task An_order_shows_in_todays_sales_in_what_waits_and_in_the_picture()
    {
        var number = await office.OrderAsync(null, (Cast.Basket, 1));

        var today = (await office.Efua.GetAsync("/office")).Expect(HttpStatusCode.OK);

        Assert.Contains("GH₵ 140.00", today.TextOf(".tile").Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("1 order to pack", today.TextOf("[aria-labelledby=todo]"), StringComparison.Ordinal);
        Assert.True(today.Has($"a[href='/office/orders/{number}']"));
        Assert.Contains("140.00, 1 order", today.TextOf(".chart-bar--today title"), StringComparison.Ordinal);
        Assert.Contains("BASKET-1", today.TextOf("[aria-labelledby=low]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_picture_is_thirty_or_sixty_days_and_the_table_says_the_same()
    {
        foreach (var days in (int[])[30, 60])
        {
            var page = (await office.Efua.GetAsync($"/office?days={days}")).Expect(HttpStatusCode.OK);
            Assert.Equal(days, page.Html.QuerySelectorAll(".chart-bar").Length);
            Assert.Equal(days, page.Html.QuerySelectorAll(".figures tbody tr").Length);
        }

        Assert.Equal(30, (await office.Efua.GetAsync("/office?days=100000")).Html.QuerySelectorAll(".chart-bar").Length);
    }

    [Fact]
    public async Task A_nightly_backup_that_is_missing_is_said()
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(office.Shop.Data, "backups")).FullName, "nightly-20261119-030000.zip");
        await File.WriteAllBytesAsync(file, [1]);
        foreach (var (days, isMissing) in new[] { (3, true), (0, false) })
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-days));
            Assert.Equal(isMissing, (await office.Efua.GetAsync("/office")).TextOf("[aria-labelledby=todo]").Contains("The last nightly backup is missing", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Africa/Accra", "2026-11-22T00:00:00Z")]
    [InlineData("Africa/Nairobi", "2026-11-21T21:00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-11-21T18:15:00Z")]
    public void A_day_begins_at_midnight_of_the_shops_zone(string zone, string began)
    {
        var there = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var start = Sales.StartOf(new DateOnly(2026, 11, 22), there);

        Assert.Equal(DateTimeOffset.Parse(began, System.Globalization.CultureInfo.InvariantCulture), start);
        Assert.Equal(new DateOnly(2026, 11, 22), Sales.DayOf(start, there));
        Assert.Equal(new DateOnly(2026, 11, 21), Sales.DayOf(start.AddMilliseconds(-1), there));
    }

    [Fact]
    public void A_day_whose_midnight_the_clocks_skip_begins_right_after_it()
    {
        // Cairo moved its clocks from 0:00 to 1:00 on 26 April 2024.
        var cairo = TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo");

        Assert.Equal(new DateTimeOffset(2024, 4, 25, 22, 0, 0, TimeSpan.Zero), Sales.StartOf(new DateOnly(2024, 4, 26), cairo));
    }
}
