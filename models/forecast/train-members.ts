/** Trains the four members on some leads of a history, and lets them look at the others. */
import { type Forest, openForest } from '../forest/forest.ts';
import { behavioralInputs, trainBehavioral } from './behavioral.ts';
import { denseHead } from './dense-head.ts';
import { meanRow } from './explain.ts';
import type { NetworkSettings } from './fit-network.ts';
import { lstmCell } from './lstm.ts';
import {
  MEMBERS,
  type MemberName,
  type MemberWeights,
  memberInputs,
  memberOutputs,
  type OwnInputs,
} from './members.ts';
import { NOW_WIDTH } from './now-vector.ts';
import { recurrentOutputs } from './recurrent-states.ts';
import type { Look } from './replay-history.ts';
import { trainDenseMember } from './train-dense-member.ts';
import { type TemporalWeights, trainTemporal } from './train-temporal.ts';
import type { LabelledLook } from './training-looks.ts';

export interface Members {
  temporal: TemporalWeights;
  behavioral: MemberWeights & { forest: Forest };
  graph: MemberWeights;
  market: MemberWeights;
}

export type Tell = (stage: string) => void;

/** One lead in so many is held aside, to say when to stop. */
const ASIDE = 8;
/** Looks that say what is average. */
const AVERAGED = 2000;

/**
 * @param looks of the leads to learn from
 * @param rows recurrent rows of every lead
 */
export async function trainMembers(
  looks: readonly LabelledLook[],
  rows: readonly Float32Array[][],
  seed: number,
  settings: NetworkSettings,
  tell: Tell,
): Promise<Members> {
  const aside = looks.map(({ lead }) => lead % ASIDE === seed % ASIDE);
  const told = (name: MemberName) => (epoch: number, loss: number) =>
    tell(`${name}: pass ${epoch + 1}, loss ${loss.toFixed(4)}`);
  const temporal = await trainTemporal(looks, rows, aside, seed, settings, told('temporal'));
  tell('behavioral: forest');
  const { forest, outOfBag } = trainBehavioral(looks, seed);
  const behavioral = await trainDenseMember(
    looks,
    (_, i) => outOfBag[i]!,
    aside,
    seed + 3,
    settings,
    told('behavioral'),
  );
  const graph = await trainDenseMember(looks, (look) => look.graph, aside, seed + 5, settings, told('graph'));
  const market = await trainDenseMember(
    looks,
    (look) => look.market,
    aside,
    seed + 7,
    settings,
    told('market'),
  );
  return { temporal, behavioral: { ...behavioral, forest }, graph, market };
}

/** What each member looks at beside the present. */
function ownInputs(
  members: Members,
  looks: readonly Look[],
  rows: readonly Float32Array[][],
): Record<MemberName, OwnInputs> {
  const recurrent = recurrentOutputs(lstmCell(members.temporal.lstm), looks, rows);
  const forest = openForest(members.behavioral.forest);
  return {
    temporal: (_, i) => recurrent[i]!,
    behavioral: (look) => behavioralInputs(forest, look),
    graph: (look) => look.graph,
    market: (look) => look.market,
  };
}

/** Outputs of each member, {@link MEMBERS} order: HEAD_WIDTH a look. */
export function outputsOf(
  members: Members,
  looks: readonly Look[],
  rows: readonly Float32Array[][],
): Float32Array[] {
  const own = ownInputs(members, looks, rows);
  return MEMBERS.map((name) =>
    memberOutputs(looks, own[name], members[name].scaling, denseHead(members[name].dense)),
  );
}

/** Mean inputs of each member over a sample of looks. */
export function averageInputs(
  members: Members,
  looks: readonly Look[],
  rows: readonly Float32Array[][],
): Float32Array[] {
  const some = looks.filter((_, i) => i % Math.ceil(looks.length / AVERAGED) === 0);
  const own = ownInputs(members, some, rows);
  return MEMBERS.map((name) => {
    const { scaling } = members[name];
    return meanRow(memberInputs(some, own[name], scaling), NOW_WIDTH + scaling.means.length);
  });
}
