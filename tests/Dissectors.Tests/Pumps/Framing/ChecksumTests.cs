using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Tests.Pumps.Framing;

public sealed class ChecksumTests
{
    [Theory]
    [InlineData("ccitt-false", 0x29b1)]
    [InlineData("xmodem", 0x31c3)]
    [InlineData("x25", 0x906e)]
    [InlineData("kermit", 0x2189)]
    [InlineData("modbus", 0x4b37)]
    [InlineData("arc", 0xbb3d)]
    [InlineData("crc-8", 0xf4)]
    [InlineData("crc-32", 0xcbf43926)]
    [InlineData("crc-32c", 0xe3069283)]
    public void Every_preset_has_its_catalogued_check_value(string name, uint check)
    {
        Assert.True(ChecksumPresets.TryFind(name, out var definition));
        Assert.Equal(check, Compiled(definition).Compute("123456789"u8));
    }

    [Fact]
    public void No_other_names_are_known()
    {
        Assert.False(ChecksumPresets.TryFind("CCITT", out _));
        Assert.Equal(9, ChecksumPresets.Names.Count);
    }

    /// <summary>Bit by bit, as the model is written down.</summary>
    [Fact]
    public void Any_parameters_give_what_plain_division_gives()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var width = 8 * random.Next(1, 5);
            var mask = width == 32 ? uint.MaxValue : (1u << width) - 1;
            var definition = new ChecksumDefinition
            {
                Kind = ChecksumKind.Crc,
                Width = width,
                Polynomial = ((uint)random.NextInt64() & mask) | 1,
                Initial = (uint)random.NextInt64() & mask,
                XorOut = (uint)random.NextInt64() & mask,
                ReflectIn = random.Next(2) == 0,
                ReflectOut = random.Next(2) == 0,
                IsAugmented = random.Next(2) == 0,
            };
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            Assert.Equal(Bitwise(definition, bytes), Compiled(definition).Compute(bytes));
        }
    }

    [Fact]
    public void Sums_and_what_is_added_to_them()
    {
        Assert.Equal(0x9bu ^ 0xff, Compiled(new ChecksumDefinition { Kind = ChecksumKind.Sum, XorOut = 0xff }).Compute([0x4d, 0x4e]));
        Assert.Equal(0x01fcu, Compiled(new ChecksumDefinition { Kind = ChecksumKind.Sum, Width = 16 }).Compute([0xfe, 0xfe]));
        Assert.Equal(0x03u, Compiled(new ChecksumDefinition { Kind = ChecksumKind.Xor }).Compute([1, 2]));
    }

    [Theory]
    [InlineData(7, 1u, 0u)]
    [InlineData(40, 1u, 0u)]
    [InlineData(16, 0u, 0u)]
    [InlineData(16, 0x11021u, 0u)]
    [InlineData(8, 7u, 0x100u)]
    public void What_cannot_be_is_refused(int width, uint polynomial, uint initial)
    {
        var faults = new DefinitionFaults();
        var definition = new ChecksumDefinition { Kind = ChecksumKind.Crc, Width = width, Polynomial = polynomial, Initial = initial, Place = new Place(3, 4) };
        Assert.Null(Checksum.Compile(definition, faults));
        Assert.Equal(new Place(3, 4), Assert.Single(faults.All).Place);
    }

    private static Checksum Compiled(ChecksumDefinition definition)
    {
        var faults = new DefinitionFaults();
        var checksum = Checksum.Compile(definition, faults);
        Assert.Empty(faults.All);
        return checksum!;
    }

    private static uint Bitwise(ChecksumDefinition of, ReadOnlySpan<byte> bytes)
    {
        ulong register = of.Initial;
        var top = 1ul << of.Width;
        foreach (var b in bytes)
        {
            for (var i = 0; i < 8; i++)
            {
                var bit = of.ReflectIn ? (uint)(b >> i) & 1 : (uint)(b >> (7 - i)) & 1;
                register = of.IsAugmented ? (register << 1) ^ ((ulong)bit << of.Width) : (register << 1) | bit;
                register ^= (register & top) != 0 ? top | of.Polynomial : 0;
            }
        }

        var value = (uint)register;
        if (of.ReflectOut)
        {
            var turned = 0u;
            for (var i = 0; i < of.Width; i++)
            {
                turned |= ((value >> i) & 1) << (of.Width - 1 - i);
            }

            value = turned;
        }

        return value ^ of.XorOut;
    }
}
