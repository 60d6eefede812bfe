using Sensor.Dissectors.Contract;
using Sensor.Facts;

namespace Sensor.Tests.Contract;

public sealed class NameDirectoryTests
{
    private readonly NameDirectory _names = new();

    [Fact]
    public void The_same_text_of_two_partitions_is_one_name()
    {
        _names.Define(3, new NameId(1), "PACS"u8);
        _names.Define(4, new NameId(1), "CT"u8);
        _names.Define(4, new NameId(2), "PACS"u8);
        _names.Partition = 3;
        var three = _names[new NameId(1)];
        _names.Partition = 4;

        Assert.Same(three, _names[new NameId(2)]);
        Assert.Equal("CT", _names[new NameId(1)].Text);
        Assert.Equal("", _names[NameId.None].Text);
        Assert.NotEqual(three.Key, _names[new NameId(1)].Key);
    }

    [Fact]
    public void A_number_out_of_order_is_a_bug_that_shows() =>
        Assert.Throws<InvalidOperationException>(() => _names.Define(0, new NameId(2), "x"u8));

    [Fact]
    public void Text_is_UTF_8_or_else_Latin_1_and_never_a_control_character()
    {
        _names.Define(0, new NameId(1), [0x4D, 0xC3, 0xBC, 0x6C]);
        _names.Define(0, new NameId(2), [0x4D, 0xFC, 0x6C]);
        _names.Define(0, new NameId(3), "a\u001b[2Jb\n"u8);

        Assert.Equal(["Mül", "Mül", "a\uFFFD[2Jb\uFFFD"], Enumerable.Range(1, 3).Select(i => _names[new NameId(i)].Text));
    }
}
