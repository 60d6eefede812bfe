using System.Text;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Ftp;

/// <summary>One FTP control connection: reads both sides' lines until someone is logged in or it goes on in cipher, and then nothing more.</summary>
public sealed class FtpConversation(PartitionContext context) : IdentityConversation(context)
{
    private readonly Side[] _sides = new Side[2];
    private FtpSession _session;
    private int _users;
    private int _passwords;
    private int _refusals;
    private bool _isLoggedIn;
    private bool _hasAskedForTls;
    private bool _isTold;

    protected override void Reset()
    {
        _sides.AsSpan().Clear();
        _session = default;
        _users = _passwords = _refusals = 0;
        _isLoggedIn = _hasAskedForTls = _isTold = false;
    }

    protected override Step Read(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        if (_isTold)
        {
            return NoMore(0);
        }

        ref var side = ref _sides[(int)direction];
        switch (side.Lines.Read(data, out var line, out var used))
        {
            case LineKind.Incomplete:
                return Step.Need(0, data.Length + 1);
            case LineKind.Line when !line.IsEmpty:
                Take(direction, line);
                TellIfOver(at);
                break;
        }

        return _isTold ? NoMore(used) : Step.Done(used);
    }

    protected override void Lose(Direction direction, long bytes, in Moment at) => _sides[(int)direction].Lines.Lose();

    protected override void Finish(in Moment at)
    {
        if (!_isTold)
        {
            Tell(at);
        }
    }

    private void Take(Direction direction, ReadOnlySpan<byte> line)
    {
        ref var side = ref _sides[(int)direction];
        if (!side.IsKnown)
        {
            side.IsKnown = true;
            side.IsServer = char.IsAsciiDigit((char)line[0]);
            _session.Client = side.IsServer ? direction.Sender().Peer() : direction.Sender();
        }

        if (side.IsServer)
        {
            TakeReply(line);
        }
        else
        {
            TakeCommand(line);
        }
    }

    private void TakeReply(ReadOnlySpan<byte> line)
    {
        if (_session.Banner.IsNone && line is [(byte)'2', (byte)'2', (byte)'0', _, .. var text])
        {
            _session.Banner = PlainText.Banner(Context, text.Trim("- "u8));
        }

        switch (FtpLine.Reply(line))
        {
            case FtpLine.LoggedIn or FtpLine.LoggedInSecurely:
                _isLoggedIn = true;
                break;
            case FtpLine.LoginRefused or FtpLine.NotLoggedIn:
                _refusals++;
                break;
            case FtpLine.SecurityAccepted:
                _session.AuthTls = FtpAuthTls.Accepted;
                break;
        }
    }

    private void TakeCommand(ReadOnlySpan<byte> line)
    {
        switch (FtpLine.Command(line))
        {
            case FtpCommand.User:
                _users++;
                _session.IsUserInClear = true;
                var name = FtpLine.Argument(line);
                _session.IsAnonymous = Ascii.EqualsIgnoreCase(name, "anonymous"u8) || Ascii.EqualsIgnoreCase(name, "ftp"u8);
                break;
            case FtpCommand.Pass:
                _passwords++;
                _session.IsPasswordInClear = true;
                break;
            case FtpCommand.AuthTls:
                _hasAskedForTls = true;
                _session.AuthTls = _session.AuthTls == FtpAuthTls.None ? FtpAuthTls.Requested : _session.AuthTls;
                break;
        }
    }

    /// <summary>An answer may be seen before its question: both are waited for.</summary>
    private void TellIfOver(in Moment at)
    {
        if ((_isLoggedIn && _passwords > 0) || (_session.AuthTls == FtpAuthTls.Accepted && _hasAskedForTls))
        {
            Tell(at);
        }
    }

    private void Tell(in Moment at)
    {
        _isTold = true;

        // "Not logged in" also answers other commands: no more of them are failures than there were users.
        var accepted = _isLoggedIn ? 1 : 0;
        _session.FailedLogins = _users == 0 ? _refusals : Math.Min(_refusals, Math.Max(0, _users - accepted));
        _session.Login = _isLoggedIn ? FtpLogin.Accepted
            : _session.FailedLogins > 0 ? FtpLogin.Refused
            : _users + _passwords > 0 ? FtpLogin.Unknown
            : FtpLogin.None;
        _session.Quality = Quality;
        Write(_session, at, _session.Client);
    }

    private struct Side
    {
        public LineReader Lines;

        /// <summary>It has said something; see <see cref="IsServer"/>.</summary>
        public bool IsKnown;
        public bool IsServer;
    }
}
