// Every row of the matrix in its short form: the fault happens to a shop of its own, and the shop stands it.
namespace Makola.Tests.Faults;

public sealed class MatrixTests
{
    /// <summary>Rows whose case of abuse has a test of its own name below.</summary>
    private static readonly string[] Named = ["R1", "R2", "R3", "R4"];

    /// <summary>The other rows.</summary>
    public static TheoryData<string> Others { get; } = [.. Matrix.Rows.Select(fault => fault.Id).Except(Named)];

    [Theory]
    [MemberData(nameof(Others))]
    public Task The_shop_stands_it(string fault) => StandsAsync(fault);

    [Fact]
    public Task AV08_While_another_holds_the_write_lock_reads_go_on_and_buyers_are_asked_to_wait() => StandsAsync("R4");

    [Fact]
    public Task AV09_A_full_disk_stops_orders_with_an_apology_and_loses_none() => StandsAsync("R3");

    [Fact]
    public Task AV10_Killed_twenty_times_while_people_order_no_order_is_lost_doubled_or_half() => StandsAsync("R1");

    [Fact]
    public Task AV11_After_ten_power_cuts_every_acknowledged_order_is_there() => StandsAsync("R2");

    private static async Task StandsAsync(string id)
    {
        var fault = Matrix.Of(id);
        Assert.SkipWhen(fault.Obstacle() is not null, fault.Obstacle() ?? "");
        await Matrix.RunAsync(fault, fault.Rounds.Short, isLong: false, say: TestContext.Current.TestOutputHelper is { } output ? output.WriteLine : null);
    }
}
