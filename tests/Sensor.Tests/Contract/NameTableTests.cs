using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Tests.Support;

namespace Sensor.Tests.Contract;

public sealed class NameTableTests
{
    private readonly FactList _announced = new() { Partition = 9 };

    [Fact]
    public void A_name_gets_a_number_announced_once_before_its_first_use()
    {
        var table = new NameTable(10, seed: 1);
        var first = table.Intern(NameKind.AeTitle, "PACS"u8, _announced);
        var second = table.Intern(NameKind.AeTitle, "CT1"u8, _announced);
        Assert.Equal(first, table.Intern(NameKind.AeTitle, "PACS"u8, _announced));

        Assert.Equal((1, 2, 2), (first.Value, second.Value, table.Count));
        Assert.Equal([((byte)9, 1, "PACS"), ((byte)9, 2, "CT1")], _announced.Names);
        Assert.Equal("CT1", Encoding.ASCII.GetString(table[second]));
    }

    [Fact]
    public void No_text_is_no_name()
    {
        var table = new NameTable(10, seed: 1);

        Assert.True(table.Intern(NameKind.Other, [], _announced).IsNone);
        Assert.True(table[NameId.None].IsEmpty);
        Assert.Empty(_announced.Names);
    }

    [Fact]
    public void Past_its_kinds_bound_a_new_name_is_none_and_counted_and_known_ones_stay()
    {
        var table = new NameTable(2, seed: 1);
        var a = table.Intern(NameKind.Uid, "a"u8, _announced);
        table.Intern(NameKind.Uid, "b"u8, _announced);

        Assert.True(table.Intern(NameKind.Uid, "c"u8, _announced).IsNone);
        Assert.True(table.Intern(NameKind.Uid, "c"u8, _announced).IsNone);
        Assert.Equal(a, table.Intern(NameKind.Uid, "a"u8, _announced));
        Assert.False(table.Intern(NameKind.Version, "c"u8, _announced).IsNone);
        Assert.Equal((2L, 3), (table.Overflows, table.Count));
    }

    [Fact]
    public void A_long_name_is_cut()
    {
        var table = new NameTable(10, seed: 1);
        var id = table.Intern(NameKind.Other, Encoding.ASCII.GetBytes(new string('x', 1000)), _announced);

        Assert.Equal(NameTable.MaxLength, table[id].Length);
        Assert.Equal(id, table.Intern(NameKind.Other, Encoding.ASCII.GetBytes(new string('x', 999)), _announced));
    }

    [Fact]
    public void Many_names_keep_their_numbers_and_texts_while_the_table_grows()
    {
        var table = new NameTable(20_000, seed: 77);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 20_000; i++)
            {
                Assert.Equal(i + 1, table.Intern(NameKind.Application, Encoding.ASCII.GetBytes($"name {i}"), _announced).Value);
            }
        }

        Assert.Equal(20_000, _announced.Names.Count);
        Assert.All(Enumerable.Range(0, 20_000), i => Assert.Equal($"name {i}", Encoding.ASCII.GetString(table[new NameId(i + 1)])));
    }

    [Fact]
    public void Looking_up_a_known_name_allocates_nothing()
    {
        var table = new NameTable(10, seed: 1);
        table.Intern(NameKind.Other, "known"u8, _announced);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            table.Intern(NameKind.Other, "known"u8, _announced);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
