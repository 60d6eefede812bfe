using Hospital.Kernel;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Infrastructure;

/// <summary>A file goes by FTP to a server that takes such.</summary>
internal static class FtpUpload
{
    public static void Send(Lane life, Dice dice, Host from, Host to, string user, string password, string file, long length)
    {
        var talk = new OpaqueTalk(life, dice, life.Now, from, to, 21, Language.Ftp) { AnswerTime = 20 * Nanos.Millisecond }.Open()
            .Line(Side.Server, "220 file server ready").Line(Side.Client, $"USER {user}").Line(Side.Server, "331 Password required").Line(Side.Client, $"PASS {password}")
            .Line(Side.Server, "230 Logged in").Line(Side.Client, "PASV").Line(Side.Server, "227 Entering Passive Mode").Line(Side.Client, $"STOR {file}").Line(Side.Server, "150 Ok");
        var data = new OpaqueTalk(life, dice, talk.Time, from, to, 50_000 + dice.Whole(1, 900)).Open().Ask(length);
        data.Close();
        talk.Wait(Math.Max(0, data.Time - talk.Time)).Line(Side.Server, "226 Transfer complete").Line(Side.Client, "QUIT").Line(Side.Server, "221 Bye").Close();
    }
}
