using Contenders;
using Hospital;
using Hospital.Sayings;

namespace Scorecard.Features;

/// <summary>Which names, destinations and kinds of object a saying uses.</summary>
internal static class Naming
{
    public static void Add(Saying saying, ICollection<(Facet Kind, ulong Key)> keys)
    {
        void Name(string kind, string name)
        {
            if (name.Length > 0)
            {
                keys.Add((Facet.Name, Keys.Of(kind, name)));
            }
        }

        switch (saying)
        {
            case AssociateRequest request:
                Name("calling", request.CallingAe);
                Name("called", request.CalledAe);
                Name("implementation", request.ImplementationUid);
                Name("user", request.User);
                foreach (var context in request.Contexts)
                {
                    keys.Add((Facet.Content, Keys.Of("sop", context.AbstractSyntax)));
                }

                break;
            case AssociateAccept accept:
                Name("implementation", accept.ImplementationUid);
                break;
            case DimseRequest request:
                keys.Add((Facet.Content, Keys.Of("sop", request.SopClass)));
                if (request.MoveDestination.Length > 0)
                {
                    keys.Add((Facet.Destination, Keys.Of("destination", request.MoveDestination)));
                }

                break;
            case Hl7Message message:
                Name("application", message.SendingApplication + "^" + message.SendingFacility);
                Name("to application", message.ReceivingApplication + "^" + message.ReceivingFacility);
                break;
            case HttpRequest request:
                Name("agent", request.Agent);
                Name("user", request.User);
                break;
            case TlsClientHello hello:
                Name("server name", hello.ServerName);
                keys.Add((Facet.Name, Keys.Of("library", (ulong)hello.Library)));
                break;
            case ArpClaim claim:
                keys.Add((Facet.Name, Keys.Of("claim", (claim.Mac << 16) ^ claim.Address)));
                break;
            default:
                break;
        }
    }
}
