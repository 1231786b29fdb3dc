/** How the brokerage wants its leads nurtured. */
import { useEffect } from 'preact/hooks';
import type { SettingsInForce } from '../../../../schemas/nurture-inbox.ts';
import { clock, day } from '../format.ts';
import { useConsole } from '../hooks.ts';
import { AutonomyFields } from './autonomy-fields.tsx';
import { LimitFields } from './limit-fields.tsx';
import { SenderFields } from './sender-fields.tsx';
import { type Outcome, useSettingsForm } from './use-settings-form.ts';

export function SettingsPage() {
  const { sending } = useConsole();
  const inForce = sending.now();
  useEffect(() => {
    document.title = 'Settings · Doorstep';
    scrollTo(0, 0);
  }, []);
  return (
    <div class="page settings-page">
      <h1>Settings</h1>
      {inForce ? <Form inForce={inForce} /> : <p class="nothing">Loading…</p>}
    </div>
  );
}

function Form({ inForce }: { inForce: SettingsInForce }) {
  const { may } = useConsole();
  const form = useSettingsForm(inForce.settings);
  const { edited, changed, outcome, edit } = form;
  const disabled = !may('nurture:admin');
  const problemOf = (field: string) =>
    outcome?.kind === 'refused' && outcome.field === field ? outcome.message : undefined;
  const common = { settings: edited, problemOf, disabled, edit };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
    >
      <p class="facts">{standing(inForce)}</p>
      {disabled && (
        <p class="notice">This token lets you look: changing them needs the scope nurture:admin.</p>
      )}
      <AutonomyFields
        {...{ autonomy: edited.autonomy, problemOf, disabled }}
        change={(autonomy) => edit({ autonomy })}
      />
      <LimitFields {...common} />
      <SenderFields {...common} />
      {!disabled && (
        <div class="actions save">
          <button type="submit" disabled={!changed}>
            Save
          </button>
          <button type="button" class="quiet" disabled={!changed} onClick={form.discard}>
            Discard
          </button>
          <OutcomeLine outcome={outcome} />
        </div>
      )}
    </form>
  );
}

function standing({ settings, changedBy, changedAt, told }: SettingsInForce): string {
  const by =
    changedBy && changedAt ? `by ${changedBy}, ${day(changedAt)}, ${clock(changedAt)}` : 'as Doorstep begins';
  return `Version ${settings.version}, ${by}${told ? '' : ' · on its way to all shards'}`;
}

function OutcomeLine({ outcome }: { outcome: Outcome | undefined }) {
  if (!outcome) return null;
  if (outcome.kind === 'saved') return <span role="status">Saved as version {outcome.version}</span>;
  return (
    <p class="notice" role="alert">
      {outcome.kind === 'refused'
        ? outcome.message
        : 'Somebody changed the settings meanwhile. You see theirs with your changes on top, not saved yet: look, then save.'}
    </p>
  );
}
