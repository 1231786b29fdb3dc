/**
 * A flow as one chain, read downward. A chain works a wave: many events, each of another lead, side by side.
 * Steps know nothing of each other, of time, or of how they are measured.
 */
import { type Outcome, pass } from '../schemas/flow.ts';

/** Wraps the work of one stage from outside, e.g. to time it; must return what `work` returns. */
export type Around = <R>(stage: string, size: number, work: () => R) => R;

export interface Chain<In, Now> {
  /** A step on one event at a time. */
  each<Next>(step: (turn: Now) => Next): Chain<In, Next>;
  /** A step on the whole wave, for what is cheaper together; one result a turn, in order. */
  wave<Next>(step: (turns: Now[]) => Next[]): Chain<In, Next>;
  /** A step that may end an event's way; what is dropped or rejected goes no further. */
  sift<Next>(step: (turn: Now) => Outcome<Next>): Chain<In, Next>;
  /** Outcomes in the order of the wave. Stages are named after their step functions. */
  run(wave: In[], around: Around): Outcome<Now>[];
}

/** The chain without a step yet. */
export const chain = <In>(): Chain<In, In> => extend((wave) => wave.map(pass));

type Run<In, Now> = Chain<In, Now>['run'];

function extend<In, Now>(run: Run<In, Now>): Chain<In, Now> {
  const then = <Next>(name: string, apply: (outcomes: Outcome<Now>[]) => Outcome<Next>[]) =>
    extend<In, Next>((wave, around) => {
      const before = run(wave, around);
      return around(name, before.length, () => apply(before));
    });
  return {
    each: (step) => then(step.name, (outcomes) => outcomes.map((o) => (passed(o) ? pass(step(o.value)) : o))),
    sift: (step) => then(step.name, (outcomes) => outcomes.map((o) => (passed(o) ? step(o.value) : o))),
    wave: (step) => then(step.name, (outcomes) => together(outcomes, step)),
    run,
  };
}

function together<Now, Next>(outcomes: Outcome<Now>[], step: (turns: Now[]) => Next[]): Outcome<Next>[] {
  const results = step(outcomes.filter(passed).map((o) => o.value));
  let next = 0;
  return outcomes.map((o) => (passed(o) ? pass(results[next++] as Next) : o));
}

const passed = <T>(outcome: Outcome<T>): outcome is { kind: 'pass'; value: T } => outcome.kind === 'pass';
