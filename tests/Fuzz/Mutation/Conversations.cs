using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Mutation;

/// <summary>Mutates what a dissector is told: who says what in which order, where it is cut, what is missing. What is said, the protocol's grammar changes.</summary>
internal static class Conversations
{
    private static readonly uint[] _lengths = [1, 2, 6, 12, 100, 1448, 4096, 65_535, 65_536, 1 << 20, 0x7FFF_FFFF, 0xFFFF_FFFF];

    public static List<Act> Mutate(List<Act> acts, List<Act> others, IGrammar grammar, Dice dice)
    {
        if (acts.Count == 0)
        {
            return others;
        }

        var at = dice.Next(acts.Count);
        var act = acts[at];
        if (act.IsData && !dice.Once(4))
        {
            var other = others.Count > 0 ? dice.Of(others).Bytes : [];
            acts[at] = act with { Bytes = grammar.Mutate(act.Bytes, other, dice) };
            return acts;
        }

        switch (dice.Next(10))
        {
            case 0:
                acts.RemoveAt(at);
                break;
            case 1:
                acts.Insert(dice.Next(acts.Count + 1), act);
                break;
            case 2:
                var with = dice.Next(acts.Count);
                (acts[at], acts[with]) = (acts[with], acts[at]);
                break;
            case 3 when others.Count > 0:
                var from = dice.Next(others.Count);
                acts.InsertRange(at, others.GetRange(from, Math.Min(dice.Few(8), others.Count - from)));
                break;
            case 4:
                acts[at] = act with { Kind = (ActKind)dice.Next((int)ActKind.End + 1) };
                break;
            case 5:
                acts.Insert(at, new Act((ActKind)dice.Next((int)ActKind.LostToServer, (int)ActKind.Pause + 1), Edits.Little32(dice.Of(_lengths))));
                break;
            case 6 when act.IsData && act.Bytes.Length > 1:
                // Part of it is missing, as it would be after a loss or a cut.
                var start = dice.Next(act.Bytes.Length);
                var gone = dice.Next(1, act.Bytes.Length - start + 1);
                var kind = (ActKind)((int)act.Kind + (2 * (1 + dice.Next(2))));
                acts.RemoveAt(at);
                acts.InsertRange(at, [act with { Bytes = act.Bytes[..start] }, new Act(kind, Edits.Little32((uint)gone)), act with { Bytes = act.Bytes[(start + gone)..] }]);
                break;
            case 7 when act.IsData:
                var cut = dice.Next(act.Bytes.Length + 1);
                acts[at] = act with { Bytes = act.Bytes[..cut] };
                acts.Insert(Math.Min(acts.Count, at + dice.Few(4)), act with { Bytes = act.Bytes[cut..] });
                break;
            case 8:
                acts.Insert(0, new Act(ActKind.MidStream, []));
                break;
            default:
                acts.Add(new Act(ActKind.End, [dice.Byte()]));
                break;
        }

        return acts;
    }
}
