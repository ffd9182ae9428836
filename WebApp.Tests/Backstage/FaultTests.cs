// Errors by their cause: what is one cause and what is another, what to do about each, and the number the customer saw.
using System.Net;
using Makola.Backstage;
using Makola.Tests.Pages.Office;
using Makola.Tests.Pages.Office.Backstage;
using Microsoft.Data.Sqlite;

namespace Makola.Tests.Backstage;

public sealed class FaultTests
{
    private static SceneFault Database(int code) => SceneFault.Of(new DbUpdateException("It could not be saved.", new SqliteException("It did not work.", code)));

    private static Fault Seen(SceneFault cause, string? reference = "7") => new(cause.Key, cause, "POST /cart", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "00000000000000aa", reference, null);

    [Fact]
    public void What_the_database_says_is_one_cause_for_each_of_its_codes()
    {
        Assert.Equal(4, new[] { 5, 10, 13, 19 }.Select(code => Database(code).Key).Distinct().Count());
        Assert.Equal(Database(13).Key, Database(13).Key);
        Assert.Equal(("SqliteException 13", 13), (Database(13).Kind, Database(13).Code));
        Assert.Equal(0, SceneFault.Of(new TimeoutException()).Code);
    }

    [Fact]
    public async Task A_write_that_fails_is_told_of_whoever_wrote()
    {
        await using var db = RunningShop.OpenDb(Path.Combine(Watchman.NewFolder("fault"), "nowhere"));
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => Accounts.ReserveAsync(db, CancellationToken.None));
        Assert.Equal("SqliteException 14 Accounts.ReserveAsync", SceneFault.Of(fault).Key);
    }

    [Theory]
    [InlineData(13, "Make room")]
    [InlineData(10, "backup to another disk")]
    [InlineData(5, "Another program holds")]
    [InlineData(6, "Another program holds")]
    [InlineData(19, "Send it, with its number, to")]
    public void Each_cause_says_what_to_do(int code, string advice) => Assert.Contains(advice, Seen(Database(code)).Advice, StringComparison.Ordinal);

    [Fact]
    public void What_the_shop_cannot_advise_on_is_sent_with_its_number_if_it_has_one()
    {
        Assert.Contains("import", Seen(SceneFault.Of(new ShopBusyException())).Advice, StringComparison.Ordinal);
        Assert.Equal("Send it to whoever looks after the shop.", Seen(SceneFault.Of(new TimeoutException()), reference: null).Advice);
    }

    [Fact]
    public async Task While_the_shop_is_busy_the_customer_sees_a_number_by_which_staff_find_what_to_do()
    {
        var office = new OfficeShop();
        await office.InitializeAsync();
        await using var _ = office;
        using var visitor = office.Shop.NewBuyer();
        string number;
        await using (var other = office.Shop.Sql())
        {
            RunningShop.Execute(other, "BEGIN IMMEDIATE");
            number = (await visitor.AddOnceAsync(Cast.Plantain, 1)).Expect(HttpStatusCode.ServiceUnavailable).TextOf(".facts-value--big");
            RunningShop.Execute(other, "ROLLBACK");
        }

        Assert.NotEmpty(number);
        var errors = await office.UntilAsync("/office/backstage/errors", page => page.Text.Contains(number, StringComparison.Ordinal));
        Assert.Contains("SqliteException 5", errors.Text, StringComparison.Ordinal);
        Assert.Contains("Another program holds", errors.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ShopDb.", errors.Text, StringComparison.Ordinal);
        await office.Shop.BooksAsync();
    }
}
