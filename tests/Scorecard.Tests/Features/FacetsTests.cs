using Contenders;
using Hospital.Labels;
using Scorecard.Features;

namespace Scorecard.Tests.Features;

public sealed class FacetsTests
{
    [Fact]
    public void Every_facet_but_the_unknown_names_something() =>
        Assert.All(Enum.GetValues<Facet>(), facet => Assert.Equal(facet == Facet.Unknown, Facets.Traits(facet) == Trait.None));
}
