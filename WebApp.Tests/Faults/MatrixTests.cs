// Every row of the matrix in its short form: the fault happens to a shop of its own, and the shop stands it. A class for each part, so that they run side by side.
namespace Makola.Tests.Faults;

/// <summary>What the tests of the rows share.</summary>
public abstract class MatrixTests
{
    /// <summary>The rows that have no test of a name of their own.</summary>
    private protected static TheoryData<string> But(IEnumerable<Fault> rows, params string[] named) => [.. rows.Select(fault => fault.Id).Except(named)];

    /// <summary>Lets it happen in its short form.</summary>
    private protected static async Task StandsAsync(string id)
    {
        var fault = Matrix.Of(id);
        Assert.SkipWhen(fault.Obstacle() is not null, fault.Obstacle() ?? "");
        await Matrix.RunAsync(fault, fault.Rounds.Short, isLong: false, say: TestContext.Current.TestOutputHelper is { } output ? output.WriteLine : null);
    }
}

public sealed class MachineFaultsTests : MatrixTests
{
    public static TheoryData<string> Others { get; } = But(MachineFaults.All, "R1");

    [Theory]
    [MemberData(nameof(Others))]
    public Task The_shop_stands_it(string fault) => StandsAsync(fault);

    [Fact]
    public Task AV10_Killed_twenty_times_while_people_order_no_order_is_lost_doubled_or_half() => StandsAsync("R1");
}

public sealed class DiskFaultsTests : MatrixTests
{
    public static TheoryData<string> Others { get; } = But(DiskFaults.All, "R2", "R3", "R4");

    [Theory]
    [MemberData(nameof(Others))]
    public Task The_shop_stands_it(string fault) => StandsAsync(fault);

    [Fact]
    public Task AV08_While_another_holds_the_write_lock_reads_go_on_and_buyers_are_asked_to_wait() => StandsAsync("R4");

    [Fact]
    public Task AV09_A_full_disk_stops_orders_with_an_apology_and_loses_none() => StandsAsync("R3");

    [Fact]
    public Task AV11_After_ten_power_cuts_every_acknowledged_order_is_there() => StandsAsync("R2");
}

public sealed class MailFaultsTests : MatrixTests
{
    public static TheoryData<string> Others { get; } = But(MailFaults.All);

    [Theory]
    [MemberData(nameof(Others))]
    public Task The_shop_stands_it(string fault) => StandsAsync(fault);
}

public sealed class ClientFaultsTests : MatrixTests
{
    public static TheoryData<string> Others { get; } = But(ClientFaults.All);

    [Theory]
    [MemberData(nameof(Others))]
    public Task The_shop_stands_it(string fault) => StandsAsync(fault);
}
