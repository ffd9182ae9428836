// Files out of the shop: whole, harmless in a spreadsheet, and noted in the log.
using System.Net;
using System.Text.RegularExpressions;

namespace Makola.Tests.Pages.Office;

public sealed class ExportTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Fact]
    public async Task Goods_go_out_all_or_by_state_and_what_went_out_imports_as_unchanged()
    {
        var all = await TakeAsync("handler=Goods");
        var drafts = await TakeAsync("handler=Goods", form => form["show"] = "draft");

        Assert.Contains("GARI-1KG", all.Body, StringComparison.Ordinal);
        Assert.Contains("SAUCE-1", all.Body, StringComparison.Ordinal);
        Assert.Contains("SAUCE-1", drafts.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("GARI-1KG", drafts.Body, StringComparison.Ordinal);
        var file = Path.Combine(office.Shop.Data, "out.csv");
        await File.WriteAllBytesAsync(file, all.Bytes.ToArray());
        Assert.Contains("0 created, 0 changed", (await office.Shop.CliAsync("import", file)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_words_find_goes_out_alone()
    {
        var found = await office.Efua.GetAsync("/office/products?q=krobo");
        var link = found.Html.QuerySelectorAll(".head a").Single(a => a.TextContent == "Export these").GetAttribute("href")!;
        var form = (await office.Efua.GetAsync(link)).FormTo("handler=Goods");

        var file = (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Equal(1 + Cast.Beads.Count, file.Body.TrimEnd().Split('\n').Length);
        Assert.All(Cast.Beads, bead => Assert.Contains(bead.Sku, file.Body, StringComparison.Ordinal));
        Assert.Contains("Export of goods: Active, “krobo”, 40 rows", (await office.Efua.GetAsync("/office/log")).Text, StringComparison.Ordinal);

        form["Q"] = "nothing has this";
        var refused = (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("No product of this state has these words.", refused.TextOf("#Q-error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IO05_Customers_and_orders_hold_no_formula_and_who_took_them_is_noted()
    {
        await office.OrderAsync(form => form["Name"] = "=1+1");

        foreach (var what in new[] { "handler=Orders", "handler=Customers" })
        {
            var file = await TakeAsync(what);
            Assert.Contains("'=1+1", file.Body, StringComparison.Ordinal);
            Assert.DoesNotMatch(new Regex("(^|,|\")[=@]", RegexOptions.Multiline), file.Body[1..]);
        }

        var log = await office.Efua.GetAsync("/office/log");
        Assert.Matches(@"Export of all customers, \d+ rows?Efua Owusu", log.Text);
        Assert.Contains("Nothing yet.", (await office.Efua.GetAsync("/office/history")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Practice_is_turned_on_and_off_from_its_page()
    {
        foreach (var (deed, says) in new[] { ("handler=On", "sample goods stand beside yours"), ("handler=Off", "sample goods are gone") })
        {
            var page = await office.Efua.SubmitAsync((await office.Efua.GetAsync("/office/practice")).FormTo(deed));
            for (var look = 0; look < 300 && page.Has("#how-far"); look++)
            {
                await Task.Delay(100);
                page = await office.Efua.GetAsync(page.Path);
            }
            Assert.Contains(says, page.Text, StringComparison.Ordinal);
        }
        await office.Shop.BooksAsync();
    }

    private async Task<Page> TakeAsync(string handler, Action<Form>? change = null)
    {
        var form = (await office.Efua.GetAsync("/office/products/export")).FormTo(handler);
        change?.Invoke(form);
        var file = (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Equal("attachment", file.Response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("text/csv", file.Response.Content.Headers.ContentType!.MediaType);
        return file;
    }
}
