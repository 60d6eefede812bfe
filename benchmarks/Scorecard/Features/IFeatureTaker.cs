using Contenders;

namespace Scorecard.Features;

/// <summary>Takes what methods of comparison see, each kind in order of time.</summary>
internal interface IFeatureTaker
{
    void Take(in Use use);

    void Take(in Token token);

    void Take(in Hour hour);

    void Take(in Exchange exchange);
}
