using System.Text;
using Sensor.Dissectors.Hl7;

namespace Sensor.Dissectors.Tests.Hl7;

public sealed class EscapesTests
{
    [Theory]
    [InlineData(@"plain", "plain")]
    [InlineData(@"a\F\b\S\c\T\d\R\e\E\f", @"a|b^c&d~e\f")]
    [InlineData(@"\X4142\C", "ABC")]
    [InlineData(@"\X0d0A\", "\r\n")]
    [InlineData(@"one\.br\two", @"one\.br\two")]
    [InlineData(@"\H\loud\N\", @"\H\loud\N\")]
    [InlineData(@"\.br\F\", @"\.br\F\")]
    [InlineData(@"\Z12\F\", @"\Z12\F\")]
    [InlineData(@"C:\dir\F\", @"C:\dir|")]
    [InlineData(@"\X4\", @"\X4\")]
    [InlineData(@"\XGG\", @"\XGG\")]
    [InlineData(@"\\F\", @"\|")]
    [InlineData(@"open\", @"open\")]
    [InlineData(@"\", @"\")]
    public void Undoes_what_stands_for_characters_and_keeps_the_rest(string escaped, string plain) =>
        Assert.Equal(plain, Undo(escaped, EncodingCharacters.Standard));

    [Fact]
    public void Gives_the_delimiters_the_message_declared() =>
        Assert.Equal("a#b@c", Undo(@"a\F\b\S\c", new EncodingCharacters((byte)'#', (byte)'@', (byte)'~', (byte)'\\', (byte)'&')));

    [Fact]
    public void Undoes_nothing_without_an_escape_character() =>
        Assert.Equal(@"a\F\b", Undo(@"a\F\b", new EncodingCharacters((byte)'|', (byte)'^')));

    [Fact]
    public void Keeps_to_the_room_it_is_given()
    {
        var room = new byte[3];
        Assert.True(Escapes.Undo(@"ab\F\cd"u8, EncodingCharacters.Standard, room).SequenceEqual("ab|"u8));
    }

    private static string Undo(string escaped, EncodingCharacters characters) =>
        Encoding.ASCII.GetString(Escapes.Undo(Encoding.ASCII.GetBytes(escaped), characters, new byte[64]));
}
