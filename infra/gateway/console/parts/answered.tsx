/** What stands where an answer is awaited, or was none: what went wrong and what to do next. */
import type { Answer } from '../hooks.ts';

/** Where something was answered before, only the problem is told: what is there stays, and says of when it is. */
export function Answered({ answer: { value, problem, again } }: { answer: Answer<unknown> }) {
  if (problem)
    return (
      <div class="notice failed" role="alert">
        <p>
          {problem}
          {value !== undefined && ' What you see is what was told before.'}
        </p>
        <button type="button" class="quiet" onClick={again}>
          Ask again
        </button>
      </div>
    );
  return value === undefined ? <p class="nothing">Loading…</p> : null;
}
