// Phones as Ghana writes them.
namespace Makola.Tests.Domain.Settings;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("0248124490")]
    [InlineData("024 812 4490")]
    [InlineData("024-812-4490")]
    [InlineData("(024) 812.4490")]
    [InlineData("+233 24 812 4490")]
    [InlineData("00233248124490")]
    [InlineData("233248124490")]
    public void One_number_in_all_its_forms(string typed) => Assert.Equal("+233248124490", PhoneNumber.Read(typed));

    [Theory]
    [InlineData("+2348012345678")]
    [InlineData("+4915112345678")]
    public void Other_countries_need_their_code(string typed) => Assert.Equal(typed, PhoneNumber.Read(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("024")]
    [InlineData("24812449")]
    [InlineData("000248124490")]
    [InlineData("+23324812449")]
    [InlineData("+2332481244901")]
    [InlineData("+0248124490")]
    [InlineData("024 812 449O")]
    [InlineData("٠٢٤٨١٢٤٤٩٠")]
    [InlineData("0248124490;ext=1")]
    [InlineData("+12345678901234567890123456789012345678901234567890")]
    public void What_is_no_number_is_refused(string? typed) => Assert.Null(PhoneNumber.Read(typed));

    [Fact]
    public void It_is_shown_as_people_read_it()
    {
        Assert.Equal("024 812 4490", PhoneNumber.Show("+233248124490"));
        Assert.Equal("+2348012345678", PhoneNumber.Show("+2348012345678"));
    }
}
