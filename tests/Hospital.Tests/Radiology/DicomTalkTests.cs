using Hospital.Kernel;
using Hospital.Network;
using Hospital.Radiology;
using Hospital.Sayings;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Tests.Radiology;

/// <summary>Associations of all sorts, as whoever likes may have them said.</summary>
public sealed class DicomTalkTests
{
    private readonly Site _site = new(SiteParameters.Of(1, 20));
    private readonly List<Step> _steps = [];
    private readonly ApplicationEntity _caller;
    private readonly ApplicationEntity _called;
    private readonly IReadOnlyList<StoredObject> _objects;

    public DicomTalkTests()
    {
        var department = new RadiologyDepartment(_site);
        department.Furnish();
        _site.Agenda.Out = _steps.Add;
        (_caller, _called) = (department.Workstations.First().Entity, department.MainArchive.Second);
        _objects = [.. department.Archive.Studies[0].Objects().Take(120)];
    }

    [Fact]
    public void Contexts_can_be_declined()
    {
        Say(Talk(Uids.Verification, Uids.CtImage, declined: Uids.CtImage).Associate().Release());
        Assert.Equal([true, false], Said<AssociateAccept>().Single().Request.Contexts.Select(c => c.IsAccepted));
    }

    [Fact]
    public void A_user_and_another_title_can_be_named()
    {
        var talk = new DicomTalk(_site.Life, _site.Life.Dice, _site.Life.Now, _caller, _called, [Uids.Verification]) { User = "admin", CalledTitle = "ANY-SCP" };
        Say(talk.BeRejected(1, 1, 7));
        Assert.Equal(("admin", "ANY-SCP"), (Said<AssociateRequest>().Single().User, Said<AssociateRequest>().Single().CalledAe));
        Assert.Equal(new AssociateReject(1, 1, 7), Said<AssociateReject>().Single());
    }

    [Fact]
    public void What_is_got_comes_on_the_same_association()
    {
        Say(Talk(Uids.StudyRootGet, _objects[0].SopClass).Associate().Get(Uids.StudyRootGet, Queries.Study("1.2"), _objects).Release());
        var stores = _steps.Where(s => s.Saying is DimseRequest { Operation: DimseOperation.Store }).ToList();
        Assert.Equal(_objects.Count, stores.Count);
        Assert.All(stores, s => Assert.Equal(Side.Server, s.From));
        Assert.Single(_steps.Select(s => s.Conversation).Distinct());
    }

    [Fact]
    public void What_is_moved_comes_on_another_and_some_may_not()
    {
        Say(Talk(Uids.StudyRootMove).Associate().Move(Uids.StudyRootMove, Queries.Study("1.2"), _caller, _caller.Title, _objects, failures: 5).Release());
        var stores = _steps.Where(s => s.Saying is DimseRequest { Operation: DimseOperation.Store }).ToList();
        Assert.Equal(_objects.Count - 5, stores.Count);
        Assert.All(stores, s => Assert.Equal((_caller.Host, _caller.Title), (s.Conversation.Server, ((DimseRequest)s.Saying).MoveOriginator)));
        var last = Said<DimseResponse>().Last(r => r.Request.Operation == DimseOperation.Move);
        Assert.Equal((0xB000, 5), (last.Status, last.SubOperations!.Value.Failed));
    }

    [Fact]
    public void A_question_can_be_cancelled()
    {
        Say(Talk(Uids.StudyRootFind).Associate().Find(Uids.StudyRootFind, Queries.StudiesOf(""), 100, 400, cancelAfter: 7).Release());
        Assert.Equal(7, Said<DimseResponse>().Count(r => r.Status == 0xFF00));
        Assert.Equal(0xFE00, Said<DimseResponse>().Last().Status);
        Assert.Single(Said<DimseRequest>(), r => r.Operation == DimseOperation.Cancel);
    }

    [Fact]
    public void It_can_end_badly()
    {
        Say(Talk(Uids.Verification).Associate().Echo().Abort(Side.Server, 2, 1));
        Say(Talk(Uids.Verification).Associate().Reset(Side.Server));
        Say(Talk(Uids.Verification).BeUnreachable());
        Say(Talk(Uids.Verification).BeUnreachable(true));
        var ends = _steps.GroupBy(s => s.Conversation).Select(c => c.Last().Saying).ToList();
        Assert.Equal([Closed.It, WasReset.It, Refused.It, Unanswered.It], ends);
        Assert.Equal(new Abort(2, 1), Said<Abort>().Single());
    }

    private DicomTalk Talk(string sopClass, string? other = null, string? declined = null) =>
        new(_site.Life, _site.Life.Dice, _site.Life.Now, _caller, _called, other is null ? [sopClass] : [sopClass, other]) { Declined = declined is null ? [] : [declined] };

    private void Say(DicomTalk talk) => _site.Agenda.RunUntil(talk.Time + Nanos.Minute);

    private List<T> Said<T>() => [.. _steps.Select(s => s.Saying).OfType<T>()];
}
