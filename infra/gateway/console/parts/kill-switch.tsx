/** Stops all sending, for everybody to see; only who answers for the brokerage lets it go on. */
import { useState } from 'preact/hooks';
import { clock, day } from '../format.ts';
import { useConsole } from '../hooks.ts';
import { Confirm } from './confirm.tsx';

/** In the header. */
export function StopButton() {
  const { sending, may } = useConsole();
  const { asking, ask, problem, act } = useStop(true);
  if (!may('nurture:act') || sending.now()?.sending !== 'on') return null;
  return (
    <>
      <button type="button" class="quiet stop" onClick={() => ask(true)}>
        Stop all<span class="more"> sending</span>
      </button>
      {asking && (
        <Confirm title="Stop all sending?" verb="Stop sending" confirm={act} cancel={() => ask(false)}>
          <p>
            Nothing more goes out to any lead of this brokerage, on any channel, until somebody allows it
            again. What a carrier already has cannot be called back.
          </p>
          {problem && (
            <p class="notice" role="alert">
              {problem}
            </p>
          )}
        </Confirm>
      )}
    </>
  );
}

/** Under the header, on every page. */
export function StoppedBanner() {
  const { sending, may } = useConsole();
  const { problem, act } = useStop(false);
  const known = sending.now();
  if (!known || known.sending === 'on') return null;
  const { settings, changedBy, changedAt, stoppedBy } = known;
  const byUs = settings.stopped && changedBy && changedAt;
  return (
    <div class="stopped" role="status">
      <p>
        <strong>
          {known.sending === 'stopped' ? 'All sending is stopped.' : 'Sending is stopped in part.'}
        </strong>{' '}
        {stoppedBy === 'operator' && 'The operator stopped it for all brokerages.'}
        {stoppedBy === 'brokerage' &&
          byUs &&
          `Settings last changed by ${changedBy}, ${day(changedAt)}, ${clock(changedAt)}.`}{' '}
        {problem}
      </p>
      {stoppedBy === 'brokerage' &&
        (may('nurture:admin') ? (
          <button type="button" class="quiet" onClick={act}>
            Allow sending again
          </button>
        ) : (
          <p>An administrator can allow it again.</p>
        ))}
    </div>
  );
}

function useStop(stopped: boolean) {
  const { sending } = useConsole();
  const [asking, ask] = useState(false);
  const [problem, setProblem] = useState<string>();
  const act = () => {
    setProblem(undefined);
    sending.stop(stopped).then(
      () => ask(false),
      (error: Error) => setProblem(error.message),
    );
  };
  return { asking, ask, problem, act };
}
