using Hospital.Network;
using Hospital.Sayings;
using Hospital.Wire.Dicom;

namespace Hospital.Wire.Languages;

/// <summary>Which encoder puts a saying into bytes.</summary>
internal sealed class SayingEncoder
{
    private readonly Elements _scratch = new();

    public void Write(Wording to, Saying saying, Conversation conversation)
    {
        switch (saying)
        {
            case Payload payload:
                var opening = payload.Opening.AsSpan(0, (int)Math.Min(payload.Opening.Length, payload.Length));
                to.Text(opening);
                to.Bulk(payload.Length - opening.Length);
                break;
            case AssociateRequest request:
                UpperLayer.Write(to, request);
                break;
            case AssociateAccept accept:
                UpperLayer.Write(to, accept);
                break;
            case AssociateReject reject:
                UpperLayer.Write(to, reject);
                break;
            case ReleaseRequest:
                UpperLayer.WriteRelease(to, isRequest: true);
                break;
            case ReleaseResponse:
                UpperLayer.WriteRelease(to, isRequest: false);
                break;
            case Abort abort:
                UpperLayer.Write(to, abort);
                break;
            case DimseRequest request:
                Messages.Write(to, _scratch, request);
                break;
            case DimseResponse response:
                Messages.Write(to, _scratch, response);
                break;
            case Hl7Message message:
                Mllp.Write(to, message.Text);
                break;
            case PumpRequest request when conversation.Language == Language.Alaris:
                AlarisFrames.Write(to, request.Command, request.Argument);
                break;
            case PumpReply reply when conversation.Language == Language.Alaris:
                AlarisFrames.Write(to, reply.Command, reply.Text);
                break;
            case PumpRequest request when conversation.Language == Language.Bcc:
                BccFrames.Write(to, request);
                break;
            case PumpReply reply when conversation.Language == Language.Bcc:
                BccFrames.Write(to, reply);
                break;
            case HttpRequest request:
                Http.Write(to, request);
                break;
            case HttpResponse response:
                Http.Write(to, response);
                break;
            case TlsClientHello hello:
                TlsHandshake.WriteClientHello(to, conversation, hello.ServerName, hello.Library);
                break;
            case TlsServerHello:
                TlsHandshake.WriteServerHello(to, conversation);
                break;
            case TlsData data:
                TlsRecords.Write(to, data.Length);
                break;
            case TextLine line:
                to.Text(line.Text);
                to.Copy("\r\n"u8);
                break;
            default:
                throw new NotSupportedException($"{saying.GetType().Name} can't be said in {conversation.Language}.");
        }
    }
}
