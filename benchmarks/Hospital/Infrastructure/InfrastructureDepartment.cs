using Hospital.Sites;

namespace Hospital.Infrastructure;

/// <summary>All else on a hospital's network. Furnished last, as everybody uses it.</summary>
public sealed class InfrastructureDepartment(Site site) : IDepartment
{
    private ServerRoom? _room;
    private Administration? _administration;
    private EncryptedWork? _encrypted;

    public void Furnish()
    {
        _room = new ServerRoom(site);
        _administration = new Administration(site, _room);
        _administration.Furnish();
        _encrypted = new EncryptedWork(site, _room);
        _encrypted.Furnish();
    }

    public void Begin()
    {
        new NetworkServices(site, _room!).Begin();
        new DeskWork(site, _room!).Begin();
        new ServerWork(site, _room!).Begin();
        _administration!.Begin();
        _encrypted!.Begin();
    }
}
